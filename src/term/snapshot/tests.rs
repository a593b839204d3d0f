use crate::term::snapshot::*;
use proptest::prelude::*;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZero;

const AREA: Rect = Rect { x: 0, y: 0, width: 24, height: 4 };

fn buffer_with(texts: &[(u16, u16, &str, Style)]) -> Buffer {
    let mut buffer = Buffer::empty(AREA);
    for (x, y, text, style) in texts {
        buffer.set_stringn(*x, *y, text, usize::from(AREA.width - x), Style::reset().patch(*style));
    }
    buffer
}

fn style() -> impl Strategy<Value = Style> {
    let colours = [Color::Reset, Color::Cyan, Color::DarkGray, Color::Indexed(200), Color::Rgb(1, 2, 3)];
    let colour = prop::sample::select(colours.to_vec());
    // Terminals differ on whether text can be bold and dim at once.
    let weight = prop::sample::select(vec![Modifier::empty(), Modifier::BOLD, Modifier::DIM]);
    let other = Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
    let other = any::<u16>().prop_map(move |bits| Modifier::from_bits_truncate(bits) & other);
    let modifier = (weight, other).prop_map(|(weight, other)| weight | other);
    (colour.clone(), colour, modifier).prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

/// Screens with text as the explorer writes it.
fn screen() -> impl Strategy<Value = Buffer> {
    let texts =
        ["SoftBank", "é e\u{301}", "ソフト", " ", "        ", "├─╮", "22,5 Md$ 🦀", "<a href=\"&\">", "▁▂█", "◆ '"];
    let text = prop::sample::select(texts.to_vec());
    prop::collection::vec((0..AREA.width, 0..AREA.height, text, style()), 0..20).prop_map(|texts| buffer_with(&texts))
}

/// Screens whose cells contain arbitrary text.
fn arbitrary_buffer() -> impl Strategy<Value = Buffer> {
    let symbol = prop_oneof![any::<String>(), any::<char>().prop_map(String::from), "[\\x00-\\x1f\\x7f-\u{9f}]{1,3}"];
    prop::collection::vec((0..AREA.width, 0..AREA.height, symbol, style()), 0..40).prop_map(|cells| {
        let mut buffer = Buffer::empty(AREA);
        for (x, y, symbol, style) in cells {
            buffer[(x, y)].set_symbol(&symbol).set_style(style);
        }
        buffer
    })
}

fn render_dark(buffer: &Buffer, format: ScreenshotFormat) -> String {
    render_screenshot(buffer, &TerminalColors::DARK, format, "Rock & <Roll>")
}

fn to_ratatui_color(color: vt100::Color) -> Color {
    match color {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(6) => Color::Cyan,
        vt100::Color::Idx(8) => Color::DarkGray,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

/// The cells a terminal shows for an ANSI screenshot, without strikethrough, which vt100 does not support.
fn terminal_cells(ansi: &str) -> Vec<(String, CellStyle)> {
    let [rows, columns] = [AREA.height + 1, AREA.width].map(|n| NonZero::new(n).unwrap());
    let mut terminal = vt100::Parser::new(rows, columns, 0);
    terminal.process(ansi.replace('\n', "\r\n").as_bytes());
    let cells = (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (y, x)));
    let cells = cells.filter_map(|(y, x)| {
        let cell = terminal.screen().cell(y, x).unwrap();
        let symbol = if cell.has_contents() { cell.contents() } else { " " };
        let has = [
            (cell.bold(), Modifier::BOLD),
            (cell.dim(), Modifier::DIM),
            (cell.italic(), Modifier::ITALIC),
            (cell.underline(), Modifier::UNDERLINED),
            (cell.inverse(), Modifier::REVERSED),
        ];
        let modifier = has.into_iter().filter(|(has, _)| *has).map(|(_, modifier)| modifier).collect();
        let look = CellStyle { fg: to_ratatui_color(cell.fgcolor()), bg: to_ratatui_color(cell.bgcolor()), modifier };
        (!cell.is_wide_continuation()).then(|| (symbol.to_owned(), look))
    });
    cells.map(normalize_cell).collect()
}

/// The cells a buffer requests.
fn buffer_cells(buffer: &Buffer) -> Vec<(String, CellStyle)> {
    let mut cells = Vec::new();
    for row in buffer.content().chunks(AREA.width.into()) {
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            // Skip the second column of a wide character.
            let width = usize::from(cell.symbol().cell_width());
            cells.push((cell.symbol().to_owned(), CellStyle::from_cell(cell)));
            x += width;
        }
    }
    cells.into_iter().map(normalize_cell).collect()
}

fn normalize_cell((symbol, look): (String, CellStyle)) -> (String, CellStyle) {
    let look = CellStyle { modifier: look.modifier - Modifier::CROSSED_OUT, ..look };
    let look = if symbol == " " { look.visible_on_blank() } else { look };
    (symbol, look)
}

/// The text of markup, which must be well-formed XML.
fn xml_text(markup: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(markup);
    let (mut text, mut depth) = (String::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Text(part) => text += &part,
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().unwrap();
                text.push(c.unwrap_or_else(|| resolve_xml_entity(&reference).unwrap().parse().unwrap()));
            }
            Event::Start(start) => {
                depth += 1;
                assert!(
                    start
                        .attributes()
                        .all(|attribute| attribute.unwrap().normalized_value(XmlVersion::Explicit1_0).is_ok())
                );
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    text
}

proptest! {
    #[test]
    fn ansi_reproduces_the_cells(buffer in screen()) {
        prop_assert_eq!(terminal_cells(&render_dark(&buffer, ScreenshotFormat::Ansi)), buffer_cells(&buffer));
    }

    #[test]
    fn text_is_trimmed_rows(buffer in screen()) {
        let mut rows = vec![String::new(); AREA.height.into()];
        let mut hidden = 0;
        for (n, cell) in buffer.content().iter().enumerate() {
            if hidden == 0 {
                rows[n / usize::from(AREA.width)] += cell.symbol();
                hidden = cell.symbol().cell_width();
            }
            hidden -= 1;
        }
        let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
        prop_assert_eq!(render_dark(&buffer, ScreenshotFormat::Text), rows.join("\n") + "\n");
    }

    #[test]
    fn html_contains_the_text(buffer in screen()) {
        let page = render_dark(&buffer, ScreenshotFormat::Html);
        let pre = &page[page.find("<pre>\n").unwrap() + 6..page.find("</pre>").unwrap()];
        let lines: String = xml_text(pre).lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        prop_assert_eq!(lines, render_dark(&buffer, ScreenshotFormat::Text));
    }

    #[test]
    fn arbitrary_cells_give_valid_output(buffer in arbitrary_buffer(), title: String) {
        for format in ScreenshotFormat::ALL {
            let picture = render_screenshot(&buffer, &TerminalColors::LIGHT, *format, &title);
            let allowed = |c| c == '\n' || c == '\x1b' && *format == ScreenshotFormat::Ansi;
            prop_assert!(picture.chars().all(|c| allowed(c) || !c.is_control()));
            if *format == ScreenshotFormat::Svg {
                xml_text(&picture);
                let no_characters = ['\u{fffe}', '\u{ffff}'];
                prop_assert!(!picture.contains(no_characters));
            }
            if matches!(format, ScreenshotFormat::Text | ScreenshotFormat::Ansi) {
                prop_assert_eq!(picture.lines().count(), usize::from(AREA.height));
            }
            let is_code = |c: char| c.is_ascii_digit() || c == ';';
            let all_sgr = picture.split('\x1b').skip(1).all(|rest| {
                rest.strip_prefix('[').is_some_and(|rest| rest.trim_start_matches(is_code).starts_with('m'))
            });
            prop_assert!(all_sgr);
        }
    }

    #[test]
    fn glyphs_keep_columns(buffer in arbitrary_buffer()) {
        for cells in buffer.content().chunks(AREA.width.into()) {
            let mut column = 0;
            for glyph in row_glyphs(cells) {
                prop_assert_eq!((glyph.x, glyph.width), (column, glyph.symbol.cell_width()));
                column += glyph.width;
            }
            prop_assert!(column <= AREA.width);
        }
    }
}

#[test]
fn style_change_takes_one_sequence_blank_none() {
    let accent = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
    let buffer = buffer_with(&[(0, 0, "Soft", accent), (5, 0, "Bank", accent), (10, 0, "AG", Style::new())]);
    assert_eq!(render_dark(&buffer, ScreenshotFormat::Ansi), "\x1b[1;36mSoft Bank \x1b[mAG\n\n\n\n");
}

#[test]
fn letters_join_other_glyphs_are_centered() {
    let buffer = buffer_with(&[(1, 0, "◆ SoftBank AG", Style::new()), (2, 1, "ソ", Style::new())]);
    let svg = render_dark(&buffer, ScreenshotFormat::Svg);
    let run = r#"<text x="27" y="14" textLength="99" lengthAdjust="spacingAndGlyphs">SoftBank AG</text>"#;
    assert!(svg.contains(run), "{svg}");
    assert!(svg.contains(r#"<text x="13.5" y="14" text-anchor="middle">◆</text>"#), "{svg}");
    assert!(svg.contains(r#"<text x="27" y="33" text-anchor="middle">ソ</text>"#), "{svg}");
}

#[test]
fn each_color_is_one_path() {
    let ground = Style::new().bg(Color::Rgb(1, 2, 3));
    let buffer = buffer_with(&[
        (0, 0, "╭──", Style::new()),
        (0, 1, "│", Style::new()),
        (4, 0, "ab", ground),
        (4, 1, "cd", ground),
    ]);
    let svg = render_dark(&buffer, ScreenshotFormat::Svg);
    assert_eq!(svg.matches("<path").count(), 2, "{svg}");
    assert!(svg.contains(r##"<path fill="#010203" d="M36 0h18v19h-18zM36 19h18v19h-18z"/>"##), "{svg}");
}

#[test]
fn svg_has_size_and_title() {
    let svg = render_dark(&buffer_with(&[]), ScreenshotFormat::Svg);
    assert!(svg.contains(r#"width="248" height="108" viewBox="0 0 248 108""#), "{svg}");
    assert!(svg.contains("<title>Rock &amp; &lt;Roll&gt;</title>"), "{svg}");
}

#[test]
fn loads_no_external_resources() {
    let buffer = buffer_with(&[(0, 0, "https://example.org", Style::new().fg(Color::Red))]);
    for format in [ScreenshotFormat::Svg, ScreenshotFormat::Html] {
        let picture = render_dark(&buffer, format).replace(r#"xmlns="http://www.w3.org/2000/svg""#, "");
        for word in ["href", "src=", "url(", "@import", "<script", "<link"] {
            assert!(!picture.contains(word), "{word}");
        }
    }
}

#[test]
fn renders_empty_buffer() {
    for format in ScreenshotFormat::ALL {
        render_screenshot(&Buffer::empty(Rect::default()), &TerminalColors::DARK, *format, "");
    }
}

#[test]
fn renders_widest_row() {
    let buffer = Buffer::empty(Rect::new(0, 0, u16::MAX, 1));
    assert_eq!(render_dark(&buffer, ScreenshotFormat::Text), "\n");
}
