//! Holds the code to the layers that `src/lib.rs` describes.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each layer, bottom up, and the outside crates that it may name. `std` and `thiserror` are everybody's.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "domain",
        &["cdshealpix", "fixedbitset", "moc", "serde", "time"],
    ),
    (
        "figure",
        &["base64_simd", "png", "quick_xml", "skrifa", "vello_cpu"],
    ),
    (
        "votable",
        &["base64_simd", "encoding_rs", "memchr", "quick_xml"],
    ),
    ("protocol", &["percent_encoding", "quick_xml", "url"]),
    (
        "http",
        &[
            "bytes",
            "flate2",
            "futures_util",
            "http_body_util",
            "hyper",
            "hyper_util",
            "pollster",
            "reqwest",
            "rustls",
            "serde",
            "tokio",
            "tokio_io_timeout",
            "url",
        ],
    ),
    (
        "discovery",
        &[
            "base64_simd",
            "crc32fast",
            "csv",
            "deunicode",
            "fits_well",
            "flate2",
            "parquet",
            "postcard",
            "serde",
            "tempfile",
            "tokio",
            "url",
        ],
    ),
    ("listing", &["memchr"]),
    (
        "transfer",
        &[
            "bytes",
            "csv",
            "image",
            "percent_encoding",
            "rustix",
            "tempfile",
            "tokio",
            "url",
        ],
    ),
    (
        "samp",
        &[
            "bytes",
            "deunicode",
            "dxr",
            "getrandom",
            "hyper",
            "quick_xml",
            "tempfile",
            "tokio",
        ],
    ),
    (
        "practice",
        &[
            "bytes",
            "cdshealpix",
            "hyper",
            "image",
            "moc",
            "percent_encoding",
            "rusqlite",
            "tokio",
        ],
    ),
    ("worker", &["crossbeam_channel", "tempfile", "tokio"]),
    ("command_line", &["clap"]),
    ("headless", &["indicatif", "tokio"]),
    ("gui", &["eframe", "mapproj", "rfd", "serde", "serde_json"]),
];

/// No file is longer: a longer one does two things.
const MAX_LINES: usize = 400;

#[test]
fn a_layer_names_only_layers_below_it() {
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        let own = position(&layer);
        for (nr, line) in code_lines(&text) {
            for (other, (name, _)) in LAYERS.iter().enumerate() {
                if other > own && names_module(&line, name) {
                    wrong.push(format!("{}:{nr} names {name}", file.display()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "layers that look up:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn an_outside_crate_is_named_only_where_the_table_says() {
    let mut crates: Vec<&str> = LAYERS
        .iter()
        .flat_map(|(_, crates)| crates.iter().copied())
        .collect();
    crates.sort_unstable();
    crates.dedup();
    let mut wrong = Vec::new();
    for (layer, file, text) in sources() {
        let (_, allowed) = LAYERS[position(&layer)];
        for (nr, line) in code_lines(&text) {
            for name in &crates {
                if !allowed.contains(name) && names_crate(&line, name) {
                    wrong.push(format!("{}:{nr} names {name}", file.display()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "crates out of their layer:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_file_says_first_what_it_is_for_and_is_short() {
    let mut wrong = Vec::new();
    for root in ["src", "tests", "benches", "fuzz/src", "fuzz/fuzz_targets"] {
        for file in rust_files(&manifest_dir().join(root)) {
            let text = fs::read_to_string(&file).unwrap();
            if !text.starts_with("//! ") {
                wrong.push(format!("{} does not begin with a sentence", file.display()));
            }
            let n_lines = text.lines().count();
            if n_lines > MAX_LINES {
                wrong.push(format!("{} has {n_lines} lines", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layer_is_in_the_table() {
    for (layer, file, _) in sources() {
        assert!(
            LAYERS.iter().any(|(name, _)| *name == layer),
            "{} is in no layer",
            file.display()
        );
    }
}

fn manifest_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file but `main.rs` and `lib.rs`, with the layer it belongs to.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = manifest_dir().join("src");
    rust_files(&src)
        .into_iter()
        .filter_map(|file| {
            let inside = file.strip_prefix(&src).ok()?;
            let layer = inside
                .components()
                .next()?
                .as_os_str()
                .to_str()?
                .trim_end_matches(".rs")
                .to_owned();
            (layer != "main" && layer != "lib").then(|| {
                let text = fs::read_to_string(&file).unwrap();
                (layer, file.clone(), text)
            })
        })
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return files;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn position(layer: &str) -> usize {
    LAYERS
        .iter()
        .position(|(name, _)| *name == layer)
        .unwrap_or(LAYERS.len() - 1)
}

/// The lines that are not comments, counted from one; a `use` over several lines is one line.
fn code_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut is_open_use = false;
    for (nr, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        match lines.last_mut() {
            Some((_, before)) if is_open_use => before.push_str(line),
            _ => lines.push((nr + 1, line.to_owned())),
        }
        is_open_use = (is_open_use || imported(line).is_some()) && !line.ends_with(';');
    }
    lines
}

/// Whether a line names a module of this crate: `crate::name`, or `vodiscover::name`.
fn names_module(line: &str, name: &str) -> bool {
    ["crate::", "vodiscover::"].iter().any(|root| {
        line.match_indices(root).any(|(at, _)| {
            let rest = &line[at + root.len()..];
            let listed = rest.strip_prefix('{').is_some_and(|list| {
                list.split([',', '{', '}'])
                    .any(|item| item.trim().split("::").next() == Some(name))
            });
            listed
                || rest
                    .strip_prefix(name)
                    .is_some_and(|after| !after.starts_with(is_word))
        })
    })
}

/// Whether a line uses a path that begins with the crate's name.
fn names_crate(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    if let Some(root) = imported(line) {
        // What stands deeper belongs to what stands at the root: `use std::{io, time::Duration};`.
        return root.starts_with(&path)
            || root == format!("{name};")
            || root.starts_with(&format!("{name} as "));
    }
    line.match_indices(&path)
        .any(|(at, _)| !line[..at].ends_with(|c: char| is_word(c) || c == ':'))
}

/// What a `use` names; `None` for other lines.
fn imported(line: &str) -> Option<&str> {
    ["use ", "pub use ", "pub(crate) use ", "pub(super) use "]
        .iter()
        .find_map(|words| line.strip_prefix(words))
        .map(|path| path.trim_start_matches(':'))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
