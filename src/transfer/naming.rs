//! What a file is called on this disk: by its server, its address or its title, and never more than a name.

use percent_encoding::percent_decode_str;

/// Bytes of a name at most, so that an ending and a number fit into the 255 that file systems take.
const MOST_BYTES: usize = 180;

/// What there is to name a file by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hints<'a> {
    /// `Content-Disposition`.
    pub(super) disposition: Option<&'a str>,
    /// The address, after redirects.
    pub(super) url: &'a str,
    /// The title of the dataset.
    pub(super) title: &'a str,
    /// The media type.
    pub(super) media_type: Option<&'a str>,
    /// How it is packed besides.
    pub(super) packing: Option<&'a str>,
}

/// The name of a file: never empty, never a path, and none that a system keeps for itself.
pub(super) fn file_name(hints: Hints<'_>) -> String {
    let mut name = hints
        .disposition
        .and_then(of_disposition)
        .or_else(|| of_address(hints.url))
        .or_else(|| clean(&hints.title.replace(['/', '\\'], "_")))
        .unwrap_or_else(|| "dataset".to_owned());
    if ending(&name).is_none()
        && let Some(ending) = hints.media_type.and_then(ending_of)
    {
        name = format!("{name}.{ending}");
    }
    let is_gzip = hints
        .packing
        .is_some_and(|packing| packing.to_ascii_lowercase().contains("gzip"));
    if is_gzip && !name.to_ascii_lowercase().ends_with(".gz") {
        name += ".gz";
    }
    name
}

/// The same name with a number, before its ending; 1 is the name as it is.
pub(super) fn numbered(name: &str, number: u32) -> String {
    if number <= 1 {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    format!("{stem} ({number}){ending}")
}

/// The name of a part of a file, which must not be taken for the whole.
pub(super) fn cutout_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    if lower.contains("cutout") || lower.contains("cut-out") {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    format!("{stem}-cutout{ending}")
}

/// The name and its ending with the point; both, where what is packed says its own.
fn split(name: &str) -> (&str, &str) {
    let Some(last) = ending(name) else {
        return (name, "");
    };
    let (stem, _) = name.split_at(name.len() - last.len() - 1);
    let is_packed = ["gz", "fz", "bz2", "xz", "zst"]
        .iter()
        .any(|packing| last.eq_ignore_ascii_case(packing));
    let stem = match ending(stem).filter(|_| is_packed) {
        Some(inner) => stem.get(..stem.len() - inner.len() - 1).unwrap_or(stem),
        None => stem,
    };
    name.split_at(stem.len())
}

/// The ending of a name, without its point: a few letters and digits, and not only digits, as in `NGC 1.2`.
fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let holds = !stem.is_empty()
        && (1..=6).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    holds.then_some(ending)
}

/// The name in `Content-Disposition` (RFC 6266): in UTF-8 by `filename*`, else by `filename`.
fn of_disposition(header: &str) -> Option<String> {
    let parameters = parameters(header);
    let value = |wanted: &str| {
        let found = parameters.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let extended = value("filename*").and_then(|value| {
        let mut parts = value.splitn(3, '\'');
        let (charset, _, text) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes: Vec<u8> = percent_decode_str(text).collect();
        match charset.to_ascii_lowercase().as_str() {
            "utf-8" => String::from_utf8(bytes).ok(),
            _ => Some(bytes.into_iter().map(char::from).collect()),
        }
    });
    let plain = || value("filename").map(str::to_owned);
    extended.or_else(plain).as_deref().and_then(clean)
}

/// The parameters of a header, their names in lower case; quotes and what they hide are read as RFC 9110, 5.6.4 has it.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut in_quotes = false;
    let mut letters = header.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => in_quotes = !in_quotes,
            // Some send a path of Windows with bare backslashes; the last part of either reading is the same.
            '\\' if in_quotes => {
                let hidden = letters.next();
                let is_quoted = matches!(hidden, Some('"' | '\\'));
                if let Some(part) = parts.last_mut() {
                    if !is_quoted {
                        part.push('\\');
                    }
                    part.extend(hidden);
                }
            }
            ';' if !in_quotes => parts.push(String::new()),
            _ => {
                if let Some(part) = parts.last_mut() {
                    part.push(letter);
                }
            }
        }
    }
    parts
        .iter()
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

/// The name in an address: the last part of its path or of a value in its query that ends as files of data do, else the
/// last part of the path where that ends like a file.
fn of_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let of_path = url
        .path_segments()
        .and_then(|mut parts| parts.rfind(|part| !part.is_empty()))
        .map(decoded);
    let of_query = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|field| field.split_once('='))
        .map(|(_, value)| decoded(value));
    let by_ending = of_path.iter().cloned().chain(of_query);
    let mut of_data = by_ending.filter_map(|text| clean(&text)).filter(|name| {
        ending(name)
            .is_some_and(|last| ENDINGS.iter().any(|known| last.eq_ignore_ascii_case(known)))
    });
    of_data.next().or_else(|| {
        let name = of_path.as_deref().and_then(clean)?;
        let is_program = ending(&name).is_none_or(|last| {
            PROGRAMS
                .iter()
                .any(|known| last.eq_ignore_ascii_case(known))
        });
        (!is_program).then_some(name)
    })
}

/// How files of data end.
const ENDINGS: [&str; 26] = [
    "fits", "fit", "fts", "fz", "gz", "vot", "votable", "csv", "tsv", "txt", "dat", "ecsv", "h5",
    "hdf5", "asdf", "jpg", "jpeg", "png", "gif", "tif", "tiff", "pdf", "tar", "tgz", "zip",
    "parquet",
];

/// How addresses end at which a program makes the file.
const PROGRAMS: [&str; 11] = [
    "cgi", "php", "jsp", "asp", "aspx", "do", "pl", "py", "xml", "html", "action",
];

/// The ending for a media type.
fn ending_of(media_type: &str) -> Option<&'static str> {
    let kind = media_type.split(';').next()?.trim().to_ascii_lowercase();
    Some(match kind.as_str() {
        "image/fits" | "application/fits" | "image/x-fits" | "application/x-fits" => "fits",
        "image/jpeg" | "image/jpg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "application/x-votable+xml" => "vot",
        "text/xml" | "application/xml" => "xml",
        "application/pdf" => "pdf",
        "text/html" => "html",
        "text/plain" => "txt",
        "text/csv" => "csv",
        "application/gzip" | "application/x-gzip" => "gz",
        "application/x-tar" | "application/tar" => "tar",
        "application/zip" => "zip",
        "application/x-hdf5" | "application/x-hdf" => "h5",
        _ => return None,
    })
}

/// A name without any path, hidden start, control letter or letter that some system forbids; `None` where nothing is
/// left.
fn clean(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut text = String::new();
    for letter in last.chars() {
        match letter {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => text.push('_'),
            _ if letter.is_control() || turns_or_hides(letter) => {}
            _ => text.push(letter),
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Files that begin with a point are hidden, and programs take those that begin with a dash for options.
    let text = text
        .trim_start_matches(['.', '-', '~', ' '])
        .trim_end_matches(['.', ' ']);
    if text.is_empty() {
        return None;
    }
    let text = shortened(text);
    let stem = text.split('.').next().unwrap_or_default();
    Some(if is_reserved(stem) {
        format!("_{text}")
    } else {
        text
    })
}

/// Whether a letter turns the direction of writing, which makes `exe.fits` of `stif.exe`; or is not seen at all, so that
/// two names look the same.
fn turns_or_hides(letter: char) -> bool {
    let turns = [
        '\u{200e}'..='\u{200f}',
        '\u{202a}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
    ];
    let hides = [
        '\u{ad}'..='\u{ad}',
        '\u{200b}'..='\u{200d}',
        '\u{2060}'..='\u{2060}',
        '\u{feff}'..='\u{feff}',
    ];
    turns
        .iter()
        .chain(&hides)
        .any(|range| range.contains(&letter))
}

/// A long name cut in its middle, so that its ending stays.
fn shortened(name: &str) -> String {
    if name.len() <= MOST_BYTES {
        return name.to_owned();
    }
    let (stem, ending) = split(name);
    let mut end = MOST_BYTES.saturating_sub(ending.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", stem.get(..end).unwrap_or_default().trim_end())
}

/// Names that Windows keeps for devices, with any ending.
fn is_reserved(stem: &str) -> bool {
    let upper = stem.trim().to_ascii_uppercase();
    let is_numbered = |device: &str| {
        upper.strip_prefix(device).is_some_and(|rest| {
            rest.len() == 1 && rest.bytes().all(|byte| (b'1'..=b'9').contains(&byte))
        })
    };
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || is_numbered("COM")
        || is_numbered("LPT")
}

#[cfg(test)]
mod tests;
