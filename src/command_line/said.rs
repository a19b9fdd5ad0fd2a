//! What was said on the command line, and is not so by default.

use clap::ArgMatches;

/// What a command line, or the environment, can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A field of the question.
    Question,
    /// The registry.
    Registry,
    /// The name resolver.
    Resolver,
    /// The time for a whole answer.
    Timeout,
    /// The number of rows.
    Maxrec,
}

/// What is said and is not by default.
pub(super) fn all(matches: &ArgMatches, registry: Option<Said>) -> Vec<Said> {
    let options = [
        ("space", Said::Question),
        ("positions", Said::Question),
        ("spectrum", Said::Question),
        ("time", Said::Question),
        ("product", Said::Question),
        ("resolver", Said::Resolver),
        ("timeout", Said::Timeout),
        ("maxrec", Said::Maxrec),
    ];
    let given = options
        .into_iter()
        .filter(|(name, _)| matches.contains_id(name));
    let inclusive = matches.get_flag("inclusive").then_some(Said::Question);
    let all = given.map(|(_, said)| said).chain(inclusive).chain(registry);
    all.collect()
}
