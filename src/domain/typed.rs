//! Text as people type or paste it, brought to plain characters.

/// `text` with the signs that keyboards, journals and web pages put for minus, prime, blank and the like replaced by
/// the plain ones, so that a parser need not know them.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => plain.push('-'),
            '\u{2032}' | '\u{2019}' | '\u{02b9}' | '\u{b4}' | '`' => plain.push('\''),
            '\u{2033}' | '\u{201c}' | '\u{201d}' | '\u{02ba}' => plain.push('"'),
            '\u{b0}' | '\u{ba}' | '\u{02da}' => plain.push('d'), // degree signs, and what looks like one
            '\u{b5}' | '\u{3bc}' => plain.push('u'),             // micro
            '\u{c5}' | '\u{212b}' => plain.push_str("Angstrom"),
            '\u{3b3}' => plain.push_str("gamma"),
            '\u{2026}' => plain.push_str(".."),
            '\u{2b0}' => plain.push('h'),
            '\u{feff}' | '\u{200b}' => {} // without width
            sign if sign.is_whitespace() => plain.push(' '),
            sign => plain.push(sign),
        }
    }
    plain
        .replace("...", "..")
        .replace("''", "\"")
        .trim()
        .to_owned()
}

/// The number that `word` is: digits, with a sign, a point and an exponent where there are any, but no `inf` or `nan`.
pub(super) fn number(word: &str) -> Option<f64> {
    let plain =
        |sign: u8| sign.is_ascii_digit() || matches!(sign, b'+' | b'-' | b'.' | b'e' | b'E');
    if !word.bytes().all(plain) {
        return None;
    }
    word.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_signs_become_plain_ones() {
        assert_eq!(
            plain("\u{feff}18\u{2b0}\u{a0}\u{2212}13\u{b0}47\u{2032}31\u{2033} "),
            "18h -13d47'31\""
        );
        assert_eq!(
            plain("0.5\u{2026}2 \u{b5}m, 5 \u{c5}"),
            "0.5..2 um, 5 Angstrom"
        );
        assert_eq!(plain("30''"), "30\"");
    }

    #[test]
    fn words_are_no_numbers() {
        assert_eq!(number("-1.5e3"), Some(-1500.0));
        for word in ["inf", "nan", "1e999", "", "-", "1,5", "0x10"] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
