//! Side effects. The runtime performs them and sends the outcome back as an action.

use crate::model::Item;
use crate::term::snapshot::ScreenshotFormat;

/// A side effect for the runtime to perform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Exit the program.
    Exit,
    /// Restore the terminal and stop the process until the shell continues it.
    Suspend,
    /// Redraw every cell.
    Redraw,
    /// Reload the base.
    ReloadBase,
    /// Run a query. Its results carry the same id.
    Search(u64, String),
    /// Find the items that match a filter. The result carries the same id.
    Filter(u64, String),
    /// Copy a text to the clipboard; the second field describes it in the message.
    Copy(String, &'static str),
    /// Leave the alternate screen, print a text and wait for a key.
    Print(String),
    /// Open a URL in a browser.
    OpenUrl(String),
    /// Open the editor where something is defined.
    Edit(EditTarget),
    /// Write a screenshot to a file with this stem.
    Screenshot(ScreenshotFormat, String),
    /// Turn mouse reporting on or off.
    Mouse(bool),
    /// Save the session now.
    SaveSession,
}

/// Where the editor opens the files of a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditTarget {
    /// At the definition of an item.
    Item(Item),
    /// At a finding, by its index.
    Finding(usize),
}
