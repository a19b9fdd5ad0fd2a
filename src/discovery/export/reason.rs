//! Why a service is left out, in a word that can be read back.

use crate::{
    discovery::{event::ServiceNr, plan::Reason},
    domain::constraints::Axis,
};

const SAME_COLLECTION: &str = "same collection";
const SAME_TAP: &str = "same TAP service";
const SAME_ADDRESS: &str = "same address";
const SERVED_BY: &str = "served by another";
const LOGIN: &str = "log-in";
const UNDECLARED: &str = "undeclared: ";
const CANNOT_ASK: &str = "cannot ask: ";

/// The reason in a word; the service that stands in is told elsewhere.
pub(in crate::discovery) fn word(reason: &Reason) -> String {
    match reason {
        Reason::SameCollection { .. } => SAME_COLLECTION.to_owned(),
        Reason::SameTap { .. } => SAME_TAP.to_owned(),
        Reason::SameAddress { .. } => SAME_ADDRESS.to_owned(),
        Reason::ServedBy { .. } => SERVED_BY.to_owned(),
        Reason::NeedsLogin => LOGIN.to_owned(),
        Reason::Undeclared { axes } => {
            let axes: Vec<String> = axes.iter().map(Axis::to_string).collect();
            format!("{UNDECLARED}{}", axes.join(", "))
        }
        Reason::CannotAsk(why) => format!("{CANNOT_ASK}{why}"),
    }
}

/// Reads it back, with the service that stands in; `None` where it is empty, so that the service is asked.
pub(in crate::discovery) fn read(word: &str, by: Option<ServiceNr>) -> Option<Reason> {
    if word.is_empty() {
        return None;
    }
    if let Some(axes) = word.strip_prefix(UNDECLARED) {
        let axes = axes_in(axes);
        return Some(Reason::Undeclared { axes });
    }
    let reason = match (word, by) {
        (SAME_COLLECTION, Some(by)) => Reason::SameCollection { by },
        (SAME_TAP, Some(by)) => Reason::SameTap { by },
        (SAME_ADDRESS, Some(by)) => Reason::SameAddress { by },
        (SERVED_BY, Some(by)) => Reason::ServedBy { by },
        (LOGIN, _) => Reason::NeedsLogin,
        _ => Reason::CannotAsk(word.strip_prefix(CANNOT_ASK).unwrap_or(word).to_owned()),
    };
    Some(reason)
}

/// The reason from the sentence that says it, which is all that older files have.
pub(in crate::discovery) fn guessed(sentence: &str, by: Option<ServiceNr>) -> Reason {
    let says = |reason: Reason| sentence.starts_with(&reason.to_string()).then_some(reason);
    let stand_in = by.and_then(|by| {
        says(Reason::SameTap { by })
            .or_else(|| says(Reason::SameAddress { by }))
            .or_else(|| says(Reason::ServedBy { by }))
            .or(Some(Reason::SameCollection { by }))
    });
    let undeclared = || {
        let rest = sentence.strip_prefix("it does not declare its coverage in ")?;
        let (axes, _) = rest.split_once(" (")?;
        let axes = axes_in(axes);
        Some(Reason::Undeclared { axes })
    };
    stand_in
        .or_else(|| says(Reason::NeedsLogin))
        .or_else(undeclared)
        .unwrap_or_else(|| Reason::CannotAsk(sentence.to_owned()))
}

fn axes_in(text: &str) -> Vec<Axis> {
    let all = [Axis::Space, Axis::Spectrum, Axis::Time].into_iter();
    all.filter(|axis| text.contains(&axis.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::{plan::Plan, wording::reason_sentence};

    #[test]
    fn a_reason_comes_back_from_its_word_and_mostly_from_its_sentence() {
        let by = ServiceNr(3);
        for reason in [
            Reason::SameCollection { by },
            Reason::SameTap { by },
            Reason::SameAddress { by },
            Reason::ServedBy { by },
            Reason::NeedsLogin,
            Reason::Undeclared {
                axes: vec![Axis::Space, Axis::Time],
            },
            Reason::CannotAsk("its address is no web address".to_owned()),
        ] {
            assert_eq!(
                read(&word(&reason), reason.stand_in()),
                Some(reason.clone())
            );
            let sentence = reason_sentence(&Plan::default(), &reason);
            assert_eq!(guessed(&sentence, reason.stand_in()), reason, "{sentence}");
        }
        assert_eq!(read("", Some(by)), None, "it is asked");
    }
}
