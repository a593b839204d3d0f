//! Work asked of the runtime; what comes of it comes back as an action.

use super::picture::PictureFormat;
use crate::model::Item;

/// Work asked of the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Exit,
    /// Give the terminal back and stop until the shell continues the program.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Read the base again.
    ReadBase,
    /// Answer a query; the number comes back with the answer.
    Search(u64, String),
    /// Find the items that a filter keeps; the number comes back with them.
    Filter(u64, String),
    /// Copy a text; the word says what it is.
    Copy(String, &'static str),
    /// Leave the screen for a moment and print a text.
    Print(String),
    /// Open a URL in a browser.
    OpenUrl(String),
    /// Open the editor where something is written.
    Edit(Written),
    /// Write the screen to a file of this stem.
    Picture(PictureFormat, String),
    /// Use the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Keep marks and places now.
    Keep,
}

/// Where something is written in the files of a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Where an item is defined.
    Item(Item),
    /// A finding, by its number.
    Finding(usize),
}
