//! SAMP's strings, which are ASCII, and tokens that nobody guesses.

use super::SampError;

/// Longest text that we pass on from another program, in characters: some send whole stack traces.
const LONGEST_REMARK: usize = 300;

/// A text as SAMP can carry it.
///
/// SAMP 1.3, 3.3: a string is a sequence of ASCII characters, of 0x09, 0x0a, 0x0d and 0x20 to 0x7f. Other letters are
/// written with Latin ones, and what has no letters becomes a blank: jsamp's hub refuses the whole message otherwise.
pub(crate) fn ascii(text: &str) -> String {
    deunicode::deunicode_with_tofu(text, " ")
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' | ' '..='\x7e' => c,
            _ => ' ',
        })
        .collect()
}

/// What another program says, in one line that fits on the screen and does nothing to a terminal.
pub(crate) fn remark(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let line = without_class(line.unwrap_or_default());
    let shown = line.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut said: String = shown.take(LONGEST_REMARK).collect();
    if line.chars().nth(LONGEST_REMARK).is_some() {
        said.push('…');
    }
    said
}

/// Without the Java class that a hub's faults begin with, as in `org.astrogrid.samp.client.SampException: Bad password`.
fn without_class(line: &str) -> &str {
    match line.split_once(": ") {
        Some((class, rest)) if class.contains('.') && !class.contains(' ') && !rest.is_empty() => {
            rest
        }
        _ => line,
    }
}

/// 128 random bits, as 32 hexadecimal digits.
pub(crate) fn token() -> Result<String, SampError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| SampError::NoListener(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bits)))
}

/// Whether two tokens are the same, in a time that does not tell where they differ.
pub(crate) fn is_same_token(one: &str, other: &str) -> bool {
    let differences = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_in_ascii() {
        for (name, expected) in [
            ("Königstuhl", "Konigstuhl"),
            ("λ Orionis, 2″", "l Orionis, 2''"),
            ("plain", "plain"),
            ("bell \u{7} and nul \0", "bell   and nul  "),
        ] {
            assert_eq!(ascii(name), expected);
        }
        assert!(ascii("猫の星雲 🔭").is_ascii());
    }

    #[test]
    fn a_remark_is_one_short_line() {
        assert_eq!(remark("\n  Cannot load \n\tat java.lang"), "Cannot load");
        assert_eq!(remark(&"ä".repeat(400)).chars().count(), 301);
        assert_eq!(remark(""), "");
        assert_eq!(remark("red \u{1b}[31m"), "red  [31m");
        let fault = "org.astrogrid.samp.client.SampException: Bad password";
        assert_eq!(remark(fault), "Bad password");
        assert_eq!(remark("cannot read x.vot: gone"), "cannot read x.vot: gone");
    }

    #[test]
    fn tokens_differ() {
        let (one, other) = (token().unwrap(), token().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
        assert!(is_same_token(&one, &one.clone()), "the same");
        assert!(!is_same_token(&one, &other), "others");
        assert!(!is_same_token(&one, &one[..31]), "cut short");
    }
}
