//! The registries of the VO that answer RegTAP queries, with what is known of each.

use crate::{domain::service::Protocol, protocol::address};

/// A public registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// Its TAP base URL.
    pub url: &'static str,
    /// Who runs it.
    pub name: &'static str,
    /// What is known of it.
    pub note: &'static str,
    /// Other addresses of the same registry.
    aliases: &'static [&'static str],
}

/// The registry that is asked where nothing else is said.
pub const USUAL: &str = "http://reg.g-vo.org/tap";

/// Those that clients of the VO name in their code (pyVO 1.9, TOPCAT 4.10, DS9, astroquery).
///
/// In the order in which they are asked: first those whose software is known to tell coverage and to know MOC, last those of which nothing is known.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        url: USUAL,
        name: "GAVO",
        note: "a name for several servers, of which one that is up answers; tells coverage, knows MOC",
        aliases: &[],
    },
    Endpoint {
        url: "http://dc.g-vo.org/tap",
        name: "GAVO Data Center, Heidelberg",
        note: "tells coverage, knows MOC",
        aliases: &[
            "http://dc.zah.uni-heidelberg.de/tap",
            "http://dc.g-vo.org/__system__/tap/run",
        ],
    },
    Endpoint {
        url: "http://gavo.aip.de/tap",
        name: "GAVO at AIP, Potsdam",
        note: "the software of GAVO's",
        aliases: &[],
    },
    Endpoint {
        url: "http://voparis-rr.obspm.fr/tap",
        name: "VO Paris",
        note: "the software of GAVO's",
        aliases: &[],
    },
    Endpoint {
        url: "https://registry.euro-vo.org/regtap/tap",
        name: "Euro-VO, ESA",
        note: "not known to tell coverage",
        aliases: &[],
    },
    Endpoint {
        url: "https://mast.stsci.edu/vo-tap/api/v0.1/registry",
        name: "MAST, STScI",
        note: "not known to tell coverage; since 2025 in place of vao.stsci.edu",
        aliases: &["https://vao.stsci.edu/RegTAP/TapService.aspx"],
    },
    Endpoint {
        url: "http://ia2-vo.oats.inaf.it:8080/registry",
        name: "IA2, INAF",
        note: "no client asks it by itself",
        aliases: &[],
    },
];

/// The known registry at an address, however that is written.
pub fn known(url: &str) -> Option<&'static Endpoint> {
    let normal = |url: &str| address::normal(Protocol::ObsCore, url);
    let asked = normal(url);
    ENDPOINTS.iter().find(|endpoint| {
        let mut all = endpoint.aliases.iter().chain([&endpoint.url]);
        all.any(|own| normal(own) == asked)
    })
}

/// Whom to ask where the registry at this address does not answer: the other known ones, if it is known itself.
///
/// Who names a registry of their own asks that one, and does not want their question told to others.
pub fn fallbacks(url: &str) -> Vec<String> {
    let Some(asked) = known(url) else {
        return Vec::new();
    };
    ENDPOINTS
        .iter()
        .filter(|endpoint| *endpoint != asked)
        .map(|endpoint| endpoint.url.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_registry_is_known_however_it_is_written() {
        for url in [
            "https://reg.g-vo.org/tap",
            "http://reg.g-vo.org:80/tap/sync",
            " http://REG.g-vo.org/tap/ ",
        ] {
            assert_eq!(known(url).map(|one| one.name), Some("GAVO"), "{url}");
        }
        let by_alias = known("https://dc.g-vo.org/__system__/tap/run/sync").unwrap();
        assert_eq!(by_alias.url, "http://dc.g-vo.org/tap");
        assert_eq!(known("http://reg.g-vo.org/other"), None);
    }

    #[test]
    fn the_rest_of_the_list_stands_in_for_a_known_registry_and_nobody_for_another() {
        let rest = fallbacks("https://reg.g-vo.org/tap/");
        assert_eq!(rest.len(), ENDPOINTS.len() - 1);
        assert_eq!(rest[0], "http://dc.g-vo.org/tap");
        assert!(!rest.contains(&USUAL.to_owned()));
        assert_eq!(fallbacks("http://127.0.0.1:8080/tap"), [""; 0]);
    }

    #[test]
    fn every_registry_that_other_clients_name_is_known() {
        for url in [
            "http://reg.g-vo.org/tap",
            "http://dc.g-vo.org/tap",
            "http://dc.zah.uni-heidelberg.de/tap",
            "https://dc.g-vo.org/__system__/tap/run/sync",
            "http://gavo.aip.de/tap",
            "http://voparis-rr.obspm.fr/tap",
            "https://mast.stsci.edu/vo-tap/api/v0.1/registry",
            "https://vao.stsci.edu/RegTAP/TapService.aspx",
            "https://registry.euro-vo.org/regtap/tap",
            "http://ia2-vo.oats.inaf.it:8080/registry",
        ] {
            assert!(known(url).is_some(), "{url}");
        }
        assert_eq!(ENDPOINTS.len(), 7);
    }

    #[test]
    fn each_registry_is_listed_once() {
        for endpoint in ENDPOINTS {
            assert_eq!(known(endpoint.url), Some(endpoint));
            for alias in endpoint.aliases {
                assert_eq!(known(alias), Some(endpoint), "{alias}");
            }
        }
    }
}
