//! What a link is to its dataset: the terms of the IVOA's vocabulary, and words for them.

/// A term of <http://www.ivoa.net/rdf/datalink/core>, or of another vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Semantics {
    /// A term of the core vocabulary that is known here.
    Core(&'static Term),
    /// Another one, as it was written; may be empty.
    Other(String),
}

/// A term of the core vocabulary.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, without its `#`.
    pub name: &'static str,
    /// What it means, in a few words.
    pub words: &'static str,
}

const fn term(name: &'static str, words: &'static str) -> Term {
    Term { name, words }
}

/// Where the terms live.
const VOCABULARY: &str = "http://www.ivoa.net/rdf/datalink/core";

static TERMS: [Term; 22] = [
    term("this", "The dataset itself"),
    term("progenitor", "Data that it was made from"),
    term("derivation", "Data made from it"),
    term("coderived", "Data made from the same"),
    term("counterpart", "The same in other data"),
    term("auxiliary", "Auxiliary data"),
    term("calibration", "Calibration data"),
    term("bias", "Bias frame"),
    term("dark", "Dark frame"),
    term("flat", "Flat field"),
    term("weight", "Weights"),
    term("error", "Errors"),
    term("noise", "Noise"),
    term("preview", "Preview"),
    term("preview-image", "Preview, as an image"),
    term("preview-plot", "Preview, as a plot"),
    term("thumbnail", "Small preview"),
    term("cutout", "Cut out a part"),
    term("proc", "Process it on the server"),
    term("package", "All of it in one package"),
    term("documentation", "Documentation"),
    term("detached-header", "Header, without the data"),
];

impl Semantics {
    /// A term as services write it: `#this`, with the vocabulary in front, or bare as some old ones have it.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        let name = match text.split_once('#') {
            Some(("", name)) => name,
            Some((vocabulary, name)) if is_core(vocabulary) => name,
            Some(_) => "",
            None => text,
        };
        TERMS
            .iter()
            .find(|term| term.name.eq_ignore_ascii_case(name))
            .map_or_else(|| Self::Other(text.to_owned()), Self::Core)
    }

    /// Whether it is this term of the core vocabulary.
    pub fn is(&self, name: &str) -> bool {
        matches!(self, Self::Core(term) if term.name == name)
    }

    /// Whether it is a picture of the dataset to look at.
    pub fn is_preview(&self) -> bool {
        ["preview", "preview-image", "preview-plot", "thumbnail"]
            .iter()
            .any(|name| self.is(name))
    }

    /// What it means, in a few words.
    pub fn words(&self) -> &str {
        match self {
            Self::Core(term) => term.words,
            Self::Other(text) if text.is_empty() => "Something else",
            Self::Other(text) => text,
        }
    }

    /// The term as the standard writes it.
    pub fn term(&self) -> String {
        match self {
            Self::Core(term) => format!("#{}", term.name),
            Self::Other(text) => text.clone(),
        }
    }
}

/// Whether these are the names under which the core vocabulary goes.
fn is_core(vocabulary: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim_end_matches('/');
        text.split_once("://")
            .map_or(text, |(_, rest)| rest)
            .to_owned()
    };
    let core = bare(VOCABULARY);
    let it = bare(vocabulary);
    it == core || it == core.trim_start_matches("www.")
}
