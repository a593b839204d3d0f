use super::*;

/// The default colours of a terminal, used if a theme sets none, and its sixteen colours.
struct Terminal {
    ink: u32,
    ground: u32,
    palette: [u32; 16],
}

const XTERM: [u32; 16] = [
    0x00_00_00, 0xcd_00_00, 0x00_cd_00, 0xcd_cd_00, 0x00_00_ee, 0xcd_00_cd, 0x00_cd_cd, 0xe5_e5_e5, 0x7f_7f_7f,
    0xff_00_00, 0x00_ff_00, 0xff_ff_00, 0x5c_5c_ff, 0xff_00_ff, 0x00_ff_ff, 0xff_ff_ff,
];
/// VGA, also used by the Linux console.
const VGA: [u32; 16] = [
    0x00_00_00, 0xaa_00_00, 0x00_aa_00, 0xaa_55_00, 0x00_00_aa, 0xaa_00_aa, 0x00_aa_aa, 0xaa_aa_aa, 0x55_55_55,
    0xff_55_55, 0x55_ff_55, 0xff_ff_55, 0x55_55_ff, 0xff_55_ff, 0x55_ff_ff, 0xff_ff_ff,
];
/// Campbell, of the Windows console. (VS Code has other colours, and raises their contrast to 4.5 itself.)
const WINDOWS: [u32; 16] = [
    0x0c_0c_0c, 0xc5_0f_1f, 0x13_a1_0e, 0xc1_9c_00, 0x00_37_da, 0x88_17_98, 0x3a_96_dd, 0xcc_cc_cc, 0x76_76_76,
    0xe7_48_56, 0x16_c6_0c, 0xf9_f1_a5, 0x3b_78_ff, 0xb4_00_9e, 0x61_d6_d6, 0xf2_f2_f2,
];
/// Black, VS Code, Gruvbox, Tokyo Night, Solarized, Dracula.
const DARK: [u32; 6] = [0x00_00_00, 0x1e_1e_1e, 0x28_28_28, 0x1a_1b_26, 0x00_2b_36, 0x28_2a_36];
/// White, Solarized, Atom, Catppuccin Latte.
const LIGHT: [u32; 4] = [0xff_ff_ff, 0xfd_f6_e3, 0xfa_fa_fa, 0xef_f1_f5];

/// Terminals with the default colours of each palette, on a dark or a light background.
fn palettes(light: bool) -> Vec<Terminal> {
    let of = |palette: [u32; 16]| {
        let (ink, ground) = if light { (palette[0], palette[15]) } else { (palette[7], palette[0]) };
        Terminal { ink, ground, palette }
    };
    [XTERM, VGA, WINDOWS].map(of).into()
}

/// Terminals with 24-bit colour, on common backgrounds.
fn grounds(light: bool) -> Vec<Terminal> {
    let list: &[u32] = if light { &LIGHT } else { &DARK };
    let mut terminals = palettes(light);
    terminals.extend(list.iter().map(|&ground| Terminal { ink: 0x80_80_80, ground, palette: XTERM }));
    terminals
}

/// Every coloured theme, the terminals it is meant for, and the minimum contrast of its text.
fn themes() -> Vec<(&'static str, Theme, Vec<Terminal>, f64)> {
    let any = |of: fn(bool) -> Vec<Terminal>| of(false).into_iter().chain(of(true)).collect();
    vec![
        ("dark", Theme::dark(Depth::True), grounds(false), 4.5),
        ("light", Theme::light(Depth::True), grounds(true), 4.5),
        ("dark, painted", Theme::of(Look::Dark, Depth::True, Background::Light), any(grounds), 4.5),
        ("light, painted", Theme::of(Look::Light, Depth::True, Background::Dark), any(grounds), 4.5),
        ("dark of 16, painted", Theme::of(Look::Dark, Depth::Sixteen, Background::Light), any(palettes), 4.5),
        ("light of 16, painted", Theme::of(Look::Light, Depth::Sixteen, Background::Dark), any(palettes), 4.5),
        ("default", Theme::of(Look::Auto, Depth::True, Background::Unknown), any(grounds), 4.5),
        ("default of 16", Theme::of(Look::Auto, Depth::Sixteen, Background::Unknown), any(palettes), 4.5),
        ("16 anywhere", Theme::of(Look::Sixteen, Depth::True, Background::Unknown), any(palettes), 4.5),
        ("16 on dark", Theme::sixteen(Background::Dark), palettes(false), 4.5),
        ("16 on light", Theme::sixteen(Background::Light), palettes(true), 4.5),
        ("high contrast", Theme::high_contrast(Depth::True), any(grounds), 7.0),
        ("high contrast light", Theme::high_contrast_light(Depth::True), any(grounds), 7.0),
        ("high contrast of 16", Theme::high_contrast(Depth::Sixteen), any(palettes), 4.5),
        ("high contrast light of 16", Theme::high_contrast_light(Depth::Sixteen), any(palettes), 4.5),
    ]
}

/// The styles that are used for text.
fn texts(theme: &Theme) -> Vec<(&'static str, Style)> {
    vec![
        ("plain", theme.role(Role::Plain)),
        ("title", theme.role(Role::Title)),
        ("heading", theme.role(Role::Heading)),
        ("label", theme.role(Role::Label)),
        ("dim", theme.role(Role::Dim)),
        ("amount", theme.role(Role::Amount)),
        ("quote", theme.role(Role::Quote)),
        ("good", theme.role(Role::Good)),
        ("alert", theme.role(Role::Alert)),
        ("title of the pane with the focus", theme.title(true)),
        ("title of another pane", theme.title(false)),
        ("selection", theme.selection(true)),
        ("selection of another pane", theme.selection(false)),
        ("matched", theme.matched()),
        ("key", theme.key()),
        ("banner", theme.banner()),
        ("caption", theme.caption()),
        ("spot", theme.spot()),
        ("faint", theme.faint()),
        ("changed", theme.changed()),
        ("pressed", theme.pressed()),
        ("ground", theme.ground()),
    ]
}

/// The contrast of a style in a terminal, as WCAG 2.2 defines it. If bold may brighten the foreground, the lower of
/// the two.
fn contrast(theme: &Theme, style: Style, terminal: &Terminal) -> f64 {
    let filled = theme.ground().patch(style);
    let ground = rgb(filled.bg, terminal.ground, terminal, false);
    let of = |bright| ratio(rgb(filled.fg, terminal.ink, terminal, bright), ground);
    if filled.add_modifier.contains(Modifier::BOLD) { f64::min(of(false), of(true)) } else { of(false) }
}

fn rgb(color: Option<Color>, default: u32, terminal: &Terminal, bright: bool) -> u32 {
    let index = match color.unwrap_or_default() {
        Color::Reset => return default,
        Color::Rgb(r, g, b) => return u32::from_be_bytes([0, r, g, b]),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => usize::from(index),
    };
    terminal.palette[if bright && index < 8 { index + 8 } else { index }]
}

/// The contrast ratio, from 1 to 21, in either order.
fn ratio(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: u32) -> f64 {
    let [_, r, g, b] = color.to_be_bytes().map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[test]
fn contrast_is_that_of_wcag() {
    assert!((ratio(0x00_00_00, 0xff_ff_ff) - 21.0).abs() < 0.001);
    assert!((ratio(0x77_77_77, 0xff_ff_ff) - 4.48).abs() < 0.01);
    assert!((ratio(0xff_00_00, 0xff_ff_ff) - 4.0).abs() < 0.01);
}

#[test]
fn every_text_is_legible_on_every_ground() {
    let mut faults = Vec::new();
    for (name, theme, terminals, floor) in &themes() {
        for (role, style) in texts(theme) {
            assert!(!style.add_modifier.contains(Modifier::DIM), "{name}, {role}: nobody knows how dim that is");
            for terminal in terminals {
                let reached = contrast(theme, style, terminal);
                if reached < *floor {
                    faults.push(format!("{name}, {role} on #{:06x}: {reached:.2}", terminal.ground));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn frames_are_seen_and_bars_are_seen_well() {
    for (name, theme, terminals, _) in &themes() {
        let parts =
            [(theme.border(false), 1.5), (theme.border(true), 3.0), (theme.bar(), 3.0), (theme.strip(false), 3.0)];
        for ((style, floor), terminal) in parts.into_iter().flat_map(|part| terminals.iter().map(move |t| (part, t))) {
            let reached = contrast(theme, style, terminal);
            assert!(reached >= floor, "{name}, {style:?} on #{:06x}: {reached:.2}", terminal.ground);
        }
    }
}

#[test]
fn nothing_is_told_by_colour_alone() {
    let mono = ("none", Theme::mono(), Vec::new(), 0.0);
    for (name, theme, _, _) in themes().into_iter().chain([mono]) {
        let plain = theme.role(Role::Plain);
        // The style, the style it is next to, and the glyph that distinguishes it if no modifier does.
        let pairs = [
            ("selection", theme.selection(true), plain, None),
            ("selection of another pane", theme.selection(false), plain, None),
            ("selections", theme.selection(true), theme.selection(false), None),
            ("spot", theme.spot(), plain, None),
            ("spot among the faint", theme.spot(), theme.faint(), None),
            ("matched", theme.matched(), plain, None),
            ("matched in a quote", theme.matched(), theme.role(Role::Quote), None),
            ("alert", theme.role(Role::Alert), theme.role(Role::Good), None),
            ("alert", theme.role(Role::Alert), plain, None),
            ("good", theme.role(Role::Good), plain, Some("✓")),
            ("banner", theme.banner(), plain, None),
            ("changed", theme.changed(), plain, None),
            ("pressed", theme.pressed(), plain, None),
            ("quote", theme.role(Role::Quote), theme.role(Role::Amount), None),
            ("heading", theme.role(Role::Heading), plain, None),
            ("key", theme.key(), theme.role(Role::Dim), None),
            ("pane with the focus", theme.title(true), theme.title(false), None),
            ("milestone", theme.role(Role::Title), plain, Some("◆")),
            ("time in sight", theme.strip(true), theme.strip(false), None),
        ];
        for (what, style, other, glyph) in pairs {
            assert!(style.add_modifier != other.add_modifier || glyph.is_some(), "{name}: {what}");
        }
    }
}

#[test]
fn no_colour_is_no_colour() {
    let theme = Theme::mono();
    let others = [true, false].map(|on| [theme.border(on), theme.strip(on), theme.bar()]).concat();
    for style in texts(&theme).into_iter().map(|(_, style)| style).chain(others) {
        assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
    }
}

#[test]
fn every_word_makes_its_theme() {
    let theme = |word, background| Theme::of(Look::from_keyword(word).unwrap(), Depth::True, background);
    let dark = Background::Dark;
    assert_eq!(theme("auto", dark), Theme::dark(Depth::True));
    assert_eq!(theme("high-contrast-light", dark).ground().bg, Some(Color::Rgb(255, 255, 255)));
    assert_eq!(theme("16", Background::Light), Theme::light(Depth::Sixteen));
    assert_eq!(theme("none", dark), Theme::mono());
    assert_eq!(theme("auto", Background::Light), Theme::light(Depth::True));
    assert_eq!(theme("auto", Background::Unknown), Theme::dark_painted(Depth::True));
    let looks: Vec<_> = Look::ALL.iter().filter(|look| **look != Look::Auto).collect();
    for depth in [Depth::Sixteen, Depth::True] {
        for background in [Background::Dark, Background::Light, Background::Unknown] {
            for (at, look) in looks.iter().enumerate() {
                let theme = Theme::of(**look, depth, background);
                let paints = ![Look::Sixteen, Look::None].contains(look);
                assert_eq!(theme.ground().bg.is_some(), paints, "{look}: who asks for it may have any terminal");
                for other in &looks[at + 1..] {
                    assert_ne!(theme, Theme::of(**other, depth, background), "{look} {other}");
                }
            }
        }
    }
}
