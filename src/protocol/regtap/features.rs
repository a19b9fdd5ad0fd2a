//! What a registry can be asked, beyond the tables that all have.

use std::fmt;

/// Something that newer registries know and older ones do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The function `MOC(order, geometry)`, which makes coverage queries fast.
    Moc,
    /// The column `mirror_url` of `rr.interface`, new in RegTAP 1.2.
    MirrorUrl,
    /// The column `authenticated_only` of `rr.interface`, new in RegTAP 1.2.
    AuthenticatedOnly,
    /// The function `ivo_nocasematch` (RegTAP 1.0, section 9).
    Nocasematch,
    /// The table `rr.stc_temporal`.
    StcTemporal,
    /// The table `rr.stc_spectral`.
    StcSpectral,
    /// The table `rr.stc_spatial`.
    StcSpatial,
}

impl Feature {
    /// All, newest first, which is the order in which they are given up.
    pub const ALL: [Self; 7] = [
        Self::Moc,
        Self::MirrorUrl,
        Self::AuthenticatedOnly,
        Self::Nocasematch,
        Self::StcTemporal,
        Self::StcSpectral,
        Self::StcSpatial,
    ];

    /// The words by which a refusal gives it away, in lower case.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Moc => &["moc"],
            Self::MirrorUrl => &["mirror_url"],
            Self::AuthenticatedOnly => &["authenticated_only"],
            Self::Nocasematch => &["ivo_nocasematch"],
            Self::StcTemporal => &["stc_temporal", "time_start", "time_end"],
            Self::StcSpectral => &["stc_spectral", "spectral_start", "spectral_end"],
            Self::StcSpatial => &["stc_spatial", "intersects", "coverage", "ref_system_name"],
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What a registry knows. It is asked as if it knew everything; a refusal takes something away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RegistryFeatures {
    /// A bit for each feature that it lacks.
    lacking: u8,
}

impl RegistryFeatures {
    /// A registry that knows everything, as GAVO's.
    pub const ALL: Self = Self { lacking: 0 };

    /// Whether it knows this.
    pub fn has(self, feature: Feature) -> bool {
        self.lacking & feature.bit() == 0
    }

    /// The same without one.
    #[must_use]
    pub fn without(self, feature: Feature) -> Self {
        Self {
            lacking: self.lacking | feature.bit(),
        }
    }

    /// What is left after the registry refused a query with these words; `None` when nothing is left to give up.
    ///
    /// What the words name goes first. Where they name several (or all, as a query that is echoed), or nothing, the
    /// newest goes.
    #[must_use]
    pub fn without_what_was_refused(self, words: &str) -> Option<Self> {
        let words = words.to_ascii_lowercase();
        let is_named = |feature: &Feature| feature.words().iter().any(|word| words.contains(word));
        let used: Vec<Feature> = Feature::ALL
            .into_iter()
            .filter(|feature| self.uses(*feature))
            .collect();
        let named = used.iter().copied().find(is_named);
        named
            .or_else(|| used.first().copied())
            .map(|feature| self.without(feature))
    }

    /// What is given up, in a sentence for the log; `None` when nothing is that makes a difference.
    pub fn given_up(self) -> Option<String> {
        let mut lost = Vec::new();
        for (feature, what) in [
            (Feature::StcSpatial, "where on the sky"),
            (Feature::StcSpectral, "at which wavelengths"),
            (Feature::StcTemporal, "when"),
        ] {
            if !self.has(feature) {
                lost.push(what);
            }
        }
        let mut sentences = Vec::new();
        if !lost.is_empty() {
            sentences.push(format!(
                "This registry does not tell {} services have data, so more services are asked",
                lost.join(" or ")
            ));
        }
        if !self.has(Feature::AuthenticatedOnly) {
            sentences.push(
                "This registry does not tell which services want a log-in, so some will refuse"
                    .to_owned(),
            );
        }
        (!sentences.is_empty()).then(|| sentences.join("; "))
    }

    /// Whether a query makes use of it: MOC is only written for the coverage on the sky.
    fn uses(self, feature: Feature) -> bool {
        let is_idle = feature == Feature::Moc && !self.has(Feature::StcSpatial);
        self.has(feature) && !is_idle
    }
}

impl Default for RegistryFeatures {
    fn default() -> Self {
        Self::ALL
    }
}

impl fmt::Debug for RegistryFeatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lacking = Feature::ALL.into_iter().filter(|one| !self.has(*one));
        f.write_str("RegistryFeatures without ")?;
        f.debug_set().entries(lacking).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, lost: Feature) {
        let left = RegistryFeatures::ALL.without_what_was_refused(words);
        assert_eq!(left, Some(RegistryFeatures::ALL.without(lost)), "{words}");
    }

    #[test]
    fn a_refusal_takes_away_what_it_names() {
        check("Table rr.stc_spectral not found", Feature::StcSpectral);
        check(
            "No such column: AUTHENTICATED_ONLY",
            Feature::AuthenticatedOnly,
        );
        check("column i.mirror_url does not exist", Feature::MirrorUrl);
        check("Unknown function ivo_nocasematch", Feature::Nocasematch);
        check("function INTERSECTS is not supported", Feature::StcSpatial);
    }

    #[test]
    fn of_several_that_a_refusal_names_the_newest_goes() {
        check("cannot parse INTERSECTS(coverage, MOC(6, ...", Feature::Moc);
        check(
            "no column time_start in rr.stc_temporal, wanted by 'SELECT ... authenticated_only'",
            Feature::AuthenticatedOnly,
        );
    }

    #[test]
    fn refusals_without_a_reason_come_to_an_end() {
        let mut features = Some(RegistryFeatures::ALL);
        let mut n_steps = 0;
        while let Some(left) = features {
            features = left.without_what_was_refused("syntax error");
            n_steps += 1;
        }
        assert_eq!(n_steps, Feature::ALL.len() + 1);
    }

    #[test]
    fn what_is_given_up_is_told() {
        assert_eq!(RegistryFeatures::ALL.given_up(), None);
        let poor = RegistryFeatures::ALL
            .without(Feature::StcSpatial)
            .without(Feature::StcTemporal)
            .without(Feature::MirrorUrl);
        assert_eq!(
            poor.given_up().unwrap(),
            "This registry does not tell where on the sky or when services have data, so more services are asked"
        );
    }
}
