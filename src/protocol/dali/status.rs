//! What a service says about its answer, in INFOs and PARAMs.

use crate::votable::{Info, Param};

/// A service's message is shown in one line; longer ones hold a stack trace.
const MAX_CHARS: usize = 500;

/// What was said so far (DALI 1.1, section 4.4.1 and 4.4.4).
///
/// `QUERY_STATUS` may stand anywhere and come several times: TAP says OK before a table and OVERFLOW after it. The
/// gravest word holds: an OK, which may belong to another part of the document, takes back neither an OVERFLOW nor an
/// error. Services that say nothing mean OK.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    overflow: bool,
    error: Option<String>,
    /// Old services, and Simple Cone Search, have an INFO or PARAM named `Error` with the message as value.
    old_error: Option<String>,
}

impl Status {
    /// Takes in an INFO, wherever it stood.
    pub fn take_in(&mut self, info: &Info) {
        let name = match &info.id {
            Some(id) if info.name.trim().is_empty() => id,
            _ => &info.name,
        };
        self.hear(name, &info.value, &info.text);
    }

    /// Takes in a PARAM, wherever it stood: some say with it what belongs into an INFO.
    pub fn take_in_param(&mut self, param: &Param) {
        let text = param.field.description.as_deref().unwrap_or_default();
        self.hear(&param.field.name, &param.value, text);
    }

    fn hear(&mut self, name: &str, value: &str, text: &str) {
        if is_query_status(name) {
            // A status that is not in the value is in the text.
            let (value, text) = match value.trim() {
                "" => (text.trim(), ""),
                value => (value, text),
            };
            let word = value.get(..8).unwrap_or(value).to_ascii_uppercase();
            if word.starts_with("ERROR") {
                let value = value.get(5..).unwrap_or_default();
                self.error.get_or_insert_with(|| words(text, value));
            } else if word == "OVERFLOW" {
                self.overflow = true;
            }
        } else if name.trim().eq_ignore_ascii_case("Error") {
            self.old_error = Some(words(text, value));
        }
    }

    /// Whether the service holds more than it told.
    pub fn overflow(&self) -> bool {
        self.overflow
    }

    /// The service's words where it failed. An old-fashioned error counts only where no table came.
    pub fn error(&self, any_table: bool) -> Option<String> {
        let old = || self.old_error.clone().filter(|_| !any_table);
        self.error.clone().or_else(old)
    }
}

/// Whether a name is `QUERY_STATUS`, in any case, with a blank or nothing in place of the line.
fn is_query_status(name: &str) -> bool {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .eq("QUERYSTATUS".chars())
}

fn words(text: &str, value: &str) -> String {
    let text = if text.trim().is_empty() {
        value.trim_start_matches([':', ' '])
    } else {
        text
    };
    let line = one_line(text);
    if line.is_empty() {
        "it failed, without a reason".to_owned()
    } else {
        line
    }
}

/// In one line, without the tail of long messages.
pub(in crate::protocol) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_CHARS {
        return line;
    }
    let start: String = line.chars().take(MAX_CHARS).collect();
    format!("{}\u{2026}", start.trim_end())
}
