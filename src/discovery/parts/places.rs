//! Cuts many places into those that one request can ask for, as each protocol bears it.

use super::sample::Sample;
use crate::domain::{
    angle::Degrees,
    constraints::{Axis, Constraints},
    region::{Cone, Region},
    service::Protocol,
};

/// POS in one request, so that the address stays below the 8,000 bytes that servers take: each has about 60.
const MOST_POS: usize = 40;

/// Places in one ADQL query: each brings four conditions, and services parse slowly.
const MOST_IN_QUERY: usize = 20;

/// Places this close together are asked for as one, where a protocol takes one only: within a cone of this radius in
/// degrees, or of twice their own.
const CLOSE_DEG: f64 = 0.2;

/// Whether a question asks for several places.
pub(in crate::discovery) fn has_several(question: &Constraints) -> bool {
    matches!(&question.space, Some(Region::Union(places)) if places.len() > 1)
}

/// The question for as many of its places as one request can ask for, and so on until all are asked for.
pub(super) fn cut(protocol: Protocol, question: &Constraints) -> Vec<Constraints> {
    let Some(Region::Union(places)) = &question.space else {
        return vec![question.clone()];
    };
    let groups: Vec<Vec<Region>> = match protocol {
        Protocol::Sia1 | Protocol::Ssap => close_ones(places),
        Protocol::Sia2 => chunks(places, MOST_POS),
        Protocol::ObsCore => chunks(places, MOST_IN_QUERY),
    };
    let narrower = |group| Constraints {
        space: together(group),
        ..question.clone()
    };
    groups.into_iter().map(narrower).collect()
}

/// The question for each of its places; `None` where it has one only.
pub(super) fn apart(question: &Constraints) -> Option<Vec<Constraints>> {
    let Some(Region::Union(places)) = &question.space else {
        return None;
    };
    let narrower = |place: &Region| Constraints {
        space: Some(place.clone()),
        ..question.clone()
    };
    (places.len() > 1).then(|| places.iter().map(narrower).collect())
}

/// Whether the rows of an answer show that the service looked at more than one of the places: that they do not all lie
/// around the first, nor around the last.
pub(super) fn shows_several(question: &Constraints, rows: &Sample) -> bool {
    let Some(Region::Union(places)) = &question.space else {
        return true;
    };
    let lies_elsewhere = |place: Option<&Region>| {
        let around = place.and_then(|place| around(&place.bounding_cone()));
        let only = Constraints {
            space: around.map(Region::Cone),
            ..question.clone()
        };
        rows.len() > 0 && rows.share(Axis::Space, &only) < 1.0
    };
    lies_elsewhere(places.first()) && lies_elsewhere(places.last())
}

/// Where the rows may lie of a service that looks at one place: some look in a box around it, or in cells.
fn around(place: &Cone) -> Option<Cone> {
    Cone::new(place.centre, (2.0 * place.radius.0 + 0.1).min(180.0))
}

fn chunks(places: &[Region], most: usize) -> Vec<Vec<Region>> {
    // Chunks of about the same size.
    let n_chunks = places.len().div_ceil(most).max(1);
    let size = places.len().div_ceil(n_chunks).max(1);
    places.chunks(size).map(<[Region]>::to_vec).collect()
}

/// Groups of places that lie close together; most are alone.
fn close_ones(places: &[Region]) -> Vec<Vec<Region>> {
    let mut groups: Vec<Vec<Region>> = Vec::new();
    for place in places {
        let is_close = |group: &&mut Vec<Region>| {
            let mut all = (*group).clone();
            all.push(place.clone());
            fits(all)
        };
        match groups.iter_mut().find(is_close) {
            Some(group) => group.push(place.clone()),
            None => groups.push(vec![place.clone()]),
        }
    }
    groups
}

/// Whether the cone around all of these is not much larger than the largest of them.
fn fits(places: Vec<Region>) -> bool {
    let radius = |place: &Region| place.bounding_cone().radius;
    let largest =
        places.iter().map(radius).fold(
            Degrees(0.0),
            |one, other| {
                if one < other { other } else { one }
            },
        );
    radius(&Region::Union(places)).0 <= CLOSE_DEG.max(2.0 * largest.0)
}

fn together(mut places: Vec<Region>) -> Option<Region> {
    if places.len() > 1 {
        Some(Region::Union(places))
    } else {
        places.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::parts::sample::Sampler;
    use crate::domain::{
        angle::Position,
        constraints::{Product, Question},
        dataset::DatasetsBuilder,
        obscore::ObsColumn,
    };

    fn at(positions: &[(f64, f64)], radius: &str) -> Constraints {
        let typed: Vec<String> = positions
            .iter()
            .map(|(ra, dec)| format!("{ra} {dec}"))
            .collect();
        let question = Question {
            space: format!("within {radius} of {}", typed.join("; ")),
            product: Product::Both,
            ..Question::default()
        };
        question.parse().unwrap()
    }

    fn many(n: u32) -> Constraints {
        let positions: Vec<(f64, f64)> = (0..n).map(|nr| (f64::from(nr), 10.0)).collect();
        at(&positions, "5'")
    }

    fn sizes(protocol: Protocol, question: &Constraints) -> Vec<usize> {
        let size = |part: &Constraints| match &part.space {
            Some(Region::Union(places)) => places.len(),
            Some(_) => 1,
            None => 0,
        };
        cut(protocol, question).iter().map(size).collect()
    }

    #[test]
    fn a_request_asks_for_as_many_places_as_its_protocol_bears() {
        assert_eq!(sizes(Protocol::Sia2, &many(30)), [30]);
        assert_eq!(sizes(Protocol::Sia2, &many(90)), [30, 30, 30]);
        assert_eq!(sizes(Protocol::ObsCore, &many(30)), [15, 15]);
        assert_eq!(sizes(Protocol::Sia1, &many(30)), [1; 30]);
        assert_eq!(sizes(Protocol::Ssap, &many(30)), [1; 30]);
    }

    #[test]
    fn places_that_lie_close_together_are_one_request_where_one_place_is_taken() {
        // Within 0.2 deg lie (10, 0) and (10.1, 0) with 5' around each: 0.05 + 0.0833.
        let question = at(&[(10.0, 0.0), (50.0, 0.0), (10.1, 0.0), (10.6, 0.0)], "5'");
        let parts = cut(Protocol::Sia1, &question);
        assert_eq!(sizes(Protocol::Sia1, &question), [2, 1, 1]);
        let cone = parts[0].space.as_ref().unwrap().bounding_cone();
        assert!((cone.centre.ra.0 - 10.05).abs() < 1e-9);
        assert!((cone.radius.0 - 0.05 - 5.0 / 60.0).abs() < 1e-9);
        // Of 3 deg each, those that fit in 6 deg.
        let question = at(&[(10.0, 0.0), (15.0, 0.0), (30.0, 0.0)], "3 deg");
        assert_eq!(sizes(Protocol::Ssap, &question), [2, 1]);
    }

    #[test]
    fn only_rows_away_from_the_first_and_from_the_last_show_that_all_places_were_looked_at() {
        let question = many(3);
        let rows = |positions: &[f64]| {
            let mut builder = DatasetsBuilder::new();
            for ra in positions {
                builder.set_number(ObsColumn::SRa, *ra);
                builder.set_number(ObsColumn::SDec, 10.0);
                builder.finish_row();
            }
            let mut sampler = Sampler::default();
            for row in builder.finish().iter() {
                sampler.take(row);
            }
            sampler.finish()
        };
        for (positions, expected) in [
            (&[][..], false),
            (&[0.0, 0.2], false),
            (&[2.0], false),
            (&[1.0], true),
            (&[0.0, 2.0], true),
        ] {
            assert_eq!(
                shows_several(&question, &rows(positions)),
                expected,
                "{positions:?}"
            );
        }
        let one = Constraints {
            space: Some(Region::Cone(
                Cone::new(Position::new(1.0, 2.0).unwrap(), 1.0).unwrap(),
            )),
            ..question
        };
        assert!(shows_several(&one, &rows(&[])), "there is but one");
        assert_eq!(apart(&one), None);
        assert_eq!(apart(&many(3)).unwrap().len(), 3);
    }
}
