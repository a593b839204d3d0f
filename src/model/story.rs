//! Guided tours of a base.

use super::{FileIx, Item, Text, When};
use serde::{Deserialize, Serialize};

/// A tour in steps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Story {
    /// Its name.
    pub name: Text,
    /// What it tells.
    pub summary: Option<Text>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The file that defines it.
    pub file: FileIx,
}

/// One stop of a tour.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// What is shown.
    pub at: Item,
    /// A title of a few words.
    pub title: Text,
    /// Two lines at most.
    pub caption: Option<Text>,
    /// More, for the speaker.
    pub note: Option<Text>,
    /// What to mark on the screen.
    pub highlight: Vec<Item>,
    /// Show only what was known then.
    pub as_of: Option<When>,
}
