//! Runs searches on a background thread.

use super::{Message, start_thread};
use crate::model::Lang;
use crate::search::{Index, Memory, Options, Query as Words};
use crate::tui::action::{Action, Open};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

/// A query with its request id.
#[derive(Clone)]
pub(super) struct Query {
    pub(super) number: u64,
    pub(super) text: String,
    pub(super) lang: Lang,
    /// Whether to return all matches, for a filter, or only the best hits.
    pub(super) all: bool,
}

/// A handle to the search thread.
pub(super) struct Worker {
    sender: Sender<Query>,
    newest: Arc<AtomicU64>,
}

/// Maximum number of hits in the search overlay.
pub(super) const MOST: usize = 200;

/// Runs a filter. Returns the matching items and the first error in the query, or `None` if `go_on` says that the
/// result is no longer wanted.
pub(super) fn filtered(
    index: &Index,
    open: &Open,
    words: &Words,
    number: u64,
    go_on: &dyn Fn() -> bool,
) -> Option<Action> {
    let items = index.matching(&open.base, words, go_on)?;
    let fault = index.faults(&open.base, words).into_iter().next().map(|fault| fault.message);
    Some(Action::Filtered(number, Arc::new(items), fault))
}

impl Worker {
    /// Starts a thread that builds the index and answers queries. If several are waiting, only the last is answered;
    /// a newer query cancels the running one.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub(super) fn start(open: Arc<Open>, answers: Sender<Message>, fail: bool) -> io::Result<Self> {
        let (sender, receiver) = channel::<Query>();
        let newest = Arc::new(AtomicU64::new(0));
        let latest = Arc::clone(&newest);
        start_thread(move || {
            let index = Index::new(&open.base);
            let mut memory = Memory::default();
            while let Ok(query) = receiver.recv() {
                let query = receiver.try_iter().last().unwrap_or(query);
                assert!(!fail || query.text.is_empty(), "a fault that was asked for");
                let is_newest = || latest.load(Ordering::Relaxed) == query.number;
                let tell = |action| answers.send(Message::Action(action)).is_ok();
                let words = Words::new(&query.text);
                let found = |found| Action::Found(query.number, Arc::new(found));
                let answer = if query.all {
                    filtered(&index, &open, &words, query.number, &is_newest)
                } else {
                    let options = Options { kind: None, limit: MOST };
                    let mut go_on = |first: Option<_>| is_newest() && first.is_none_or(|first| tell(found(first)));
                    index.search_on(&open.base, &words, &query.lang, options, &mut memory, &mut go_on).map(found)
                };
                // No answer means that a newer query has been submitted.
                if answer.is_some_and(|answer| !tell(answer)) {
                    break;
                }
            }
        })?;
        Ok(Self { sender, newest })
    }

    /// Submits a query. Earlier ones need not be answered.
    pub(super) fn ask(&self, query: Query) {
        self.newest.store(query.number, Ordering::Relaxed);
        let _ = self.sender.send(query);
    }
}
