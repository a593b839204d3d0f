//! Completion of filters.

use super::filter::{FilterKey, has_name_prefix};
use crate::model::{FactBase, Keyword, Kind, QuoteStatus, Stance, Status};

fn keywords<T: Keyword>() -> Vec<String> {
    T::VALUES.iter().map(|word| word.as_keyword().to_owned()).collect()
}

/// Completions of the word being typed: keys of filters, or values of a key.
pub fn complete(base: &FactBase, word: &str) -> Vec<String> {
    let (sign, word) = word.strip_prefix('-').map_or(("", word), |word| ("-", word));
    let Some((key, value)) = word.split_once(':') else {
        let keys =
            FilterKey::ALL.iter().map(|key| key.keyword()).filter(|key| !word.is_empty() && key.starts_with(word));
        return keys.map(|key| format!("{sign}{key}:")).collect();
    };
    let Some(key) = FilterKey::from_keyword(key) else { return Vec::new() };
    let mut values = match key {
        FilterKey::Kind => keywords::<Kind>(),
        FilterKey::Status => keywords::<Status>(),
        FilterKey::Stance => keywords::<Stance>(),
        FilterKey::Trust => keywords::<QuoteStatus>(),
        FilterKey::Disputed => vec!["yes".to_owned(), "no".to_owned()],
        FilterKey::Source => base.sources.iter().map(|(_, id, _)| id.to_string()).collect(),
        FilterKey::Entity => base.entities.iter().map(|(_, id, _)| id.to_string()).collect(),
        FilterKey::Lang => {
            base.sources.iter().filter_map(|(_, _, source)| Some(source.lang.as_ref()?.as_str().to_owned())).collect()
        }
        FilterKey::Tag => base.items().flat_map(|item| base.tags(item)).cloned().collect(),
        FilterKey::Amount => ["22.5B", ">10B", "10B..20B", "50%"].map(str::to_owned).to_vec(),
        FilterKey::When => ["2025", ">2024", "2024-12", "2024..2025"].map(str::to_owned).to_vec(),
    };
    values.sort_unstable();
    values.dedup();
    let fits = |candidate: &String| value.is_empty() || has_name_prefix(candidate, value);
    values.retain(|candidate| fits(candidate) && candidate != value);
    let quoted = |value: String| if value.contains(' ') { format!("\"{value}\"") } else { value };
    values.into_iter().map(|value| format!("{sign}{key}:{}", quoted(value))).collect()
}
