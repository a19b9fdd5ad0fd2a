//! The practice VO around a search, or alone.

use super::{Interruption, TROUBLE, runtime, say};
use crate::{
    command_line::Registry,
    discovery,
    practice::{Faults, Options, PracticeVo},
};
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// Calls `then` with the address of the registry; where that is the practice VO, it serves meanwhile.
pub fn beside_practice(registry: &Registry, then: impl FnOnce(&str) -> ExitCode) -> ExitCode {
    match registry {
        Registry::At { url, .. } => then(url),
        Registry::Practice { .. } => with_registry(registry, |_, address| then(address)),
    }
}

/// Calls `then` with a runtime and the address of the registry; where that is the practice VO, it serves meanwhile.
///
/// At the end a second at most is waited for, until jobs on services are deleted: a name that is still being looked up
/// would hold the program longer.
pub(super) fn with_registry(
    registry: &Registry,
    then: impl FnOnce(&Runtime, &str) -> ExitCode,
) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!("vodiscover: the system gives no threads: {error}"));
            return ExitCode::from(TROUBLE);
        }
    };
    let status = match registry {
        Registry::At { url, .. } => then(&runtime, url),
        Registry::Practice { has_faults } => match runtime.block_on(start(None, *has_faults)) {
            Some(practice) => then(&runtime, &practice.registry_url()),
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
        let address = practice.registry_url();
        say(&format!(
            "the practice VO serves synthetic data; its registry is {address}\n\
             ask it:    vodiscover --registry {address}\n\
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
