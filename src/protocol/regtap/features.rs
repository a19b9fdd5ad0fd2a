//! What a registry can be asked, beyond the tables that all have.

/// What a registry knows. It is asked as if it knew everything; each refusal takes something away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five facts about a registry, each independent of the others"
)]
pub struct RegistryFeatures {
    /// The function `MOC(order, geometry)`, which makes coverage queries fast.
    pub moc: bool,
    /// The table `rr.stc_spatial`.
    pub stc_spatial: bool,
    /// The table `rr.stc_spectral`.
    pub stc_spectral: bool,
    /// The table `rr.stc_temporal`.
    pub stc_temporal: bool,
    /// The column `authenticated_only` of `rr.interface`, new in RegTAP 1.2.
    pub authenticated_only: bool,
}

impl Default for RegistryFeatures {
    fn default() -> Self {
        Self::ALL
    }
}

impl RegistryFeatures {
    /// A registry that knows everything, as GAVO's.
    pub const ALL: Self = Self {
        moc: true,
        stc_spatial: true,
        stc_spectral: true,
        stc_temporal: true,
        authenticated_only: true,
    };

    /// What is left after the registry refused a query with these words; `None` when nothing is left to give up.
    ///
    /// What the words name goes first. Where they name nothing (or all, as a query that is echoed), the newest goes.
    #[must_use]
    pub fn without_what_was_refused(self, words: &str) -> Option<Self> {
        let words = words.to_ascii_lowercase();
        let named: Vec<Self> = self
            .steps()
            .into_iter()
            .filter(|(name, _)| words.contains(name))
            .map(|(_, rest)| rest)
            .collect();
        match named.as_slice() {
            [one] => Some(*one),
            _ => self.steps().into_iter().next().map(|(_, rest)| rest),
        }
    }

    /// What is given up, in a sentence for the log; `None` when nothing is.
    pub fn given_up(self) -> Option<String> {
        let mut lost = Vec::new();
        for (known, what) in [
            (self.stc_spatial, "where on the sky"),
            (self.stc_spectral, "at which wavelengths"),
            (self.stc_temporal, "when"),
        ] {
            if !known {
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
        if !self.authenticated_only {
            sentences.push(
                "This registry does not tell which services want a log-in, so some will refuse"
                    .to_owned(),
            );
        }
        (!sentences.is_empty()).then(|| sentences.join("; "))
    }

    /// What can still be given up, newest first, each with the word that gives it away and what is left.
    fn steps(self) -> Vec<(&'static str, Self)> {
        let mut steps = Vec::new();
        if self.moc && self.stc_spatial {
            steps.push(("moc", Self { moc: false, ..self }));
        }
        if self.authenticated_only {
            let authenticated_only = false;
            steps.push((
                "authenticated_only",
                Self {
                    authenticated_only,
                    ..self
                },
            ));
        }
        if self.stc_temporal {
            let stc_temporal = false;
            steps.push((
                "stc_temporal",
                Self {
                    stc_temporal,
                    ..self
                },
            ));
        }
        if self.stc_spectral {
            let stc_spectral = false;
            steps.push((
                "stc_spectral",
                Self {
                    stc_spectral,
                    ..self
                },
            ));
        }
        if self.stc_spatial {
            let stc_spatial = false;
            steps.push((
                "stc_spatial",
                Self {
                    stc_spatial,
                    ..self
                },
            ));
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_takes_away_what_it_names() {
        let left = RegistryFeatures::ALL
            .without_what_was_refused("Table rr.stc_spectral not found")
            .unwrap();
        assert!(!left.stc_spectral && left.stc_spatial && left.moc);
        let left = RegistryFeatures::ALL
            .without_what_was_refused("No such column: AUTHENTICATED_ONLY")
            .unwrap();
        assert!(!left.authenticated_only && left.moc);
    }

    #[test]
    fn refusals_without_a_reason_come_to_an_end() {
        let mut features = Some(RegistryFeatures::ALL);
        let mut n_steps = 0;
        while let Some(left) = features {
            features = left.without_what_was_refused("syntax error");
            n_steps += 1;
        }
        assert_eq!(n_steps, 6);
    }

    #[test]
    fn what_is_given_up_is_told() {
        assert_eq!(RegistryFeatures::ALL.given_up(), None);
        let poor = RegistryFeatures {
            stc_spatial: false,
            stc_temporal: false,
            ..RegistryFeatures::ALL
        };
        assert_eq!(
            poor.given_up().unwrap(),
            "This registry does not tell where on the sky or when services have data, so more services are asked"
        );
    }
}
