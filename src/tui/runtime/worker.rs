//! Searching beside the keys.

use super::Message;
use crate::model::Lang;
use crate::search::{Found, Index, Options, Query as Words};
use crate::tui::action::{Action, Open};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

/// A query with its number.
pub(super) struct Query {
    pub(super) number: u64,
    pub(super) text: String,
    pub(super) lang: Lang,
}

/// The most hits that the overlay lists.
const MOST: usize = 500;

/// Starts a thread that builds the index and answers queries, of several that wait only the last.
pub(super) fn start(open: Arc<Open>, answers: Sender<Message>, fail: bool) -> Sender<Query> {
    let (sender, receiver) = channel::<Query>();
    std::thread::spawn(move || {
        let index = Index::new(&open.base);
        while let Ok(query) = receiver.recv() {
            assert!(!fail, "a fault that was asked for");
            let query = receiver.try_iter().last().unwrap_or(query);
            let found = answer(&index, &open, &query);
            if answers.send(Message::Action(Action::Found(query.number, Arc::new(found)))).is_err() {
                break;
            }
        }
    });
    sender
}

fn answer(index: &Index, open: &Open, query: &Query) -> Found {
    index.search(&open.base, &Words::new(&query.text), &query.lang, Options { kind: None, limit: MOST })
}
