//! What a service says about its answer, in INFOs.

use crate::votable::Info;

/// A service's message is shown in one line; longer ones hold a stack trace.
const MAX_CHARS: usize = 500;

/// What was said so far (DALI 1.1, section 4.4.1 and 4.4.4).
///
/// `QUERY_STATUS` may stand anywhere and come several times: TAP says OK before a table and OVERFLOW after it. The
/// last one holds. Services that say nothing mean OK.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    word: Word,
    /// Old services, and Simple Cone Search, have an INFO or PARAM named `Error` with the message as value.
    old_error: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Word {
    #[default]
    Ok,
    Overflow,
    Error(String),
}

impl Status {
    /// Takes in an INFO, wherever it stood.
    pub fn take_in(&mut self, info: &Info) {
        let name = info.name.trim();
        if name.eq_ignore_ascii_case("QUERY_STATUS") {
            let value = info.value.trim();
            let upper = value.to_ascii_uppercase();
            if upper.starts_with("ERROR") {
                self.word = Word::Error(words(info, value.get(5..).unwrap_or_default()));
            } else if upper == "OVERFLOW" {
                self.word = Word::Overflow;
            } else if upper == "OK" || upper == "SUCCESS" {
                self.word = Word::Ok;
            }
        } else if name.eq_ignore_ascii_case("Error") {
            self.old_error = Some(words(info, &info.value));
        }
    }

    /// Whether the service holds more than it told.
    pub fn overflow(&self) -> bool {
        self.word == Word::Overflow
    }

    /// The service's words where it failed. An old-fashioned error counts only where no table came.
    pub fn error(&self, any_table: bool) -> Option<String> {
        match &self.word {
            Word::Error(words) => Some(words.clone()),
            Word::Ok | Word::Overflow => self.old_error.clone().filter(|_| !any_table),
        }
    }
}

fn words(info: &Info, value: &str) -> String {
    let text = if info.text.trim().is_empty() {
        value.trim_start_matches([':', ' '])
    } else {
        &info.text
    };
    let line = one_line(text);
    if line.is_empty() {
        "it failed, without a reason".to_owned()
    } else {
        line
    }
}

/// In one line, without the tail of long messages.
pub(super) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_CHARS {
        return line;
    }
    let start: String = line.chars().take(MAX_CHARS).collect();
    format!("{}\u{2026}", start.trim_end())
}
