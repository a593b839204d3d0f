//! Pure functions that derive results from a base.

mod balance;
mod corroboration;
mod distance;
mod rivals;
mod scale;
mod spread;
mod timeline;

pub use balance::{Sum, sum};
pub use corroboration::origins;
pub use distance::distance;
pub use rivals::{Agreement, clash, compare, conflict, rivals};
pub use scale::{Scale, Tick};
pub use spread::{Spread, spreads};
pub use timeline::{Row, timeline, touches};
