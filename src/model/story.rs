//! Stories: guided sequences through a base.

use super::{EdtfDate, FileIx, Item, Text};
use serde::{Deserialize, Serialize};

/// A guided sequence of steps through a base.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Story {
    /// Its name.
    pub name: Text,
    /// A summary of the story.
    pub summary: Option<Text>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The file that defines the item.
    pub file: FileIx,
}

/// One step of a story.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// The item that is shown.
    pub at: Item,
    /// The title, a few words long.
    pub title: Text,
    /// Text shown with the step; meant to fit on two lines.
    pub caption: Option<Text>,
    /// A note for the speaker.
    pub note: Option<Text>,
    /// Items to highlight on the screen.
    pub highlight: Vec<Item>,
    /// Show only what was known at this date.
    pub as_of: Option<EdtfDate>,
}
