//! Frames of the explorer: keys in, cells out, without a terminal.

mod commands;
mod navigation;
mod screens;
mod sizes;
mod stories;
mod test_driver;
