//! A name for a file, from what was asked.

use crate::domain::{constraints::Question, places};
use std::iter;

/// Characters of a name at most, without its ending: some systems take no more than 143 bytes.
const LONGEST: usize = 80;

/// A name that says what was asked, as `vodiscover-M16-2nm-1995.vot`. It has no character that a file system, a shell or a
/// program on another system stumbles over, whatever was typed.
pub fn file_name(question: &Question) -> String {
    let parts = [
        space(question),
        spectrum(&question.spectrum),
        time(&question.time),
    ];
    let said = parts.into_iter().map(|part| tame(&part));
    let words = iter::once("vodiscover".to_owned()).chain(said.filter(|part| !part.is_empty()));
    let name: String = words
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(LONGEST)
        .collect();
    format!("{}.vot", name.trim_end_matches(['-', '_', '.']))
}

/// An object by its name, in one word; many positions by their number; else what was typed.
fn space(question: &Question) -> String {
    if let Some(short) = places::shortened(&question.space) {
        return short.replace('\'', "arcmin").replace('"', "arcsec");
    }
    match question.named() {
        Some(named) => named.name.split_whitespace().collect(),
        None => question.space.clone(),
    }
}

/// A number with its unit in one word; a bare one is in nanometres.
fn spectrum(typed: &str) -> String {
    let joined = typed.split_whitespace().collect::<Vec<_>>();
    let has_unit = typed.chars().any(char::is_alphabetic);
    if !has_unit && !joined.is_empty() {
        return format!("{}nm", joined.join("_"));
    }
    let mut text = String::new();
    for word in joined {
        // Between a number and its unit stands nothing.
        let is_unit = word.starts_with(char::is_alphabetic);
        if !text.is_empty() && !is_unit {
            text.push('_');
        }
        text.push_str(word);
    }
    text
}

/// What was typed; the first and last day of one year are that year.
fn time(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    if let [first, last] = words.as_slice()
        && let (Some(year), Some(same)) =
            (first.strip_suffix("-01-01"), last.strip_suffix("-12-31"))
        && year == same
    {
        return year.to_owned();
    }
    typed.to_owned()
}

/// The text with every run of other characters than letters, digits, dots and signs as one `_`; an open side, two dots,
/// in a word.
fn tame(text: &str) -> String {
    let text = text.replace("..", " to ");
    let mut tame = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '.' | '+' | '-') {
            tame.push(c);
        } else if !tame.is_empty() && !tame.ends_with('_') {
            tame.push('_');
        }
    }
    tame.trim_matches(['_', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(space: &str, spectrum: &str, time: &str) -> String {
        file_name(&Question {
            space: space.to_owned(),
            spectrum: spectrum.to_owned(),
            time: time.to_owned(),
            ..Question::default()
        })
    }

    #[test]
    fn a_file_is_named_by_what_was_asked() {
        for (fields, expected) in [
            (["M16 0.5", "2", "1995"], "vodiscover-M16-2nm-1995.vot"),
            (
                ["274.6880, -13.7920 1", "2", "1995-01-01 1995-12-31"],
                "vodiscover-274.6880_-13.7920_1-2nm-1995.vot",
            ),
            (
                ["", "0.5..2 keV", "1995 .."],
                "vodiscover-0.5_to_2keV-1995_to.vot",
            ),
            (
                ["NGC 6611 30'", "400 700", ""],
                "vodiscover-NGC6611-400_700nm.vot",
            ),
            (["", "V", ""], "vodiscover-V.vot"),
            (
                ["POLYGON ICRS 10 -20.5 11 -20.5 11 -21", "21 cm", "1995-06"],
                "vodiscover-POLYGON_ICRS_10_-20.5_11_-20.5_11_-21-21cm-1995-06.vot",
            ),
            (
                ["UNION (CIRCLE 10 20 1, CIRCLE 30 40 1)", "", ""],
                "vodiscover-UNION_CIRCLE_10_20_1_CIRCLE_30_40_1.vot",
            ),
            (
                ["18:18:45.1 -13:47:31 30'", "", ".. 49718.5"],
                "vodiscover-18_18_45.1_-13_47_31_30-to_49718.5.vot",
            ),
            (["V* V838 Mon/X, 0.5", "", ""], "vodiscover-V_V838Mon_X.vot"),
            (["", "", ""], "vodiscover.vot"),
        ] {
            let [space, spectrum, time] = fields;
            assert_eq!(named(space, spectrum, time), expected);
        }
    }

    #[test]
    fn nothing_that_is_typed_leaves_the_folder_or_breaks_a_file_system() {
        for typed in [
            "../../etc/passwd",
            "a/b\\c:d*e?f\"g<h>i|j",
            "\u{0}\n\t",
            "....",
            "CON",
            "-rf",
            "\u{3b2} Cep",
            &"x".repeat(10_000),
            &"\u{1f52d}".repeat(300),
        ] {
            let name = named(typed, typed, typed);
            assert!(name.starts_with("vodiscover"), "{name}");
            let stem = name.strip_suffix(".vot").unwrap();
            assert!(!stem.contains("..") && !stem.ends_with('.'), "{name}");
            assert!(name.chars().count() <= LONGEST + 4, "{name}");
            let is_bad = |c: char| c.is_control() || "/\\:*?\"<>|' ".contains(c);
            assert!(!name.contains(is_bad), "{name}");
        }
    }
}
