//! The same search without a window: progress on stderr, files, an exit status.
