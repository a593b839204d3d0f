//! The size of the local window.

use ratatui::layout::Size;

/// The size of the local window; 80×24 if it is unknown.
pub fn local_size() -> Size {
    let (width, height) = window_size().unwrap_or((80, 24));
    // No real terminal is larger. Cap a size that could only be hostile.
    Size { width: width.min(1_000), height: height.min(1_000) }
}

/// Columns and rows of the terminal on standard output, which is not always the controlling terminal. `None` if it
/// reports no size, as serial lines do. `crossterm::terminal::size` would query the controlling terminal or run
/// `tput`.
pub fn window_size() -> Option<(u16, u16)> {
    #[cfg(unix)]
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok().map(|size| (size.ws_col, size.ws_row));
    #[cfg(not(unix))]
    let size = crossterm::terminal::size().ok();
    size.filter(|&(width, height)| width > 0 && height > 0)
}
