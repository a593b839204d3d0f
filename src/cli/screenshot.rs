//! `shot`: draws the explorer once, without a terminal.

use super::{Args, CliError, Exit, LookupContext, Output, ShotOptions};
use crate::driver::{SettingsFile, build_snapshot};
use crate::term::snapshot::{ScreenshotFormat, TerminalColors, render_screenshot};
use crate::ui::{Action, App, Background, Chord, ColorDepth, Theme, draw, press, settle, update};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::sync::Arc;

/// Draws the explorer at an address, after some keys, and prints the screenshot.
pub(super) fn run(args: &Args, options: &ShotOptions, out: &mut Output<'_>) -> Result<Exit, CliError> {
    let usage_error = |words: String| CliError::Usage(words);
    let format = ScreenshotFormat::from_keyword(&options.format).ok_or_else(|| {
        let words: Vec<_> = ScreenshotFormat::ALL.iter().map(|format| format.keyword()).collect();
        usage_error(format!("`{}` is not a screenshot format. Use one of {}.", options.format, words.join(", ")))
    })?;
    let location = args.base_location();
    let opened = location.open()?;
    let lang = args.resolve_lang(&opened)?;
    let start = match &options.address {
        None => None,
        Some(address) => {
            let cx = LookupContext { opened: &opened, lang: lang.clone() };
            Some(cx.resolve_item(address)?.ok_or_else(|| usage_error(cx.not_found_message(address)))?)
        }
    };
    let mut ui_options =
        SettingsFile::load(!args.explorer.demo).ui_options(&args.explorer_flags(), lang, location.name());
    // A screenshot uses true colour and no clock. Without a terminal, the locale does not matter.
    ui_options.depth = ColorDepth::TrueColor;
    ui_options.show_elapsed = false;
    if matches!(format, ScreenshotFormat::Svg | ScreenshotFormat::Html) {
        ui_options.ascii = args.explorer.ascii;
    }
    let light = ui_options.is_light();
    // A screenshot has its own background.
    ui_options.background = if light { Background::Light } else { Background::Dark };
    ui_options.theme = Theme::resolve(ui_options.theme_name, ui_options.depth, ui_options.background);
    let ground = if light { &TerminalColors::LIGHT } else { &TerminalColors::DARK };
    let (width, height) = options.size;
    let snapshot = Arc::new(build_snapshot(opened, &location));
    let mut app = App::new(Arc::clone(&snapshot), ui_options, Size { width, height });
    if let Some(item) = start {
        let effect = update(&mut app, Action::Visit(item));
        settle(&mut app, effect);
    }
    for word in options.keys.split_whitespace() {
        for key in parse_keys(word).ok_or_else(|| usage_error(format!("`{word}` is neither a key nor letters")))? {
            let effect = press(&mut app, key, false);
            settle(&mut app, effect);
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw(&app, &mut buffer);
    let title = app.selected().map(|item| snapshot.base.title(item, &app.options().lang)).unwrap_or_default();
    out.data.write_all(render_screenshot(&buffer, ground, format, &title).as_bytes())?;
    Ok(Exit::Found)
}

/// Parses the name of a key, or a word as one key per letter.
fn parse_keys(word: &str) -> Option<Vec<KeyEvent>> {
    match Chord::parse(word) {
        Some(chord) => Some(vec![chord.event()]),
        None => word.chars().map(|c| Chord::parse(&c.to_string()).map(Chord::event)).collect(),
    }
}
