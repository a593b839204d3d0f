use super::*;
use proptest::prelude::*;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZero;

const AREA: Rect = Rect { x: 0, y: 0, width: 24, height: 4 };

fn drawn(texts: &[(u16, u16, &str, Style)]) -> Buffer {
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
    prop::collection::vec((0..AREA.width, 0..AREA.height, text, style()), 0..20).prop_map(|texts| drawn(&texts))
}

/// Screens whose cells contain arbitrary text.
fn wild_screen() -> impl Strategy<Value = Buffer> {
    let symbol = prop_oneof![any::<String>(), any::<char>().prop_map(String::from), "[\\x00-\\x1f\\x7f-\u{9f}]{1,3}"];
    prop::collection::vec((0..AREA.width, 0..AREA.height, symbol, style()), 0..40).prop_map(|cells| {
        let mut buffer = Buffer::empty(AREA);
        for (x, y, symbol, style) in cells {
            buffer[(x, y)].set_symbol(&symbol).set_style(style);
        }
        buffer
    })
}

fn dark(buffer: &Buffer, format: PictureFormat) -> String {
    picture(buffer, &Ground::DARK, format, "Rock & <Roll>")
}

fn colour(color: vt100::Color) -> Color {
    match color {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(6) => Color::Cyan,
        vt100::Color::Idx(8) => Color::DarkGray,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

/// The cells a terminal shows for an ANSI screenshot, without strikethrough, which vt100 does not support.
fn shown_by_terminal(ansi: &str) -> Vec<(String, Look)> {
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
        let look = Look { fg: colour(cell.fgcolor()), bg: colour(cell.bgcolor()), modifier };
        (!cell.is_wide_continuation()).then(|| (symbol.to_owned(), look))
    });
    cells.map(seen).collect()
}

/// The cells a buffer requests.
fn asked_for(buffer: &Buffer) -> Vec<(String, Look)> {
    let mut cells = Vec::new();
    for row in buffer.content().chunks(AREA.width.into()) {
        let mut x = 0;
        while let Some(cell) = row.get(x) {
            // Skip the second column of a wide character.
            let width = usize::from(cell.symbol().cell_width());
            cells.push((cell.symbol().to_owned(), Look::of(cell)));
            x += width;
        }
    }
    cells.into_iter().map(seen).collect()
}

fn seen((symbol, look): (String, Look)) -> (String, Look) {
    let look = Look { modifier: look.modifier - Modifier::CROSSED_OUT, ..look };
    let look = if symbol == " " { look.on_blank() } else { look };
    (symbol, look)
}

/// The text of markup, which must be well-formed XML.
fn text_of(markup: &str) -> String {
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
    fn a_terminal_shows_the_cells(buffer in screen()) {
        prop_assert_eq!(shown_by_terminal(&dark(&buffer, PictureFormat::Ansi)), asked_for(&buffer));
    }

    #[test]
    fn text_is_the_rows_without_the_blanks_at_their_end(buffer in screen()) {
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
        prop_assert_eq!(dark(&buffer, PictureFormat::Text), rows.join("\n") + "\n");
    }

    #[test]
    fn a_page_holds_the_text(buffer in screen()) {
        let page = dark(&buffer, PictureFormat::Html);
        let pre = &page[page.find("<pre>\n").unwrap() + 6..page.find("</pre>").unwrap()];
        let lines: String = text_of(pre).lines().map(|line| line.trim_end().to_owned() + "\n").collect();
        prop_assert_eq!(lines, dark(&buffer, PictureFormat::Text));
    }

    #[test]
    fn no_cell_breaks_a_picture(buffer in wild_screen(), title: String) {
        for format in PictureFormat::ALL {
            let picture = picture(&buffer, &Ground::LIGHT, *format, &title);
            let allowed = |c| c == '\n' || c == '\x1b' && *format == PictureFormat::Ansi;
            prop_assert!(picture.chars().all(|c| allowed(c) || !c.is_control()));
            if *format == PictureFormat::Svg {
                text_of(&picture);
                let no_characters = ['\u{fffe}', '\u{ffff}'];
                prop_assert!(!picture.contains(no_characters));
            }
            if matches!(format, PictureFormat::Text | PictureFormat::Ansi) {
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
    fn glyphs_keep_their_columns(buffer in wild_screen()) {
        for cells in buffer.content().chunks(AREA.width.into()) {
            let mut column = 0;
            for glyph in row(cells) {
                prop_assert_eq!((glyph.x, glyph.width), (column, glyph.symbol.cell_width()));
                column += glyph.width;
            }
            prop_assert!(column <= AREA.width);
        }
    }
}

#[test]
fn a_change_of_style_costs_one_sequence_and_a_blank_none() {
    let accent = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
    let buffer = drawn(&[(0, 0, "Soft", accent), (5, 0, "Bank", accent), (10, 0, "AG", Style::new())]);
    assert_eq!(dark(&buffer, PictureFormat::Ansi), "\x1b[1;36mSoft Bank \x1b[mAG\n\n\n\n");
}

#[test]
fn letters_run_on_and_other_glyphs_stand_in_the_middle_of_their_columns() {
    let buffer = drawn(&[(1, 0, "◆ SoftBank AG", Style::new()), (2, 1, "ソ", Style::new())]);
    let svg = dark(&buffer, PictureFormat::Svg);
    let run = r#"<text x="27" y="14" textLength="99" lengthAdjust="spacingAndGlyphs">SoftBank AG</text>"#;
    assert!(svg.contains(run), "{svg}");
    assert!(svg.contains(r#"<text x="13.5" y="14" text-anchor="middle">◆</text>"#), "{svg}");
    assert!(svg.contains(r#"<text x="27" y="33" text-anchor="middle">ソ</text>"#), "{svg}");
}

#[test]
fn what_has_one_colour_is_one_path() {
    let ground = Style::new().bg(Color::Rgb(1, 2, 3));
    let buffer =
        drawn(&[(0, 0, "╭──", Style::new()), (0, 1, "│", Style::new()), (4, 0, "ab", ground), (4, 1, "cd", ground)]);
    let svg = dark(&buffer, PictureFormat::Svg);
    assert_eq!(svg.matches("<path").count(), 2, "{svg}");
    assert!(svg.contains(r##"<path fill="#010203" d="M36 0h18v19h-18zM36 19h18v19h-18z"/>"##), "{svg}");
}

#[test]
fn an_image_has_its_size_and_its_title() {
    let svg = dark(&drawn(&[]), PictureFormat::Svg);
    assert!(svg.contains(r#"width="248" height="108" viewBox="0 0 248 108""#), "{svg}");
    assert!(svg.contains("<title>Rock &amp; &lt;Roll&gt;</title>"), "{svg}");
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let buffer = drawn(&[(0, 0, "https://example.org", Style::new().fg(Color::Red))]);
    for format in [PictureFormat::Svg, PictureFormat::Html] {
        let picture = dark(&buffer, format).replace(r#"xmlns="http://www.w3.org/2000/svg""#, "");
        for word in ["href", "src=", "url(", "@import", "<script", "<link"] {
            assert!(!picture.contains(word), "{word}");
        }
    }
}

#[test]
fn a_screen_without_cells_is_a_picture_too() {
    for format in PictureFormat::ALL {
        picture(&Buffer::empty(Rect::default()), &Ground::DARK, *format, "");
    }
}

#[test]
fn the_widest_row_is_no_trouble() {
    let buffer = Buffer::empty(Rect::new(0, 0, u16::MAX, 1));
    assert_eq!(dark(&buffer, PictureFormat::Text), "\n");
}
