//! Folding: the form in which texts are compared, where case, accents and typography do not count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text that remembers where each of its bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of the folded text, the byte where its character starts in the original.
    pub origins: Vec<usize>,
}

/// Folds a text: lower case, no diacritics (é → e), ligatures and special letters written out (œ → oe, ß → ss),
/// full-width and other compatibility forms made plain (Unicode NFKD), one form of apostrophe, dash and blank, and
/// a decimal point for a comma between digits.
pub fn fold(text: &str) -> String {
    if text.is_ascii() && !text.contains(',') {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    each_folded(text, |c, _| folded.push(c));
    folded
}

/// Folds a text and keeps the origin of every byte, to highlight in the original what matched in the folded form.
pub fn fold_with_origins(text: &str) -> Folded {
    let mut folded = Folded::default();
    each_folded(text, |c, origin| {
        folded.text.push(c);
        folded.origins.extend(std::iter::repeat_n(origin, c.len_utf8()));
    });
    folded
}

fn each_folded(text: &str, mut emit: impl FnMut(char, usize)) {
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
    fn case_accents_and_typography_do_not_count() {
        assert_eq!(fold("À l’Été"), "a l'ete");
        assert_eq!(fold("Œuvre Straße ﬁn ＡＩ"), "oeuvre strasse fin ai");
        assert_eq!(fold("22,5 milliards, oui"), "22.5 milliards, oui");
        assert_eq!(fold("ソフトバンク"), fold("ソフトバンク"));
    }

    #[test]
    fn origins_lead_back_to_the_original() {
        let folded = fold_with_origins("cœur d’été");
        assert_eq!(folded.text, "coeur d'ete");
        assert_eq!(folded.origins[2], 1, "the e of œ");
        assert_eq!(folded.origins[3], 3, "the u behind œ");
        assert_eq!(folded.origins.len(), folded.text.len());
    }
}
