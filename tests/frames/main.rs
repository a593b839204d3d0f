//! Frames of the explorer: keys in, cells out, without a terminal.

mod player;
mod screens;
mod sizes;
mod stories;
mod tools;
mod ways;
