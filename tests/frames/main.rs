//! What the explorer draws: keys in, cells out, with nothing of a terminal between them.

mod player;
mod screens;
mod sizes;
mod stories;
mod tools;
mod ways;
