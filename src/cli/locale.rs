//! What the locale says of the terminal (POSIX, "Internationalization Variables").

/// Whether only ASCII can be shown: the locale is not one of UTF-8; or nothing is said, within GNU screen, which takes
/// its windows for Latin-1 then. Elsewhere, where nothing is said, UTF-8 is taken for granted: most terminals show it.
pub fn needs_ascii(set: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| set(name).filter(|value| !value.is_empty());
    let Some(locale) = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set) else {
        return set(&"STY").is_some();
    };
    let locale = locale.to_ascii_lowercase();
    !(locale.contains("utf-8") || locale.contains("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_says_what_can_be_shown() {
        let with = |all: &'static [(&str, &str)]| {
            needs_ascii(|name: &str| all.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
        };
        for utf8 in ["fr_FR.UTF-8", "C.utf8", "xx_XX.UTF-8@euro"] {
            assert!(!needs_ascii(|name| (name == "LC_ALL").then(|| utf8.to_owned())), "{utf8}");
        }
        assert!(with(&[("LANG", "C")]) && with(&[("LC_CTYPE", "fr_FR.ISO-8859-1"), ("LANG", "C.UTF-8")]));
        assert!(!with(&[]) && !with(&[("LC_ALL", ""), ("LANG", "C.UTF-8")]));
        assert!(with(&[("STY", "1.pts-0.host")]) && !with(&[("STY", "1.pts-0.host"), ("LANG", "C.UTF-8")]));
    }
}
