//! Pure functions that derive results from a base.

mod distance;
mod originators;
mod rivals;
mod sums;
mod time_axis;
mod timeline;
mod value_range;

pub use distance::distance;
pub use originators::originators;
pub use rivals::{Agreement, agreement, find_conflict, question_conflict, rivals};
pub use sums::{Sum, sum};
pub use time_axis::{Tick, TimeAxis};
pub use timeline::{TimelineEntry, involves_entity, timeline};
pub use value_range::{ValueRange, value_ranges};
