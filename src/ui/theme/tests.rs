use super::*;

/// The default colours of a terminal, used if a theme sets none, and its sixteen colours.
struct TestTerminal {
    foreground: u32,
    background: u32,
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
fn sixteen_color_terminals(light: bool) -> Vec<TestTerminal> {
    let of = |palette: [u32; 16]| {
        let (ink, ground) = if light { (palette[0], palette[15]) } else { (palette[7], palette[0]) };
        TestTerminal { foreground: ink, background: ground, palette }
    };
    [XTERM, VGA, WINDOWS].map(of).into()
}

/// Terminals with 24-bit colour, on common backgrounds.
fn true_color_terminals(light: bool) -> Vec<TestTerminal> {
    let list: &[u32] = if light { &LIGHT } else { &DARK };
    let mut terminals = sixteen_color_terminals(light);
    terminals.extend(list.iter().map(|&ground| TestTerminal {
        foreground: 0x80_80_80,
        background: ground,
        palette: XTERM,
    }));
    terminals
}

/// Every coloured theme, the terminals it is meant for, and the minimum contrast of its text.
fn themes() -> Vec<(&'static str, Theme, Vec<TestTerminal>, f64)> {
    let any = |of: fn(bool) -> Vec<TestTerminal>| of(false).into_iter().chain(of(true)).collect();
    vec![
        ("dark", Theme::dark(ColorDepth::TrueColor), true_color_terminals(false), 4.5),
        ("light", Theme::light(ColorDepth::TrueColor), true_color_terminals(true), 4.5),
        (
            "dark, painted",
            Theme::resolve(ThemeName::Dark, ColorDepth::TrueColor, Background::Light),
            any(true_color_terminals),
            4.5,
        ),
        (
            "light, painted",
            Theme::resolve(ThemeName::Light, ColorDepth::TrueColor, Background::Dark),
            any(true_color_terminals),
            4.5,
        ),
        (
            "dark of 16, painted",
            Theme::resolve(ThemeName::Dark, ColorDepth::Sixteen, Background::Light),
            any(sixteen_color_terminals),
            4.5,
        ),
        (
            "light of 16, painted",
            Theme::resolve(ThemeName::Light, ColorDepth::Sixteen, Background::Dark),
            any(sixteen_color_terminals),
            4.5,
        ),
        (
            "default",
            Theme::resolve(ThemeName::Auto, ColorDepth::TrueColor, Background::Unknown),
            any(true_color_terminals),
            4.5,
        ),
        (
            "default of 16",
            Theme::resolve(ThemeName::Auto, ColorDepth::Sixteen, Background::Unknown),
            any(sixteen_color_terminals),
            4.5,
        ),
        (
            "16 anywhere",
            Theme::resolve(ThemeName::Ansi16, ColorDepth::TrueColor, Background::Unknown),
            any(sixteen_color_terminals),
            4.5,
        ),
        ("16 on dark", Theme::sixteen(Background::Dark), sixteen_color_terminals(false), 4.5),
        ("16 on light", Theme::sixteen(Background::Light), sixteen_color_terminals(true), 4.5),
        ("high contrast", Theme::high_contrast(ColorDepth::TrueColor), any(true_color_terminals), 7.0),
        ("high contrast light", Theme::high_contrast_light(ColorDepth::TrueColor), any(true_color_terminals), 7.0),
        ("high contrast of 16", Theme::high_contrast(ColorDepth::Sixteen), any(sixteen_color_terminals), 4.5),
        (
            "high contrast light of 16",
            Theme::high_contrast_light(ColorDepth::Sixteen),
            any(sixteen_color_terminals),
            4.5,
        ),
    ]
}

/// The styles that are used for text.
fn text_styles(theme: &Theme) -> Vec<(&'static str, Style)> {
    vec![
        ("plain", theme.role(TextRole::Plain)),
        ("title", theme.role(TextRole::Title)),
        ("heading", theme.role(TextRole::Heading)),
        ("label", theme.role(TextRole::Label)),
        ("dim", theme.role(TextRole::Dim)),
        ("amount", theme.role(TextRole::Amount)),
        ("quote", theme.role(TextRole::Quote)),
        ("good", theme.role(TextRole::Good)),
        ("alert", theme.role(TextRole::Alert)),
        ("title of the pane with the focus", theme.title(true)),
        ("title of another pane", theme.title(false)),
        ("selection", theme.selection(true)),
        ("selection of another pane", theme.selection(false)),
        ("matched", theme.matched()),
        ("key", theme.key()),
        ("banner", theme.banner()),
        ("caption", theme.caption()),
        ("spot", theme.highlight()),
        ("faint", theme.faint()),
        ("changed", theme.changed()),
        ("pressed", theme.pressed()),
        ("ground", theme.base()),
    ]
}

/// The contrast of a style in a terminal, as WCAG 2.2 defines it. If bold may brighten the foreground, the lower of
/// the two.
fn contrast(theme: &Theme, style: Style, terminal: &TestTerminal) -> f64 {
    let filled = theme.base().patch(style);
    let ground = rgb(filled.bg, terminal.background, terminal, false);
    let of = |bright| contrast_ratio(rgb(filled.fg, terminal.foreground, terminal, bright), ground);
    if filled.add_modifier.contains(Modifier::BOLD) { f64::min(of(false), of(true)) } else { of(false) }
}

fn rgb(color: Option<Color>, default: u32, terminal: &TestTerminal, bright: bool) -> u32 {
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
fn contrast_ratio(one: u32, other: u32) -> f64 {
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
fn contrast_ratio_matches_wcag_examples() {
    assert!((contrast_ratio(0x00_00_00, 0xff_ff_ff) - 21.0).abs() < 0.001);
    assert!((contrast_ratio(0x77_77_77, 0xff_ff_ff) - 4.48).abs() < 0.01);
    assert!((contrast_ratio(0xff_00_00, 0xff_ff_ff) - 4.0).abs() < 0.01);
}

#[test]
fn text_is_legible_on_every_background() {
    let mut problems = Vec::new();
    for (name, theme, terminals, floor) in &themes() {
        for (role, style) in text_styles(theme) {
            assert!(!style.add_modifier.contains(Modifier::DIM), "{name}, {role}: nobody knows how dim that is");
            for terminal in terminals {
                let reached = contrast(theme, style, terminal);
                if reached < *floor {
                    problems.push(format!("{name}, {role} on #{:06x}: {reached:.2}", terminal.background));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn borders_and_bars_have_enough_contrast() {
    for (name, theme, terminals, _) in &themes() {
        let parts =
            [(theme.border(false), 1.5), (theme.border(true), 3.0), (theme.bar(), 3.0), (theme.density(false), 3.0)];
        for ((style, floor), terminal) in parts.into_iter().flat_map(|part| terminals.iter().map(move |t| (part, t))) {
            let reached = contrast(theme, style, terminal);
            assert!(reached >= floor, "{name}, {style:?} on #{:06x}: {reached:.2}", terminal.background);
        }
    }
}

#[test]
fn meaning_never_depends_on_color_alone() {
    let mono = ("none", Theme::mono(), Vec::new(), 0.0);
    for (name, theme, _, _) in themes().into_iter().chain([mono]) {
        let plain = theme.role(TextRole::Plain);
        // The style, the style it is next to, and the glyph that distinguishes it if no modifier does.
        let pairs = [
            ("selection", theme.selection(true), plain, None),
            ("selection of another pane", theme.selection(false), plain, None),
            ("selections", theme.selection(true), theme.selection(false), None),
            ("spot", theme.highlight(), plain, None),
            ("spot among the faint", theme.highlight(), theme.faint(), None),
            ("matched", theme.matched(), plain, None),
            ("matched in a quote", theme.matched(), theme.role(TextRole::Quote), None),
            ("alert", theme.role(TextRole::Alert), theme.role(TextRole::Good), None),
            ("alert", theme.role(TextRole::Alert), plain, None),
            ("good", theme.role(TextRole::Good), plain, Some("✓")),
            ("banner", theme.banner(), plain, None),
            ("changed", theme.changed(), plain, None),
            ("pressed", theme.pressed(), plain, None),
            ("quote", theme.role(TextRole::Quote), theme.role(TextRole::Amount), None),
            ("heading", theme.role(TextRole::Heading), plain, None),
            ("key", theme.key(), theme.role(TextRole::Dim), None),
            ("pane with the focus", theme.title(true), theme.title(false), None),
            ("milestone", theme.role(TextRole::Title), plain, Some("◆")),
            ("time in sight", theme.density(true), theme.density(false), None),
        ];
        for (what, style, other, glyph) in pairs {
            assert!(style.add_modifier != other.add_modifier || glyph.is_some(), "{name}: {what}");
        }
    }
}

#[test]
fn mono_theme_sets_no_color() {
    let theme = Theme::mono();
    let others = [true, false].map(|on| [theme.border(on), theme.density(on), theme.bar()]).concat();
    for style in text_styles(&theme).into_iter().map(|(_, style)| style).chain(others) {
        assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
    }
}

#[test]
fn theme_names_resolve_to_distinct_themes() {
    let theme =
        |word, background| Theme::resolve(ThemeName::from_keyword(word).unwrap(), ColorDepth::TrueColor, background);
    let dark = Background::Dark;
    assert_eq!(theme("auto", dark), Theme::dark(ColorDepth::TrueColor));
    assert_eq!(theme("high-contrast-light", dark).base().bg, Some(Color::Rgb(255, 255, 255)));
    assert_eq!(theme("16", Background::Light), Theme::light(ColorDepth::Sixteen));
    assert_eq!(theme("none", dark), Theme::mono());
    assert_eq!(theme("auto", Background::Light), Theme::light(ColorDepth::TrueColor));
    assert_eq!(theme("auto", Background::Unknown), Theme::dark_painted(ColorDepth::TrueColor));
    let looks: Vec<_> = ThemeName::ALL.iter().filter(|look| **look != ThemeName::Auto).collect();
    for depth in [ColorDepth::Sixteen, ColorDepth::TrueColor] {
        for background in [Background::Dark, Background::Light, Background::Unknown] {
            for (at, look) in looks.iter().enumerate() {
                let theme = Theme::resolve(**look, depth, background);
                let paints = ![ThemeName::Ansi16, ThemeName::NoColor].contains(look);
                assert_eq!(theme.base().bg.is_some(), paints, "{look}: who asks for it may have any terminal");
                for other in &looks[at + 1..] {
                    assert_ne!(theme, Theme::resolve(**other, depth, background), "{look} {other}");
                }
            }
        }
    }
}
