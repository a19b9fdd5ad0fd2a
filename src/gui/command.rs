//! The window as the command line asks for it.

use super::{Options, Start, memory::path_of_this_user, open};
use crate::{
    command_line::{self, Mode, Registry},
    discovery::journal::Folder,
    headless::beside_practice,
};
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// Opens the window with what the command line says filled in, and the practice VO behind it where that is asked for.
pub fn run(options: &command_line::Options) -> ExitCode {
    let is_practice = matches!(options.registry, Registry::Practice { .. });
    let start = match options.mode {
        Mode::Window {
            runs_at_once: true, ..
        } => Start::AtOnce,
        _ => Start::WhenAsked,
    };
    let file = match &options.mode {
        Mode::Window { file, .. } => file.clone(),
        _ => None,
    };
    beside_practice(options, |whom| {
        let opened = open(Options {
            question: options.question.clone(),
            registry: whom.registry,
            fallbacks: options.registry.fallbacks().to_vec(),
            resolver: whom.resolver,
            settings: options.settings.clone(),
            said: options.said.clone(),
            memory: path_of_this_user(is_practice),
            start,
            hub: None,
            runs: Folder::of_this_user(),
            file,
            subtitle: is_practice.then(|| "practice VO: synthetic data".to_owned()),
        });
        match opened {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                writeln!(io::stderr(), "vodiscover: {error}").ok();
                ExitCode::FAILURE
            }
        }
    })
}
