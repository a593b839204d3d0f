//! What the locale says about the terminal (POSIX, "Internationalization Variables").

/// Whether the terminal can show only ASCII. The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty
/// decides: any charset other than UTF-8 means ASCII. If none is set, UTF-8 is assumed, as most terminals support it,
/// except in GNU screen (`STY`), which then treats its windows as Latin-1.
pub fn needs_ascii(env_var: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| env_var(name).filter(|value| !value.is_empty());
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
    fn needs_ascii_follows_locale() {
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
