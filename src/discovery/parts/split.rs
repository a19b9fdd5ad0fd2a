//! Cuts a question into smaller ones that together ask for the same.

use super::sample::{MANY_ROWS, Sample};
use crate::domain::{
    constraints::{Axis, Constraints},
    cover::{halves_of_spectrum, halves_of_time, seven_cones},
    region::Region,
    service::Protocol,
    time::Mjd,
};

/// A cone of a smaller radius is not cut: services are asked for a tenth of an arcsecond more than is wanted, and
/// images are larger than that.
const LEAST_RADIUS_DEG: f64 = 4.0 / 3600.0;

/// Halves of a time are no shorter: services are asked for 7 minutes more than is wanted on either side.
const LEAST_DAYS: f64 = 0.05;

/// The ends of halves of a spectrum are no closer, as a ratio: services are asked for a millionth more than is wanted.
const LEAST_RATIO: f64 = 1.000_1;

/// Pieces of a union that are asked for one by one; of more, the cone around them is cut.
const MOST_PIECES: usize = 12;

/// The share of the rows that a half is thought to have at most. Where an answer is sorted, all of its rows may lie in
/// one half, and yet the other have more; and to find out takes no more than two requests.
const WORST_HALF: f64 = 0.9;

/// The same for a cut into more parts, of which each would have nearly all rows: images that are larger than the cone.
const WORST_SHARE: f64 = 0.98;

/// Below this share a guess is as good.
const BEST_SHARE: f64 = 0.02;

/// Whether a question can be asked in parts of services of a protocol; if not, why.
pub(in crate::discovery) fn can_split(
    protocol: Protocol,
    question: &Constraints,
) -> Result<(), String> {
    // Any date beyond all data will do: an open end is cut somewhere before it.
    let now = Mjd(1e5);
    let mut axes = axes(protocol, question).into_iter();
    if axes.any(|axis| along(axis, question, question, now).is_some()) {
        return Ok(());
    }
    Err(format!(
        "This question cannot be cut into parts for {protocol}: it has no region or interval to cut that {protocol} is asked for"
    ))
}

/// The axes along which what is sent to a service can be narrowed. What a question as a whole leaves to be judged here is
/// sent with the parts that are cut along it.
pub(super) fn axes(protocol: Protocol, question: &Constraints) -> Vec<Axis> {
    let position_only = match protocol {
        Protocol::Sia1 => true,
        // Those that lack what is asked for would be dropped, and an inclusive question wants them.
        Protocol::Sia2 | Protocol::Ssap => question.inclusive && question.space.is_some(),
        Protocol::ObsCore => false,
    };
    [
        (Axis::Space, question.space.is_some()),
        (Axis::Time, question.time.is_some() && !position_only),
        (
            Axis::Spectrum,
            question.spectrum.is_some() && !position_only,
        ),
    ]
    .into_iter()
    .filter(|(_, is_asked)| *is_asked)
    .map(|(axis, _)| axis)
    .collect()
}

/// The best way to cut `question`, a part of `whole`, along one of the axes: that by which the fewest requests are to be
/// expected until each part is small. Where the sample says nothing, the first axis along which it can be cut.
pub(super) fn choose(
    question: &Constraints,
    whole: &Constraints,
    axes: impl Iterator<Item = Axis>,
    sample: &Sample,
    now: Mjd,
) -> Option<(Axis, Vec<Constraints>)> {
    let cuts = axes.filter_map(|axis| Some((axis, along(axis, question, whole, now)?)));
    cuts.filter_map(|(axis, parts)| Some((cost(axis, &parts, sample)?, axis, parts)))
        // Of equals the first is taken.
        .min_by(|(one, ..), (other, ..)| one.total_cmp(other))
        .map(|(_, axis, parts)| (axis, parts))
}

/// What it costs to make parts a given factor smaller by cutting again and again in this way: the logarithm of the
/// number of requests, over that of the factor. `None` where each part would have nearly all that came.
fn cost(axis: Axis, parts: &[Constraints], sample: &Sample) -> Option<f64> {
    if sample.len() == 0 {
        return Some(0.0);
    }
    let shares = parts.iter().map(|part| sample.share(axis, part));
    let (least, largest) = shares.fold((1.0_f64, 0.0_f64), |(least, largest), share| {
        (least.min(share), largest.max(share))
    });
    if parts.len() > 1 && least >= WORST_SHARE && sample.len() >= MANY_ROWS {
        return None;
    }
    let worst = if parts.len() <= 2 {
        WORST_HALF
    } else {
        WORST_SHARE
    };
    let n_parts = u32::try_from(parts.len()).map_or(f64::INFINITY, f64::from);
    Some(n_parts.ln() / -largest.clamp(BEST_SHARE, worst).ln())
}

/// Parts of `question` along one axis, which together cover all of it that `whole` asks for. `None` where it cannot be
/// cut there, or where that would bring nothing.
fn along(
    axis: Axis,
    question: &Constraints,
    whole: &Constraints,
    now: Mjd,
) -> Option<Vec<Constraints>> {
    match axis {
        Axis::Space => {
            let pieces = pieces(question.space.as_ref()?)?;
            let wanted = whole.space.as_ref()?;
            let met = pieces.into_iter().filter(|piece| piece.meets(wanted));
            let narrower = met.map(|piece| Constraints {
                space: Some(piece),
                ..question.clone()
            });
            Some(narrower.collect())
        }
        Axis::Time => {
            let halves = halves_of_time(question.time?, now, LEAST_DAYS)?;
            let narrower = halves.map(|half| Constraints {
                time: Some(half),
                ..question.clone()
            });
            Some(narrower.to_vec())
        }
        Axis::Spectrum => {
            let halves = halves_of_spectrum(question.spectrum?, LEAST_RATIO)?;
            let narrower = halves.map(|half| Constraints {
                spectrum: Some(half),
                ..question.clone()
            });
            Some(narrower.to_vec())
        }
    }
}

/// Regions that together cover one.
fn pieces(region: &Region) -> Option<Vec<Region>> {
    if let Region::Union(parts) = region
        && (2..=MOST_PIECES).contains(&parts.len())
    {
        return Some(parts.clone());
    }
    let cone = region.bounding_cone();
    let is_worth_it = cone.radius.0 >= LEAST_RADIUS_DEG;
    is_worth_it.then(|| seven_cones(&cone).into_iter().map(Region::Cone).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::parts::sample::tests::at_times,
        domain::constraints::{Product, Question},
    };

    fn question(space: &str, spectrum: &str, time: &str) -> Constraints {
        let question = Question {
            space: space.to_owned(),
            spectrum: spectrum.to_owned(),
            time: time.to_owned(),
            product: Product::Images,
            ..Question::default()
        };
        question.parse().unwrap()
    }

    #[track_caller]
    fn check_axes(protocol: Protocol, question: &Constraints, expected: &[Axis]) {
        assert_eq!(axes(protocol, question), expected, "{protocol}");
    }

    #[test]
    fn only_what_is_sent_can_be_narrowed() {
        use Axis::{Space, Spectrum, Time};
        let all = question("10 20 1", "500", "1995");
        check_axes(Protocol::Sia1, &all, &[Space]);
        check_axes(Protocol::ObsCore, &all, &[Space, Time, Spectrum]);
        check_axes(Protocol::Sia2, &all, &[Space, Time, Spectrum]);
        check_axes(Protocol::Ssap, &all, &[Space, Time, Spectrum]);
        let inclusive = Constraints {
            inclusive: true,
            ..all
        };
        check_axes(Protocol::Ssap, &inclusive, &[Space]);
        check_axes(Protocol::ObsCore, &inclusive, &[Space, Time, Spectrum]);
        let anywhere = Constraints {
            space: None,
            ..inclusive
        };
        check_axes(Protocol::Ssap, &anywhere, &[Time, Spectrum]);
    }

    #[test]
    fn a_question_without_extent_cannot_be_cut_and_says_so() {
        let point = question("", "500", "");
        let why = can_split(Protocol::ObsCore, &point).unwrap_err();
        assert!(why.starts_with("This question cannot be cut"), "{why}");
        assert!(can_split(Protocol::ObsCore, &question("10 20 1", "500", "")).is_ok());
        assert!(can_split(Protocol::ObsCore, &question("", "", "1995 ..")).is_ok());
    }

    #[test]
    fn parts_that_do_not_meet_a_polygon_are_dropped() {
        // A sliver: most of the cone around it is empty.
        let sliver = question("POLYGON 10 0 20 0.1 20 -0.1", "", "");
        let parts = along(Axis::Space, &sliver, &sliver, Mjd(6e4)).unwrap();
        assert!((2..=5).contains(&parts.len()), "{}", parts.len());
        let inside: Vec<f64> = (0..=100)
            .map(|step| 10.0 + f64::from(step) / 10.0)
            .collect();
        for ra in inside {
            let point = crate::domain::angle::Position::new(ra, 0.0).unwrap();
            let holds = |part: &Constraints| part.space.as_ref().unwrap().contains(point);
            assert!(parts.iter().any(holds), "RA {ra}");
        }
    }

    #[test]
    fn it_is_cut_where_what_came_is_spread() {
        let question = question("0 0 1", "", "1995");
        let axes = || [Axis::Space, Axis::Time].into_iter();
        let cut = |sample: &Sample| {
            choose(&question, &question, axes(), sample, Mjd(6e4))
                .unwrap()
                .0
        };
        assert_eq!(cut(&at_times(&[])), Axis::Space, "nothing is known");
        let year: Vec<f64> = (49_718..50_083).map(f64::from).collect();
        assert_eq!(cut(&at_times(&year)), Axis::Time, "all at one place");
    }

    #[test]
    fn images_larger_than_the_cone_are_cut_by_time_though_sorted_by_it() {
        let question = question("0 0 1", "", "1995");
        let sample = at_times(&[49_718.0; 50]);
        let axes = [Axis::Space, Axis::Time].into_iter();
        let cut = choose(&question, &question, axes, &sample, Mjd(6e4)).unwrap();
        // All rows lie at the centre, which two or more of the seven hold, and on the first day.
        assert_eq!(cut.0, Axis::Time);
        assert_eq!(cut.1.len(), 2);
    }
}
