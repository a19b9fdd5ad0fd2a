//! What astropy needs for the same document.

use crate::Outcome;
use std::{path::Path, process::Command};

/// Reads the document named first, and prints the CPU seconds that it took.
const PROGRAM: &str = "
import sys, time, warnings
from astropy.io.votable import parse
warnings.simplefilter('ignore')
began = time.process_time()
parse(sys.argv[1])
print(time.process_time() - began)
";

/// Prints astropy's CPU seconds, and how many times ours they are; says so where there is no astropy.
pub(crate) fn compare(path: &Path, ours: f64) -> Outcome<()> {
    let name = path.file_name().unwrap_or_default().display();
    let Some(python) = std::env::var_os("VODISCOVER_PYTHON") else {
        println!("read {name} with astropy: VODISCOVER_PYTHON is not set");
        return Ok(());
    };
    let output = Command::new(python)
        .args(["-c", PROGRAM])
        .arg(path)
        .output()?;
    let theirs: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    println!(
        "read {name} with astropy: {theirs:.2} s, {:.1} times ours",
        theirs / ours
    );
    Ok(())
}
