//! Starts the window, a headless run, or the practice VO, as the command line says.

fn main() {}
