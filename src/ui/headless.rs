//! The explorer without a driver, for screenshots and tests: searches are answered at once.

use super::action::Action;
use super::app::App;
use super::effect::Effect;
use super::snapshot::BaseSnapshot;
use super::update::update;
use crate::search::{Query, SearchOptions};
use std::sync::Arc;

/// Maximum number of hits in the search overlay.
pub const MAX_LISTED_HITS: usize = 200;

/// Answers a search or a filter. Returns other effects.
///
/// # Errors
/// The effect, if it is not a search.
pub fn answer_search(app: &App, effect: Effect) -> Result<Action, Effect> {
    let snapshot = app.snapshot();
    match effect {
        Effect::Search(id, text) => {
            let options = SearchOptions { kind: None, limit: MAX_LISTED_HITS };
            let results = snapshot.index().search(&snapshot.base, &Query::parse(&text), &app.options().lang, options);
            Ok(Action::Found(id, Arc::new(results)))
        }
        Effect::Filter(id, text) => {
            run_filter(snapshot, &Query::parse(&text), id, &|| true).ok_or(Effect::Filter(id, text))
        }
        effect => Err(effect),
    }
}

/// Answers searches until none is left. Returns the other effect that was asked for last.
pub fn settle(app: &mut App, mut effect: Option<Effect>) -> Option<Effect> {
    loop {
        match answer_search(app, effect?) {
            Ok(answer) => effect = update(app, answer),
            Err(other) => return Some(other),
        }
    }
}

/// Runs a filter. Returns the matching items and the first error in the query, or `None` if `should_continue` says
/// that the result is no longer wanted.
pub fn run_filter(
    snapshot: &BaseSnapshot,
    query: &Query,
    request_id: u64,
    should_continue: &dyn Fn() -> bool,
) -> Option<Action> {
    let items = snapshot.index().matching_items(&snapshot.base, query, should_continue)?;
    let error = snapshot.index().query_errors(&snapshot.base, query).into_iter().next().map(|error| error.message);
    Some(Action::Filtered(request_id, Arc::new(items), error))
}
