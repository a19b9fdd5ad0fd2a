//! What is wrong with something typed or sent, and what would be right.

/// Why a text cannot be read, in one sentence for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// There is nothing to read.
    #[error("nothing is given; {wanted}")]
    Empty {
        /// What would be right.
        wanted: String,
    },
    /// A part of the text is not understood.
    #[error("\"{found}\" is not understood; {wanted}")]
    NotUnderstood {
        /// The part.
        found: String,
        /// What would be right.
        wanted: String,
    },
    /// All is understood, but no such thing exists.
    #[error("{0}")]
    Impossible(String),
}

impl ParseError {
    /// `found` is not understood; `wanted` would be.
    pub fn not_understood(found: &str, wanted: impl Into<String>) -> Self {
        const LONGEST: usize = 40;
        let found = found.trim();
        let found = match found.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}...", found.get(..end).unwrap_or_default()),
            None => found.to_owned(),
        };
        Self::NotUnderstood {
            found,
            wanted: wanted.into(),
        }
    }
}
