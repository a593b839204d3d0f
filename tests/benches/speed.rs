//! Benchmarks: `cargo bench`. Numbers are comparable only within one run.

mod synthetic;

use divan::{Bencher, black_box};
use dossier::bundled;
use dossier::diagnostics::SourceFile;
use dossier::load::load;
use dossier::ui::{Action, App, ColorDepth, Theme, UiOptions, draw, update};
use dossier::ui::{BaseSnapshot, Command, Motion};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::sync::Arc;

fn main() {
    divan::main();
}

fn synthetic_base(claims: usize) -> dossier::model::FactBase {
    synthetic::base(claims)
}

#[divan::bench]
fn open_the_bundled_base() -> dossier::model::FactBase {
    bundled::load_base()
}

#[divan::bench]
fn read_the_bundled_base_from_yaml() -> dossier::load::ParsedBase {
    bundled::parse_base()
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn load_yaml(bencher: Bencher<'_, '_>, claims: usize) {
    let text = synthetic::yaml(claims);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| load(vec![SourceFile { name: "made.yaml".into(), text: text.clone() }]));
}

/// Time from the loaded base to the first frame, at 80×24 and at 200×60.
#[divan::bench(args = [(80, 24), (200, 60)], sample_count = 50)]
fn first_frame(bencher: Bencher<'_, '_>, (width, height): (u16, u16)) {
    let open = Arc::new(BaseSnapshot::new(bundled::load_base(), dossier::verify::SourceTexts::new(), Vec::new(), &[]));
    bencher.bench(|| {
        let app = App::new(Arc::clone(&open), ui_options(), Size { width, height });
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        draw(&app, &mut buffer);
        buffer
    });
}

fn ui_options() -> UiOptions {
    UiOptions { theme: Theme::dark(ColorDepth::TrueColor), ..UiOptions::default() }
}

/// A key and its frame. The time must not depend on the number of rows.
#[divan::bench(args = [100, 1_000, 100_000], sample_count = 50)]
fn move_down_and_draw(bencher: Bencher<'_, '_>, claims: usize) {
    let size = Size { width: 200, height: 60 };
    let open = BaseSnapshot::new(synthetic_base(claims), dossier::verify::SourceTexts::new(), Vec::new(), &[]);
    let mut app = App::new(Arc::new(open), ui_options(), size);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    bencher.bench_local(|| {
        update(&mut app, Action::Do(Command::Motion(Motion::Down)));
        buffer.reset();
        black_box(draw(&app, &mut buffer))
    });
}
