//! Folding: normalisation for comparison, which ignores case, accents and typography.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text with the original offset of each of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the byte offset of its character in the original.
    pub offsets: Vec<usize>,
}

/// Folds a text: lower case, no diacritics (é → e), ligatures and special letters expanded (œ → oe, ß → ss),
/// compatibility forms such as full-width letters decomposed (Unicode NFKD), one form each of apostrophe, quotation
/// mark, dash and blank, and a decimal point for a comma between digits.
pub fn fold(text: &str) -> String {
    if text.is_ascii() && !text.contains(',') {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for_each_folded(text, |c, _| folded.push(c));
    folded
}

/// Folds a text and records the original offset of every byte, so that a match in the folded text can be highlighted
/// in the original.
pub fn fold_with_offsets(text: &str) -> Folded {
    let mut folded = Folded::default();
    for_each_folded(text, |c, origin| {
        folded.text.push(c);
        folded.offsets.extend(std::iter::repeat_n(origin, c.len_utf8()));
    });
    folded
}

fn for_each_folded(text: &str, mut emit: impl FnMut(char, usize)) {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        match c {
            ',' if before.is_ascii_digit() && after.is_ascii_digit() => emit('.', at),
            _ if c.is_ascii() => emit(c.to_ascii_lowercase(), at),
            '’' | '‘' | 'ʼ' | '′' | '‛' => emit('\'', at),
            '“' | '”' | '„' | '«' | '»' | '″' => emit('"', at),
            '–' | '—' | '‑' | '‐' | '−' | '―' => emit('-', at),
            'œ' | 'Œ' => "oe".chars().for_each(|c| emit(c, at)),
            'æ' | 'Æ' => "ae".chars().for_each(|c| emit(c, at)),
            'ß' | 'ẞ' => "ss".chars().for_each(|c| emit(c, at)),
            'ø' | 'Ø' => emit('o', at),
            'ł' | 'Ł' => emit('l', at),
            'đ' | 'Đ' => emit('d', at),
            'ı' => emit('i', at),
            _ if c.is_whitespace() => emit(' ', at),
            _ => {
                let plain = std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c));
                plain.flat_map(char::to_lowercase).for_each(|c| emit(c, at));
            }
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_case_accents_and_typography() {
        assert_eq!(fold("À l’Été"), "a l'ete");
        assert_eq!(fold("Œuvre Straße ﬁn ＡＩ"), "oeuvre strasse fin ai");
        assert_eq!(fold("22,5 milliards, oui"), "22.5 milliards, oui");
        assert_eq!(fold("ソフトバンク"), fold("ソフトバンク"));
    }

    #[test]
    fn offsets_point_into_the_original() {
        let folded = fold_with_offsets("cœur d’été");
        assert_eq!(folded.text, "coeur d'ete");
        assert_eq!(folded.offsets[2], 1, "the e of œ");
        assert_eq!(folded.offsets[3], 3, "the u behind œ");
        assert_eq!(folded.offsets.len(), folded.text.len());
    }

    #[test]
    fn special_letters_fold_in_both_cases() {
        for (written, folded) in [
            ("Œuvre œuf", "oeuvre oeuf"),
            ("Æsir ærlig", "aesir aerlig"),
            ("ẞ ß", "ss ss"),
            ("Øre øl", "ore ol"),
            ("Łódź łan", "lodz lan"),
            ("Đà đi", "da di"),
            ("Iı", "ii"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold_with_offsets(written).text, folded, "{written}");
        }
    }

    #[test]
    fn special_letters_fold_to_basic_ones() {
        let cases = [
            ("Søren Ørsted", "soren orsted"),
            ("Łódź, wała", "lodz, wala"),
            ("Đà Nẵng, đồng", "da nang, dong"),
            ("Ærø ægis", "aero aegis"),
            ("Cœur, ŒUVRE", "coeur, oeuvre"),
            ("Straße, STRAẞE", "strasse, strasse"),
            ("ışık", "isik"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold_with_offsets(text).text, folded, "{text}");
        }
        assert_eq!(fold_with_offsets("øx").offsets, [0, 2]);
    }
}
