//! Starts the window, a headless run, or the practice VO, as the command line says.

use std::{env, process::ExitCode};
use vodiscover::{
    command_line::{self, Mode},
    gui, headless,
};

fn main() -> ExitCode {
    let variable = env::var(command_line::REGISTRY_VARIABLE).ok();
    let options = match command_line::read(env::args_os(), variable) {
        Ok(options) => options,
        Err(refusal) => return refusal.tell(),
    };
    match &options.mode {
        Mode::Headless(run) => headless::run(&options, run),
        Mode::Open(earlier) => headless::open(&options, earlier),
        Mode::Recover(files) => headless::recover(files),
        Mode::PracticeServe(port) => headless::serve_practice(*port, &options.registry),
        Mode::Window { .. } => gui::run(&options),
    }
}
