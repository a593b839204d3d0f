//! What follows from a base: pure functions of it.

mod balance;
mod corroboration;
mod rivals;
mod timeline;

pub use balance::{Sum, sum};
pub use corroboration::origins;
pub use rivals::{Agreement, compare, conflict, rivals};
pub use timeline::{Row, timeline, touches};
