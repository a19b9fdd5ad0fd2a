//! The search that the command line describes, with the position of the object that it names.

use super::{INTERRUPTED, REGISTRY_FAILED, TROUBLE};
use super::{Interruption, Whom, new_client, say};
use crate::{
    command_line::{BAD_INPUT, Options},
    discovery::{
        Search,
        naming::{NotResolved, resolve},
    },
    domain::constraints::QuestionError,
};
use tokio::select;

/// The search; or the exit status where the object is not known, which was said.
pub(super) async fn search(options: &Options, whom: Whom) -> Result<Search, u8> {
    let mut question = options.question.clone();
    if let Err(QuestionError::Unresolved(named)) = question.parse() {
        let client = new_client(options.settings.clone()).ok_or(TROUBLE)?;
        let mut interrupted = Interruption::listen();
        let resolved = select! {
            resolved = resolve(&client, &whom.resolver, &named) => resolved,
            () = interrupted.came() => return Err(INTERRUPTED),
        };
        match resolved {
            Ok(resolved) => {
                say(&resolved.to_string());
                question.resolved = Some(resolved);
            }
            Err(why) => {
                say(format!("vodiscover: {why}\n{}", why.details()).trim_end());
                return Err(match why {
                    NotResolved::Unknown { .. } => BAD_INPUT,
                    NotResolved::NoAnswer(_) => REGISTRY_FAILED,
                });
            }
        }
    }
    match question.parse() {
        Ok(constraints) => Ok(Search {
            question,
            constraints,
            registry: whom.registry,
            fallbacks: options.registry.fallbacks().to_vec(),
            settings: options.settings.clone(),
        }),
        Err(error) => {
            say(&format!("vodiscover: {error}"));
            Err(BAD_INPUT)
        }
    }
}
