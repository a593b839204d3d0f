//! Runs searches on a background thread.

use super::Message;
use crate::model::Lang;
use crate::search::{IncrementalState, Query, SearchOptions};
use crate::term::start_thread;
use crate::ui::{Action, BaseSnapshot, MAX_LISTED_HITS, run_filter};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};

/// A query with its request id.
#[derive(Clone)]
pub(super) struct SearchRequest {
    pub(super) id: u64,
    pub(super) text: String,
    pub(super) lang: Lang,
    /// Whether to return all matches, for a filter, or only the best hits.
    pub(super) is_filter: bool,
}

/// A handle to the search thread.
pub(super) struct SearchWorker {
    sender: Sender<SearchRequest>,
    latest_id: Arc<AtomicU64>,
}

impl SearchWorker {
    /// Starts a thread that answers queries. If several are waiting, only the last is answered;
    /// a newer query cancels the running one.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub(super) fn start(snapshot: Arc<BaseSnapshot>, answers: Sender<Message>, fail: bool) -> io::Result<Self> {
        let (sender, receiver) = channel::<SearchRequest>();
        let newest = Arc::new(AtomicU64::new(0));
        let latest = Arc::clone(&newest);
        start_thread(move || {
            let index = snapshot.index();
            let mut memory = IncrementalState::default();
            while let Ok(query) = receiver.recv() {
                let query = receiver.try_iter().last().unwrap_or(query);
                assert!(!fail || query.text.is_empty(), "a fault that was asked for");
                let is_current = || latest.load(Ordering::Relaxed) == query.id;
                let send = |action| answers.send(Message::Action(action)).is_ok();
                let words = Query::parse(&query.text);
                let found = |found| Action::Found(query.id, Arc::new(found));
                let answer = if query.is_filter {
                    run_filter(&snapshot, &words, query.id, &is_current)
                } else {
                    let options = SearchOptions { kind: None, limit: MAX_LISTED_HITS };
                    let mut should_continue =
                        |first: Option<_>| is_current() && first.is_none_or(|first| send(found(first)));
                    index
                        .search_incremental(
                            &snapshot.base,
                            &words,
                            &query.lang,
                            options,
                            &mut memory,
                            &mut should_continue,
                        )
                        .map(found)
                };
                // No answer means that a newer query has been submitted.
                if answer.is_some_and(|answer| !send(answer)) {
                    break;
                }
            }
        })?;
        Ok(Self { sender, latest_id: newest })
    }

    /// Submits a query. Earlier ones need not be answered.
    pub(super) fn submit(&self, query: SearchRequest) {
        self.latest_id.store(query.id, Ordering::Relaxed);
        let _ = self.sender.send(query);
    }
}
