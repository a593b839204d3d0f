//! Rules for names: shared by two entities, nearly the same, or missing in a language.

use crate::diagnostics::{Pointer, Problem, key_path, rules};

use crate::lint::LintContext;
use crate::model::{Entity, FactBase, FileIx, Id, Ix, Lang, Text, fold};
use crate::text::excerpt;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Minimum number of letters in a name that is compared with others: short names are similar by chance.
const MIN_COMPARED_LETTERS: usize = 5;

/// Maximum number of letters in a name for which one-letter differences are searched.
const MAX_COMPARED_LETTERS: usize = 64;

/// FB601: two entities have the same name or alias after folding.
pub(super) fn alias_collision(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let mut owners: HashMap<String, (Ix<Entity>, AliasSlot)> = HashMap::new();
    for (ix, words, slot) in all_names(base) {
        match owners.entry(fold(words)) {
            Entry::Occupied(entry) => {
                let &(other, first) = entry.get();
                if other != ix {
                    let [id, other_id] = [ix, other].map(|ix| base.entities.id(ix));
                    let message = format!("“{}” names `{id}` and `{other_id}`", excerpt(words));
                    problems.push(
                        Problem::new(&rules::ALIAS_COLLISION, name_pointer(base, ix, slot), message)
                            .with_related(format!("it names `{other_id}` here"), name_pointer(base, other, first))
                            .with_help("keep the alias where it is unmistakable, or merge the two entities"),
                    );
                }
            }
            Entry::Vacant(entry) => _ = entry.insert((ix, slot)),
        }
    }
}

/// FB602: names that differ in one letter, in a swap of two adjacent letters, or only in blanks and punctuation.
pub(super) fn near_duplicate(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let base = cx.base;
    let declared =
        base.entities.iter().flat_map(|(ix, _, row)| row.different_from.iter().map(move |&other| (ix, other)));
    let declared: HashSet<_> = declared.collect();
    let other = |a: Ix<Entity>, b: Ix<Entity>| a != b && !declared.contains(&(a, b)) && !declared.contains(&(b, a));
    let all: Vec<_> = all_names(base).collect();
    let mut pairs = BTreeSet::new();
    let keys =
        all.iter().enumerate().flat_map(|(nth, (_, words, _))| deletion_keys(&fold(words)).map(move |key| (key, nth)));
    let mut keys: Vec<_> = keys.collect();
    keys.sort_unstable();
    for same_key in keys.chunk_by(|a, b| a.0 == b.0) {
        // The names of an entity are adjacent: the first represents them all.
        let mut firsts: Vec<usize> = Vec::new();
        let mut first = None;
        for &(_, nth) in same_key {
            let ix = all[nth].0;
            if firsts.last().is_none_or(|&last| all[last].0 != ix) {
                first = firsts.iter().copied().find(|&first| other(ix, all[first].0));
                firsts.push(nth);
            }
            pairs.extend(first.filter(|&first| fold(all[first].1) != fold(all[nth].1)).map(|first| (nth, first)));
        }
    }
    let mut reported = BTreeSet::new();
    for (nth, first) in pairs {
        let ((ix, words, slot), (other, other_words, first)) = (all[nth], all[first]);
        if reported.insert((ix, other)) {
            let [id, other_id] = [ix, other].map(|ix| base.entities.id(ix));
            let message =
                format!("“{}” of `{id}` is nearly “{}” of `{other_id}`", excerpt(words), excerpt(other_words));
            problems.push(
                Problem::new(&rules::NEAR_DUPLICATE, name_pointer(base, ix, slot), message)
                    .with_related(format!("`{other_id}`"), name_pointer(base, other, first))
                    .with_help(format!("merge the two, or write `different_from: {other_id}` if they are two")),
            );
        }
    }
}

/// Hashes that similar names share: of all letters, and of the letters with each one left out. Numbers are part of
/// every hash, because "Llama 3" and "Llama 4" differ, and so do "Fund I" and "Fund II", "Series A" and "Series B".
fn deletion_keys(folded: &str) -> impl Iterator<Item = u64> + use<> {
    let is_number = |word: &&str| word.len() == 1 || word.chars().all(|c| "ivx".contains(c));
    let (numbers, words): (Vec<&str>, Vec<&str>) =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).partition(is_number);
    let letters: Vec<char> = words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).collect();
    let digits = words.iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit);
    let figures: String = digits.chain(numbers.iter().flat_map(|word| word.chars())).collect();
    let omissions = match letters.len() {
        0..MIN_COMPARED_LETTERS => 0..0,
        MIN_COMPARED_LETTERS..=MAX_COMPARED_LETTERS => 0..letters.len() + 1,
        whole => whole..whole + 1,
    };
    let key = move |omitted: usize| {
        let mut hasher = DefaultHasher::new();
        letters.iter().enumerate().filter(|&(at, _)| at != omitted).for_each(|(_, c)| c.hash(&mut hasher));
        figures.hash(&mut hasher);
        hasher.finish()
    };
    omissions.map(key)
}

/// FB605: a text lacks a language that more than three quarters of the texts have.
pub(super) fn missing_label(cx: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let texts = collect_prose(cx.base);
    let mut texts_by_lang: BTreeMap<&Lang, usize> = BTreeMap::new();
    for (_, text) in &texts {
        for (lang, _) in text.iter() {
            *texts_by_lang.entry(lang).or_default() += 1;
        }
    }
    let common: Vec<_> =
        texts_by_lang.into_iter().filter(|&(_, n)| 4 * n > 3 * texts.len()).map(|(lang, _)| lang).collect();
    for (at, text) in &texts {
        let has: BTreeSet<_> = text.iter().map(|(lang, _)| lang).collect();
        let missing = common.iter().find(|lang| !has.contains(*lang));
        if let Some(lang) = missing {
            let lang = excerpt(lang.as_str());
            problems.push(
                Problem::new(&rules::MISSING_LABEL, at.clone(), format!("the text lacks `{lang}`, which others have"))
                    .with_help(format!("write it as a map of languages, and add `{lang}: …`")),
            );
        }
    }
}

/// All texts that are prose, not names, with their locations.
fn collect_prose(base: &FactBase) -> Vec<(Pointer, &Text)> {
    fn texts_of_item<'a, const N: usize>(
        file: FileIx,
        section: &str,
        id: &Id,
        texts: [(&str, Option<&'a Text>); N],
    ) -> impl Iterator<Item = (Pointer, &'a Text)> {
        let at = |key: &str| Pointer::value(file, key_path![section, id, key]);
        let found: Vec<_> = texts.into_iter().filter_map(|(key, text)| Some((at(key), text?))).collect();
        found.into_iter()
    }
    let mut all = Vec::new();
    for (_, id, row) in base.sources.iter() {
        let texts = [("dated", row.dated.as_ref()), ("damage", row.damage.as_ref()), ("note", row.note.as_ref())];
        all.extend(texts_of_item(row.file, "sources", id, texts));
    }
    for (_, id, row) in base.entities.iter() {
        all.extend(texts_of_item(row.file, "entities", id, [("summary", row.summary.as_ref())]));
    }
    for (_, id, row) in base.events.iter() {
        let texts = [
            ("name", Some(&row.name)),
            ("summary", row.summary.as_ref()),
            ("dated", row.dated.as_ref()),
            ("note", row.note.as_ref()),
        ];
        all.extend(texts_of_item(row.file, "events", id, texts));
    }
    for (_, id, row) in base.questions.iter() {
        let texts = [("ask", Some(&row.text)), ("disputed", row.disputed.as_ref()), ("note", row.note.as_ref())];
        all.extend(texts_of_item(row.file, "questions", id, texts));
    }
    for (_, id, row) in base.claims.iter() {
        let texts = [("says", row.statement.as_ref()), ("dated", row.dated.as_ref()), ("note", row.note.as_ref())];
        all.extend(texts_of_item(row.file, "claims", id, texts));
    }
    for (_, id, row) in base.balances.iter() {
        all.extend(texts_of_item(row.file, "balances", id, [("ask", Some(&row.question))]));
        let caveat = |nth| Pointer::value(row.file, key_path!["balances", id, "caveats", nth]);
        all.extend(row.caveats.iter().enumerate().map(|(nth, text)| (caveat(nth), text)));
    }
    for (_, id, row) in base.stories.iter() {
        all.extend(texts_of_item(
            row.file,
            "stories",
            id,
            [("name", Some(&row.name)), ("summary", row.summary.as_ref())],
        ));
        for (nth, step) in row.steps.iter().enumerate() {
            let at = |key: &str| Pointer::value(row.file, key_path!["stories", id, "steps", nth, key]);
            let texts =
                [("title", Some(&step.title)), ("caption", step.caption.as_ref()), ("note", step.note.as_ref())];
            all.extend(texts.into_iter().filter_map(|(key, text)| Some((at(key), text?))));
        }
    }
    all
}

/// Identifies a name of an entity: the index of an alias, or `None` for its name.
type AliasSlot = Option<usize>;

/// The name and the aliases of each entity, in every language.
fn all_names(base: &FactBase) -> impl Iterator<Item = (Ix<Entity>, &str, AliasSlot)> {
    base.entities.iter().flat_map(|(ix, _, entity)| {
        let aliases = entity.aliases.iter().enumerate().map(|(slot, alias)| (alias, Some(slot)));
        let texts = std::iter::once((&entity.name, None)).chain(aliases);
        texts.flat_map(move |(text, slot)| text.iter().map(move |(_, words)| (ix, words, slot)))
    })
}

/// The location of a name in the file of the base.
fn name_pointer(base: &FactBase, ix: Ix<Entity>, slot: AliasSlot) -> Pointer {
    let (id, file) = (base.entities.id(ix).as_str(), base.entities[ix].file);
    match slot {
        None => Pointer::value(file, key_path!["entities", id, "name"]),
        Some(slot) => Pointer::value(file, key_path!["entities", id, "aliases", slot]),
    }
}
