//! Work asked of the runtime; what comes of it comes back as an action.

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
}
