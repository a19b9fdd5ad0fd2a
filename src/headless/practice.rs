//! The practice VO around a search, or alone.

use super::{Interruption, TROUBLE, runtime, say};
use crate::{
    command_line::{self, Registry},
    discovery,
    practice::{Faults, Options, PracticeVo},
};
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// Whom a search asks first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whom {
    /// The TAP address of the registry.
    pub registry: String,
    /// The base address of the name resolver.
    pub resolver: String,
}

/// Calls `then` with whom to ask; where that is the practice VO, it serves meanwhile.
pub fn beside_practice(
    options: &command_line::Options,
    then: impl FnOnce(Whom) -> ExitCode,
) -> ExitCode {
    match &options.registry {
        Registry::At { url, .. } => then(Whom {
            registry: url.clone(),
            resolver: options.resolver.clone(),
        }),
        Registry::Practice { .. } => with_registry(options, |_, whom| then(whom)),
    }
}

/// Calls `then` with a runtime and whom to ask; where that is the practice VO, it serves meanwhile.
///
/// At the end a second at most is waited for, until jobs on services are deleted: a name that is still being looked up
/// would hold the program longer.
pub(super) fn with_registry(
    options: &command_line::Options,
    then: impl FnOnce(&Runtime, Whom) -> ExitCode,
) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("vodiscover: the system gives no threads: {error}"));
            return ExitCode::from(TROUBLE);
        }
    };
    let status = match &options.registry {
        Registry::At { url, .. } => {
            let whom = Whom {
                registry: url.clone(),
                resolver: options.resolver.clone(),
            };
            then(&runtime, whom)
        }
        Registry::Practice { has_faults } => match runtime.block_on(start(None, *has_faults)) {
            Some(practice) => {
                let whom = Whom {
                    registry: practice.registry_url(),
                    resolver: practice.resolver_url(),
                };
                then(&runtime, whom)
            }
            None => ExitCode::from(TROUBLE),
        },
    };
    runtime.block_on(discovery::farewells(discovery::FAREWELLS));
    runtime.shutdown_background();
    status
}

/// Serves the practice VO until it is interrupted.
pub fn serve_practice(port: u16, registry: &Registry) -> ExitCode {
    let has_faults = matches!(registry, Registry::Practice { has_faults: true });
    let Ok(runtime) = runtime() else {
        say("vodiscover: the system gives no threads");
        return ExitCode::from(TROUBLE);
    };
    let status = runtime.block_on(async {
        let mut interrupted = Interruption::listen();
        let Some(practice) = start(Some(port), has_faults).await else {
            return ExitCode::from(TROUBLE);
        };
        let (address, resolver) = (practice.registry_url(), practice.resolver_url());
        say(&format!(
            "the practice VO serves synthetic data; its registry is {address}\n\
             ask it:    vodiscover --registry {address} --resolver {resolver}\n\
             with pyVO: IVOA_REGISTRY={address} python3 ...\n\
             end it with Ctrl-C"
        ));
        interrupted.came().await;
        ExitCode::SUCCESS
    });
    runtime.shutdown_background();
    status
}

async fn start(port: Option<u16>, has_faults: bool) -> Option<PracticeVo> {
    let options = Options {
        port,
        faults: if has_faults {
            Faults::Some
        } else {
            Faults::None
        },
        latency: true,
    };
    match PracticeVo::begin(options).await {
        Ok(practice) => Some(practice),
        Err(error) => {
            say(&format!("vodiscover: {error}"));
            None
        }
    }
}
