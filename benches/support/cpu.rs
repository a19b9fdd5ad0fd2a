//! What work costs this process, as the kernel counts it.

use std::{error::Error, fs};

/// CPU seconds of this process, of its one thread.
pub(crate) fn cpu_seconds(
    work: impl FnOnce() -> Result<(), Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let before = so_far()?;
    work()?;
    Ok(so_far()? - before)
}

fn so_far() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds = text.split_whitespace().next().ok_or("no schedstat")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}
