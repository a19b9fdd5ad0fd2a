//! What this process takes of memory, as the kernel counts it.

use std::{error::Error, fs};

/// A line of `/proc/self/status` by its name, in KiB.
pub(crate) fn memory_kib(name: &str) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .and_then(|rest| rest.split_whitespace().next())
        .ok_or("no such line")?;
    Ok(kib.parse()?)
}
