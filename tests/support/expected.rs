//! What a service of the practice VO must give, worked out from what it really holds.

use std::collections::BTreeSet;
use vodiscover::{
    domain::constraints::{Constraints, Product},
    practice::{Dataset, Holding, Revealed, Truth},
};

/// Whether what is revealed meets a question: intervals by hand, regions by the cone's or polygon's own words.
fn meets(revealed: &Revealed, constraints: &Constraints) -> bool {
    let undeclared = constraints.inclusive;
    let overlap = |known: Option<(f64, f64)>, lo: f64, hi: f64| {
        known.map_or(undeclared, |known| known.0 <= hi && lo <= known.1)
    };
    let space = constraints.space.as_ref().is_none_or(|asked| {
        revealed
            .region
            .as_ref()
            .map_or(undeclared, |own| own.meets(asked))
    });
    let spectrum = constraints
        .spectrum
        .is_none_or(|asked| overlap(revealed.spectrum, asked.lo.0, asked.hi.0));
    let time = constraints
        .time
        .is_none_or(|asked| overlap(revealed.time, asked.lo.0, asked.hi.0));
    space && spectrum && time
}

/// Whether a dataset is of the kind that is wanted.
fn is_wanted(dataset: &Dataset, product: Product) -> bool {
    match product {
        Product::Images => dataset.kind.is_image(),
        Product::Spectra => !dataset.kind.is_image(),
        Product::Both => true,
    }
}

/// The access URLs that a service must give.
pub(crate) fn expected(
    truth: &Truth,
    holding: &Holding,
    constraints: &Constraints,
) -> BTreeSet<String> {
    let fits = |nr: &&usize| {
        let revealed = truth.revealed(holding.protocol, **nr).unwrap();
        meets(&revealed, constraints) && is_wanted(&truth.datasets[**nr], constraints.product)
    };
    holding
        .datasets
        .iter()
        .filter(fits)
        .map(|nr| truth.access_urls[*nr].clone())
        .collect()
}
