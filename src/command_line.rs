//! The options of the command line, and the question and settings they make.

mod files;
mod help;
mod question;
mod said;

pub use files::Files;
pub use said::Said;

use crate::{
    discovery::export::SaveError,
    domain::constraints::{Product, Question, QuestionError},
    http::limits::Settings,
    protocol::{regtap::endpoints, sesame},
};
use clap::{
    Arg, ArgAction, ArgGroup, ArgMatches, Command,
    builder::{NonEmptyStringValueParser, PossibleValuesParser},
    value_parser,
};
use std::time::Duration;
use std::{
    ffi::OsString,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

/// The variable in the environment that names another registry, as in pyVO.
pub const REGISTRY_VARIABLE: &str = "IVOA_REGISTRY";

/// The exit status of input that cannot be understood.
pub const BAD_INPUT: u8 = 2;

/// What the command line says.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The fields of the form; the example where none is given.
    pub question: Question,
    /// Where services are looked up.
    pub registry: Registry,
    /// The base address of the Sesame service that knows where objects are; the practice VO has its own.
    pub resolver: String,
    /// Time-outs and how much at once.
    pub settings: Settings,
    /// What of these was said and is not by default, so that it goes before what the window remembers.
    pub said: Vec<Said>,
    /// How the program is used.
    pub mode: Mode,
}

/// How the program is used.
#[derive(Debug, Clone, PartialEq)]
pub enum Mode {
    /// Through the window.
    Window {
        /// Whether the search starts at once.
        runs_at_once: bool,
        /// The file of an earlier search to open.
        file: Option<PathBuf>,
    },
    /// Without a window.
    Headless(Box<Headless>),
    /// Without a window, from the file of an earlier search.
    Open(Box<Earlier>),
    /// Only to write a run that was cut off.
    Recover(Files),
    /// Only to serve the practice VO, on this port.
    PracticeServe(u16),
}

/// What a run without a window needs besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Headless {
    /// Whether those that did not tell all are asked again.
    pub asking: Asking,
    /// What is written at the end.
    pub files: Files,
}

/// What is done with the file of an earlier search.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The file.
    pub file: PathBuf,
    /// Whether those that did not tell all are asked again.
    pub asking: Asking,
    /// What is written at the end.
    pub files: Files,
}

/// How often services are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Each once.
    Once,
    /// Those that fail once more, with more time, and those that are cut off in parts.
    UntilComplete,
}

/// Where services are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registry {
    /// In a registry.
    At {
        /// Its TAP address.
        url: String,
        /// Those to ask in its place where it does not answer, in this order.
        fallbacks: Vec<String>,
    },
    /// In the practice VO.
    Practice {
        /// Whether some of its services hang, fail and cut off.
        has_faults: bool,
    },
}

impl Registry {
    /// The registry at the first of these addresses; the others stand in for it. Where there is but one, and it is a
    /// public one, the other public ones do.
    fn among(mut urls: Vec<String>) -> Self {
        if urls.is_empty() {
            urls.push(endpoints::USUAL.to_owned());
        }
        let url = urls.remove(0);
        let fallbacks = if urls.is_empty() {
            endpoints::fallbacks(&url)
        } else {
            urls
        };
        Self::At { url, fallbacks }
    }

    /// Those to ask where the first does not answer; nobody stands in for the practice VO.
    pub fn fallbacks(&self) -> &[String] {
        match self {
            Self::At { fallbacks, .. } => fallbacks,
            Self::Practice { .. } => &[],
        }
    }
}

/// Why the program does nothing more: it was asked for help, or cannot understand what it was asked.
#[derive(Debug)]
pub enum Refusal {
    /// The command line itself; clap words it, and it words the help.
    Arguments(Box<clap::Error>),
    /// A field of the question.
    Question(QuestionError),
    /// A file with positions, or the radius around them.
    Positions(String),
    /// A file that could not be written.
    File(SaveError),
}

impl Refusal {
    /// Says it, and gives the exit status: 0 after help, 2 else.
    pub fn tell(&self) -> ExitCode {
        let said = match self {
            Self::Arguments(error) => {
                let said = error.print();
                if !error.use_stderr() {
                    return ExitCode::SUCCESS;
                }
                said
            }
            Self::Question(error) => writeln!(
                io::stderr(),
                "vodiscover: {error}\nTry vodiscover --help for examples."
            ),
            Self::Positions(why) => writeln!(io::stderr(), "vodiscover: {why}"),
            Self::File(error) => writeln!(io::stderr(), "vodiscover: {error}"),
        };
        debug_assert!(said.is_ok(), "standard error takes a sentence");
        ExitCode::from(BAD_INPUT)
    }
}

/// Reads the command line, the program's name first.
pub fn read(
    arguments: impl IntoIterator<Item = OsString>,
    registry_variable: Option<String>,
) -> Result<Options, Refusal> {
    let matches = command()
        .try_get_matches_from(arguments)
        .map_err(|error| Refusal::Arguments(Box::new(error)))?;
    let (registry, said_registry) = registry(&matches, registry_variable);
    let mut settings = Settings::default();
    if let Some(seconds) = matches.get_one::<f64>("timeout") {
        settings = settings.with_answer_timeout(Duration::from_secs_f64(*seconds));
    }
    if let Some(maxrec) = matches.get_one::<u32>("maxrec") {
        settings.maxrec = *maxrec;
    }
    let is_headless = matches.get_flag("headless");
    let has_example = !is_headless || matches!(registry, Registry::Practice { .. });
    let question = question::question(&matches, has_example)?;
    let asking = if matches.get_flag("complete") {
        Asking::UntilComplete
    } else {
        Asking::Once
    };
    let file = matches.get_one::<PathBuf>("open").cloned();
    let mode = if let Some(port) = matches.get_one::<u16>("practice-serve") {
        Mode::PracticeServe(*port)
    } else if matches.get_flag("recover") {
        Mode::Recover(files::files(&matches, None)?)
    } else if let (true, Some(file)) = (is_headless, file.clone()) {
        Mode::Open(Box::new(Earlier {
            file,
            asking,
            files: files::files(&matches, None)?,
        }))
    } else if is_headless {
        match question.parse() {
            // Its position is looked up before the search.
            Ok(_) | Err(QuestionError::Unresolved(_)) => {}
            Err(error) => return Err(Refusal::Question(error)),
        }
        Mode::Headless(Box::new(Headless {
            asking,
            files: files::files(&matches, Some(&question))?,
        }))
    } else {
        Mode::Window {
            runs_at_once: matches.get_flag("run"),
            file,
        }
    };
    let resolver = matches.get_one::<String>("resolver");
    Ok(Options {
        question,
        registry,
        resolver: resolver.map_or(sesame::USUAL, |url| url.trim()).to_owned(),
        settings,
        said: said::all(&matches, said_registry),
        mode,
    })
}

fn registry(matches: &ArgMatches, variable: Option<String>) -> (Registry, Option<Said>) {
    if matches.get_flag("practice") || matches.contains_id("practice-serve") {
        let practice = Registry::Practice {
            has_faults: matches.get_flag("faults"),
        };
        return (practice, Some(Said::Registry));
    }
    let given = matches.get_many::<String>("registry").into_iter().flatten();
    let trimmed = |urls: &mut dyn Iterator<Item = String>| -> Vec<String> {
        urls.map(|url| url.trim().to_owned())
            .filter(|url| !url.is_empty())
            .collect()
    };
    let mut urls = trimmed(&mut given.cloned());
    if urls.is_empty() {
        urls = trimmed(&mut variable.into_iter());
    }
    let said = (!urls.is_empty()).then_some(Said::Registry);
    (Registry::among(urls), said)
}

/// The command line as clap knows it.
fn command() -> Command {
    Command::new("vodiscover")
        .version(env!("CARGO_PKG_VERSION"))
        .about(help::ABOUT)
        .after_help(help::after())
        .max_term_width(100)
        .args(question_arguments())
        .args(registry_arguments())
        .args(use_arguments())
        .group(ArgGroup::new("practising").args(["practice", "practice-serve"]))
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn question_arguments() -> [Arg; 7] {
    let heading = "What is asked (at least one of space or positions, spectrum and time)";
    [
        option("space", "WHERE", help::SPACE).allow_hyphen_values(true),
        option("positions", "FILE", help::POSITIONS)
            .value_parser(value_parser!(PathBuf))
            .requires("radius")
            .conflicts_with("space"),
        option("radius", "RADIUS", help::RADIUS).requires("positions"),
        option("spectrum", "WAVELENGTH", help::SPECTRUM),
        option("time", "WHEN", help::TIME),
        option("product", "KIND", help::PRODUCT)
            .value_parser(PossibleValuesParser::new(Product::ALL.map(Product::label))),
        flag("inclusive", help::INCLUSIVE),
    ]
    .map(|argument| argument.help_heading(heading))
}

fn registry_arguments() -> [Arg; 8] {
    let heading = "Who is asked";
    [
        option("service", "IVOID", help::SERVICE)
            .action(ArgAction::Append)
            .value_parser(NonEmptyStringValueParser::new()),
        option("registry", "URL", help::REGISTRY)
            .action(ArgAction::Append)
            .conflicts_with_all(["practice", "practice-serve"]),
        option("resolver", "URL", help::RESOLVER)
            .conflicts_with_all(["practice", "practice-serve"]),
        option("timeout", "SECONDS", help::TIMEOUT).value_parser(seconds),
        option("maxrec", "ROWS", help::MAXREC).value_parser(value_parser!(u32).range(1..)),
        flag("practice", help::PRACTICE),
        option("practice-serve", "PORT", help::PRACTICE_SERVE)
            .value_parser(value_parser!(u16).range(1..))
            .conflicts_with_all(["headless", "run"]),
        flag("faults", help::FAULTS).requires("practising"),
    ]
    .map(|argument| argument.help_heading(heading))
}

fn use_arguments() -> [Arg; 8] {
    let heading = "How";
    [
        Arg::new("open")
            .value_name("FILE")
            .help(help::OPEN)
            .value_parser(value_parser!(PathBuf))
            .conflicts_with_all([
                "space",
                "positions",
                "spectrum",
                "time",
                "product",
                "inclusive",
                "service",
                "run",
                "recover",
                "practice-serve",
            ]),
        flag("run", help::RUN),
        flag("headless", help::HEADLESS),
        flag("complete", help::COMPLETE).requires("headless"),
        flag("recover", help::RECOVER)
            .requires("headless")
            .conflicts_with_all([
                "space",
                "positions",
                "spectrum",
                "time",
                "practice",
                "registry",
                "complete",
            ]),
        option("save", "FILE", help::SAVE)
            .value_parser(value_parser!(PathBuf))
            .requires("headless"),
        flag("tabledata", help::TABLEDATA).requires("save"),
        option("provenance", "FILE", help::PROVENANCE)
            .value_parser(value_parser!(PathBuf))
            .requires("headless"),
    ]
    .map(|argument| argument.help_heading(heading))
}

fn seconds(text: &str) -> Result<f64, String> {
    const A_DAY: f64 = 86_400.0;
    match text.parse::<f64>() {
        Ok(seconds) if 0.0 < seconds && seconds <= A_DAY => Ok(seconds),
        _ => Err("give seconds, more than 0 and at most a day (86400)".to_owned()),
    }
}

#[cfg(test)]
mod tests;
