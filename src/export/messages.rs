//! The fixed texts of citations and handouts, in English and French.

use crate::model::{Lang, QuoteStatus, Stance, Status, Verification};

/// The program's own texts in exports, in one language.
pub(super) struct Messages {
    /// Language tag of these texts.
    pub lang: &'static str,
    /// The source has no date.
    pub undated: &'static str,
    /// The date was inferred, not stated.
    pub inferred: &'static str,
    /// Before the date on which a source was read.
    pub accessed: &'static str,
    /// Before the date whose state of knowledge a step shows.
    pub as_of: &'static str,
    /// Before the reason why answers conflict.
    pub disputed: &'static str,
    /// Only one answer can be true.
    pub single: &'static str,
    /// The answer changes over time.
    pub series: &'static str,
    /// The answers add up.
    pub parts: &'static str,
    /// Heading of all answers to a question.
    pub answers: &'static str,
    /// Before a question whose other answers are listed.
    pub other_answers: &'static str,
    /// Heading of the other items that a step highlights.
    pub also: &'static str,
    /// Number of omitted items; `{}` is the number.
    pub omitted_items: &'static str,
    /// The group is the same as in an earlier step; `{}` is its number.
    pub same_as_step: &'static str,
    /// Number of steps that are omitted or cut short; `{}` is the number.
    pub omitted_steps: &'static str,
    /// Heading of the amount a sum needs.
    pub need: &'static str,
    /// Heading of what covers it.
    pub cover: &'static str,
    /// Heading of the list of sources.
    pub sources: &'static str,
    /// Before a line number in a source text.
    pub line: &'static str,
    /// Separator between a label and its text.
    pub colon: &'static str,
    /// Explains the symbols, and that no side is taken.
    pub legend: &'static str,
}

const ENGLISH: Messages = Messages {
    lang: "en",
    undated: "n.d.",
    inferred: "date inferred",
    accessed: "accessed",
    as_of: "Known as of",
    disputed: "Disputed",
    single: "One answer is true; none is chosen here.",
    series: "Each answer is true at its time.",
    parts: "The answers are parts, which add up.",
    answers: "Answers",
    other_answers: "Other answers to",
    also: "Also",
    omitted_items: "… and {} more",
    same_as_step: "the same as at step {}",
    omitted_steps: "Steps that are left out here or not shown whole: {}.",
    need: "Needed",
    cover: "Covered by",
    sources: "Sources",
    line: "line",
    colon: ": ",
    legend: "✓ the quoted words are known to stand in the source; ? that is not known. Where sources disagree, all are shown and \
             none is preferred.",
};

const FRENCH: Messages = Messages {
    lang: "fr",
    undated: "s.d.",
    inferred: "date déduite",
    accessed: "consulté\u{a0}:",
    as_of: "État des connaissances\u{a0}:",
    disputed: "Contesté",
    single: "Une seule réponse est vraie ; aucune n’est choisie ici.",
    series: "Chaque réponse est vraie en son temps.",
    parts: "Les réponses sont des parts, qui s’additionnent.",
    answers: "Réponses",
    other_answers: "Autres réponses à",
    also: "Aussi",
    omitted_items: "… et {} de plus",
    same_as_step: "les mêmes qu’à l’étape {}",
    omitted_steps: "Étapes omises ici ou montrées en partie\u{a0}: {}.",
    need: "À trouver",
    cover: "Couvert par",
    sources: "Sources",
    line: "ligne",
    colon: "\u{a0}: ",
    legend: "✓ on sait que les mots cités sont dans la source ; ? on ne le sait pas. Là où les sources divergent, toutes \
             sont montrées et aucune n’est préférée.",
};

impl Messages {
    /// Returns the texts for a language: French, otherwise English.
    pub(super) fn for_lang(lang: &Lang) -> &'static Self {
        if lang.is_french() { &FRENCH } else { &ENGLISH }
    }

    fn is_french(&self) -> bool {
        self.lang == FRENCH.lang
    }

    /// The stance of a source.
    pub(super) fn stance(&self, stance: Stance) -> &'static str {
        if !self.is_french() {
            return stance.keyword();
        }
        match stance {
            Stance::States => "affirme",
            Stance::Reports => "rapporte",
            Stance::Estimates => "estime",
            Stance::Forecasts => "prévoit",
            Stance::Speculates => "suppose",
            Stance::Doubts => "doute",
            Stance::Denies => "dément",
        }
    }

    /// The status of a claim or an event.
    pub(super) fn status(&self, status: Status) -> &'static str {
        if !self.is_french() {
            return status.keyword();
        }
        match status {
            Status::Planned => "prévu",
            Status::Pledged => "promis",
            Status::Announced => "annoncé",
            Status::Completed => "accompli",
            Status::Cancelled => "annulé",
        }
    }

    /// The status of a quote: symbol, text, and line number if known. Two symbols are enough in print, because the
    /// text follows.
    pub(super) fn verification(&self, receipt: Verification) -> String {
        let mark = if receipt.status.is_confirmed() { '✓' } else { '?' };
        let word = match receipt.status {
            trust if self.is_french() => french_quote_status(trust),
            QuoteStatus::LockUnproven => "claimed by the base's own lock",
            trust => trust.keyword(),
        };
        match receipt.span {
            Some(span) => format!("{mark}\u{a0}{word}, {}\u{a0}{}", self.line, span.start.line),
            None => format!("{mark}\u{a0}{word}"),
        }
    }
}

fn french_quote_status(trust: QuoteStatus) -> &'static str {
    match trust {
        QuoteStatus::Verified => "vérifié",
        QuoteStatus::Locked => "verrouillé",
        QuoteStatus::LockUnproven => "selon le verrou de la base",
        QuoteStatus::Changed => "périmé",
        QuoteStatus::Missing => "introuvable",
        QuoteStatus::Ambiguous => "ambigu",
        QuoteStatus::NotVerifiable => "texte indisponible",
    }
}

/// Puts a quote in the quotation marks of its language, or in English ones if the language is unknown.
pub(super) fn add_quote_marks(quote: &str, lang: Option<&Lang>) -> String {
    let primary = lang.and_then(|lang| lang.as_str().split('-').next()).unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "fr" => format!("«\u{a0}{quote}\u{a0}»"),
        "es" | "it" | "pt" | "ru" | "uk" | "el" | "no" | "nb" => format!("«{quote}»"),
        "de" | "cs" | "sk" => format!("„{quote}“"),
        "pl" | "ro" | "hu" => format!("„{quote}”"),
        "ja" => format!("「{quote}」"),
        _ => format!("“{quote}”"),
    }
}
