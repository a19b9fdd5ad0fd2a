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
            // Letters that turn the direction of writing make `exe.fits` of `stif.exe`.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if letter.is_control() => {}
            _ => text.push(letter),
        }
    }
    let text = text
        .trim()
        .trim_start_matches(['.', '-', '~'])
        .trim_end_matches(['.', ' ']);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    let text = shortened(&text);
    let stem = text.split('.').next().unwrap_or_default();
    Some(if is_reserved(stem) {
        format!("_{text}")
    } else {
        text
    })
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
mod tests {
    use super::*;

    fn named(disposition: &str) -> String {
        file_name(Hints {
            disposition: Some(disposition),
            url: "http://a.example/get",
            title: "Eagle",
            ..Hints::default()
        })
    }

    #[test]
    fn the_server_names_the_file_but_only_by_a_name() {
        // RFC 6266, section 5, and what is tried in its place.
        for (disposition, expected) in [
            ("attachment; filename=\"m16.fits\"", "m16.fits"),
            ("Attachment; FILENAME=m16.fits ", "m16.fits"),
            ("attachment; filename=\"a;b.fits\"; size=3", "a;b.fits"),
            (r#"attachment; filename="say \"hi\".fits""#, "say _hi_.fits"),
            (
                "attachment; filename=\"x\"; filename*=UTF-8''K%c3%b6nigstuhl%20%e2%82%ac.fits",
                "Königstuhl €.fits",
            ),
            (
                "attachment; filename*=iso-8859-1'de'K%F6nig.fits",
                "König.fits",
            ),
            (
                "attachment; filename=\"../../.ssh/authorized_keys\"",
                "authorized_keys",
            ),
            ("attachment; filename=\"/etc/passwd\"", "passwd"),
            (r"attachment; filename=C:\Windows\win.ini", "win.ini"),
            (r#"attachment; filename="C:\Windows\win.ini""#, "win.ini"),
            ("attachment; filename*=UTF-8''..%2F..%2Fx.fits", "x.fits"),
            ("attachment; filename=\".bashrc\"", "bashrc"),
            ("attachment; filename=\"-rf.fits\"", "rf.fits"),
            ("attachment; filename=\"NUL.fits\"", "_NUL.fits"),
            ("attachment; filename=\"com7\"", "_com7"),
            ("attachment; filename=\"a\u{202e}stif.exe\"", "astif.exe"),
            ("attachment; filename=\"a\tb\n.fits. \"", "ab.fits"),
            ("attachment; filename=\"..\"", "Eagle"),
            ("attachment; filename=\"\"", "Eagle"),
            ("inline", "Eagle"),
        ] {
            assert_eq!(named(disposition), expected, "{disposition}");
        }
    }

    #[test]
    fn an_address_names_the_file_where_it_ends_like_one() {
        for (url, media_type, expected) in [
            ("http://a.example/data/m16%20x.fits", None, "m16 x.fits"),
            ("http://a.example/data/m16.fits/", None, "m16.fits"),
            (
                "http://a.example/get.php?id=7&file=dir%2Fm16.fits.gz",
                None,
                "m16.fits.gz",
            ),
            (
                "http://a.example/getproduct/m16.fits?preview=True",
                None,
                "m16.fits",
            ),
            (
                "http://a.example/siap.xml?id=7",
                Some("image/fits"),
                "Eagle.fits",
            ),
            ("http://a.example/get?id=7", Some("image/jpeg"), "Eagle.jpg"),
            ("http://a.example/get?id=7", None, "Eagle"),
            (
                "http://a.example/",
                Some("application/x-votable+xml;content=x"),
                "Eagle.vot",
            ),
            (
                "http://a.example/data/v1.2",
                Some("image/fits"),
                "Eagle.fits",
            ),
            ("http://a.example/data/..%2f..%2fm16.fits", None, "m16.fits"),
        ] {
            let hints = Hints {
                url,
                title: "Eagle",
                media_type,
                ..Hints::default()
            };
            assert_eq!(file_name(hints), expected, "{url}");
        }
    }

    #[test]
    fn what_is_packed_besides_says_so() {
        let hints = |url| Hints {
            url,
            packing: Some("gzip"),
            ..Hints::default()
        };
        assert_eq!(file_name(hints("http://a.example/m16.fits")), "m16.fits.gz");
        assert_eq!(
            file_name(hints("http://a.example/m16.fits.gz")),
            "m16.fits.gz"
        );
    }

    #[test]
    fn titles_become_names_without_paths_and_long_ones_are_cut() {
        let name = |title: &str| {
            file_name(Hints {
                url: "http://a.example/get",
                title,
                media_type: Some("image/fits"),
                ..Hints::default()
            })
        };
        assert_eq!(
            name("M16 / NGC 6611: 2 keV?"),
            "M16 _ NGC 6611_ 2 keV_.fits"
        );
        assert_eq!(name("  "), "dataset.fits");
        let long = name(&"Ö".repeat(300));
        assert!(long.len() <= 190 && long.ends_with("Ö.fits"), "{long}");
    }

    #[test]
    fn a_number_stands_before_the_ending() {
        for (name, expected) in [
            ("m16.fits", "m16 (2).fits"),
            ("m16.fits.gz", "m16 (2).fits.gz"),
            ("NGC 1.2", "NGC 1.2 (2)"),
            ("readme", "readme (2)"),
        ] {
            assert_eq!(numbered(name, 2), expected);
            assert_eq!(numbered(name, 1), name);
        }
    }
}
