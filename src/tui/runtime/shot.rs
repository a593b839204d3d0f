//! Draws the explorer once, without a terminal.

use super::super::action::Action;
use super::super::app::App;
use super::super::draw::draw;
use super::super::effect::Effect;
use super::super::keymap::Chord;
use super::super::picture::{Ground, PictureFormat, picture};
use super::super::update::{press, update};
use super::reading::survey;
use super::settings::Settings;
use super::worker;
use crate::cli::{Args, CliError, Cx, Exit, Out, ShotOptions};
use crate::search::{Index, Options, Query};
use crate::tui::theme::{Background, Depth, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::sync::Arc;

/// Draws the explorer at an address, after some keys, and prints the screenshot.
pub(in super::super) fn shot(args: &Args, options: &ShotOptions, out: &mut Out<'_>) -> Result<Exit, CliError> {
    let usage = |words: String| CliError::Usage(words);
    let format = PictureFormat::from_keyword(&options.format).ok_or_else(|| {
        let words: Vec<_> = PictureFormat::ALL.iter().map(|format| format.keyword()).collect();
        usage(format!("`{}` is no format of a picture; write one of {}", options.format, words.join(", ")))
    })?;
    let place = args.place();
    let opened = place.open()?;
    let lang = args.lang(&opened)?;
    let start = match &options.address {
        None => None,
        Some(address) => {
            let cx = Cx { opened: &opened, lang: lang.clone() };
            Some(cx.item(address)?.ok_or_else(|| usage(cx.nothing_at(address)))?)
        }
    };
    let mut setup = Settings::read(!args.explorer.demo).setup(args, lang, place.name());
    // A screenshot uses true colour and no clock. Without a terminal, the locale does not matter.
    setup.depth = Depth::True;
    setup.timed = false;
    if matches!(format, PictureFormat::Svg | PictureFormat::Html) {
        setup.ascii = args.explorer.ascii;
    }
    let light = setup.is_light();
    // A screenshot has its own background.
    setup.background = if light { Background::Light } else { Background::Dark };
    setup.theme = Theme::of(setup.look, setup.depth, setup.background);
    let ground = if light { &Ground::LIGHT } else { &Ground::DARK };
    let (width, height) = options.size;
    let open = Arc::new(survey(opened, &place));
    let mut app = App::new(Arc::clone(&open), setup, Size { width, height });
    let mut index = None;
    if let Some(item) = start {
        let effect = update(&mut app, Action::Visit(item));
        answer(&mut app, effect, &mut index);
    }
    for word in options.keys.split_whitespace() {
        for key in keys(word).ok_or_else(|| usage(format!("`{word}` is neither a key nor letters")))? {
            let effect = press(&mut app, key);
            answer(&mut app, effect, &mut index);
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw(&app, &mut buffer);
    let title = app.here().map(|item| open.base.title(item, &app.setup().lang)).unwrap_or_default();
    out.data.write_all(picture(&buffer, ground, format, &title).as_bytes())?;
    Ok(Exit::Found)
}

/// Parses the name of a key, or a word as one key per letter.
fn keys(word: &str) -> Option<Vec<crossterm::event::KeyEvent>> {
    match Chord::read(word) {
        Some(chord) => Some(vec![chord.event()]),
        None => word.chars().map(|c| Chord::read(&c.to_string()).map(Chord::event)).collect(),
    }
}

/// Performs searches and filters synchronously, because there is no worker.
fn answer(app: &mut App, effect: Option<Effect>, index: &mut Option<Index>) {
    let open = Arc::clone(app.opened());
    let next = match effect {
        Some(Effect::Search(number, text)) => {
            let index = index.get_or_insert_with(|| Index::new(&open.base));
            let options = Options { kind: None, limit: worker::MOST };
            let found = index.search(&open.base, &Query::new(&text), &app.setup().lang, options);
            Some(Action::Found(number, Arc::new(found)))
        }
        Some(Effect::Filter(number, text)) => {
            let index = index.get_or_insert_with(|| Index::new(&open.base));
            worker::filtered(index, &open, &Query::new(&text), number, &|| true)
        }
        _ => None,
    };
    if let Some(next) = next {
        let effect = update(app, next);
        answer(app, effect, index);
    }
}
