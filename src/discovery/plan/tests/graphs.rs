//! Random records, doors and relations: whatever is left out, its data are had from what is asked.
//!
//! The model: each record has an image and a spectrum of its own. A record that is served by another has its data there
//! too, and so on along the relations; all doors of a record hold what the record holds; a door shared by several records
//! holds what any of them does. An image protocol tells no spectra, SSAP no images.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A dataset: that of a record, and whether it is a spectrum.
type Item = (String, bool);

const RECORDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const ADDRESSES: [&str; 5] = [
    "http://x.org/one",
    "https://x.org/one",
    "http://x.org/two?t=1",
    "http://x.org/two?t=2",
    "http://y.org/tap/",
];

fn any_candidate() -> impl Strategy<Value = Candidate> {
    let protocol = prop::sample::select(vec![Sia1, Sia2, Ssap, ObsCore]);
    let record = prop::sample::select(&RECORDS[..]);
    // Often an address of its own, so that not everything is one service.
    let address = prop::option::of(prop::sample::select(&ADDRESSES[..]));
    let kinds = (0..3_i64, prop::bool::weighted(0.15), any::<bool>());
    (protocol, record, address, kinds).prop_map(|(protocol, record, address, kinds)| {
        let (cap_index, needs_login, is_table) = kinds;
        let own = format!("http://{record}.org/{protocol}/{cap_index}");
        let access_url = address.map_or(own, str::to_owned);
        let made = if protocol == ObsCore && is_table {
            table(record, &access_url)
        } else {
            candidate(record, protocol)
        };
        Candidate {
            cap_index,
            access_url,
            needs_login,
            ..made
        }
    })
}

/// The relations, among the records and a TAP service that no candidate stands for.
fn any_relations() -> impl Strategy<Value = Vec<ServedBy>> {
    let names: Vec<&str> = RECORDS.iter().copied().chain(["tap"]).collect();
    let name = prop::sample::select(names);
    prop::collection::vec((name.clone(), name), 0..10).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(ivoid, by)| ServedBy {
                ivoid: Ivoid::new(&format!("ivo://{ivoid}")),
                by: Ivoid::new(&format!("ivo://{by}")),
            })
            .collect()
    })
}

/// What the doors of a record hold.
fn held(ivoid: &Ivoid, relations: &[ServedBy]) -> BTreeSet<Ivoid> {
    let mut held = BTreeSet::from([ivoid.clone()]);
    loop {
        let more: Vec<Ivoid> = relations
            .iter()
            .filter(|pair| held.contains(&pair.by) && !held.contains(&pair.ivoid))
            .map(|pair| pair.ivoid.clone())
            .collect();
        if more.is_empty() {
            return held;
        }
        held.extend(more);
    }
}

/// The relations, and those that a table brings: it is all that the TAP service holds by which it is served.
fn with_tables(candidates: &[Candidate], relations: &[ServedBy]) -> Vec<ServedBy> {
    let is_table = |ivoid: &Ivoid| {
        candidates
            .iter()
            .any(|one| one.registration == Registration::NewObsCore && one.ivoid == *ivoid)
    };
    let of_tables = relations.iter().filter(|pair| is_table(&pair.ivoid));
    let turned = of_tables.map(|pair| ServedBy {
        ivoid: pair.by.clone(),
        by: pair.ivoid.clone(),
    });
    relations.iter().cloned().chain(turned).collect()
}

fn is_same_door(one: &Candidate, other: &Candidate) -> bool {
    let without_scheme = |url: &str| url.split_once("://").unwrap().1.to_owned();
    one.protocol == other.protocol
        && without_scheme(&one.access_url) == without_scheme(&other.access_url)
}

/// What an open door holds, worked out from all records that name its address as one.
fn content(door: &Candidate, all: &[Candidate], relations: &[ServedBy]) -> BTreeSet<Item> {
    let mut items = BTreeSet::new();
    let same = |other: &&Candidate| !other.needs_login && is_same_door(other, door);
    for record in all.iter().filter(same) {
        for record in held(&record.ivoid, relations) {
            for is_spectrum in [false, true] {
                let tells = match door.protocol {
                    ObsCore => true,
                    Ssap => is_spectrum,
                    Sia1 | Sia2 => !is_spectrum,
                };
                if tells {
                    items.insert((record.to_string(), is_spectrum));
                }
            }
        }
    }
    items
}

/// Asks as a run does: those to ask, and those that a failed one stood in for. Which were asked.
fn asked(plan: &Plan, fails: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let mut next: Vec<ServiceNr> = plan.to_ask();
    let mut asked = BTreeSet::new();
    while let Some(nr) = next.pop() {
        if asked.insert(nr.index()) && fails(nr.index()) {
            next.extend(&plan.considered[nr.index()].stands_for);
        }
    }
    asked
}

fn without_repetitions(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|one| (one.ivoid.clone(), one.cap_index));
    candidates.dedup_by_key(|one| (one.ivoid.clone(), one.cap_index));
    candidates
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_service_left_out_has_a_stand_in_that_is_asked_and_is_not_itself(
        candidates in prop::collection::vec(any_candidate(), 1..14),
        relations in any_relations(),
    ) {
        let candidates = without_repetitions(candidates);
        let n_open = candidates.iter().filter(|one| !one.needs_login).count();
        let plan = plan(candidates, &relations, &constraints(Product::Both));
        prop_assert!(n_open == 0 || !plan.to_ask().is_empty());
        for (nr, one) in (0..).map(ServiceNr).zip(&plan.considered) {
            let Fate::LeftOut(reason) = &one.fate else { continue };
            let Some(by) = reason.stand_in() else {
                prop_assert_eq!(reason, &Reason::NeedsLogin);
                continue;
            };
            let stand_in = plan.get(by).unwrap();
            prop_assert_ne!(by, nr);
            prop_assert_eq!(&stand_in.fate, &Fate::ToAsk);
            prop_assert!(stand_in.stands_for.contains(&nr));
        }
    }

    #[test]
    fn nothing_is_lost_whoever_fails(
        candidates in prop::collection::vec(any_candidate(), 1..14),
        relations in any_relations(),
        fails in prop::collection::vec(prop::bool::weighted(0.3), 14),
    ) {
        let candidates = in_order(without_repetitions(candidates));
        let plan = plan(candidates.clone(), &relations, &constraints(Product::Both));
        let relations = with_tables(&candidates, &relations);
        // A door fails under each of its names.
        let has_failed = |nr: usize| {
            let door = candidates.iter().position(|one| is_same_door(one, &candidates[nr]));
            fails[door.unwrap() % fails.len()]
        };
        let told = |numbers: &mut dyn Iterator<Item = usize>| -> BTreeSet<Item> {
            numbers
                .filter(|nr| !has_failed(*nr))
                .flat_map(|nr| content(&candidates[nr], &candidates, &relations))
                .collect()
        };
        let mut open = (0..candidates.len()).filter(|nr| !candidates[*nr].needs_login);
        let wanted = told(&mut open);
        let found = told(&mut asked(&plan, has_failed).into_iter());
        let lost: Vec<&Item> = wanted.difference(&found).collect();
        prop_assert!(lost.is_empty(), "lost {lost:?} in {:#?}", plan.considered);
    }
}
