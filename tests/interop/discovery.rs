//! Headless runs against DaCHS must find exactly what the data say, and save it so that others read it.
//!
//! What must be found comes from truth.py, which shares no code with the program. Every run leaves the files that it
//! wrote in the target folder, so that a failure can be looked into.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::{beside, need_program, need_python, need_variable, output_of, vodiscover};

/// A question, as the program is asked it and as truth.py is; the conversions were worked by hand.
#[derive(Debug, Clone, Copy, Default)]
struct Question {
    space: &'static str,
    true_space: &'static [&'static str],
    spectrum: &'static str,
    true_band: &'static [&'static str],
    time: &'static str,
    true_time: &'static [&'static str],
    product: &'static str,
    inclusive: bool,
}

impl Question {
    /// A cone or a polygon, for images.
    const fn at(space: &'static str, true_space: &'static [&'static str]) -> Self {
        Self {
            space,
            true_space,
            spectrum: "",
            true_band: &[],
            time: "",
            true_time: &[],
            product: "images",
            inclusive: false,
        }
    }

    /// The same, at 400 to 700 nm.
    const fn optical(self) -> Self {
        Self {
            spectrum: "400 700",
            true_band: &["--band", "4e-7", "7e-7"],
            ..self
        }
    }

    /// The same, in the year 1995: MJD 49718 to 50083.
    const fn in_1995(self) -> Self {
        Self {
            time: "1995-01-01 1995-12-31",
            true_time: &["--time", "49718", "50083"],
            ..self
        }
    }

    /// The same, for `product`.
    const fn of(self, product: &'static str) -> Self {
        Self { product, ..self }
    }

    /// The same, inclusive.
    const fn inclusive(self) -> Self {
        Self {
            inclusive: true,
            ..self
        }
    }
}

/// What a test needs to ask and to judge.
struct Bench {
    registry: String,
    truth: PathBuf,
    python: PathBuf,
    folder: PathBuf,
}

/// What became of a service: its outcome, the datasets that matched, and those among them that were new.
type Fate = (String, usize, usize);

impl Bench {
    /// `None` where a part is missing, after that was told.
    fn new(name: &str) -> Option<Self> {
        let registry = need_variable("VODISCOVER_DACHS", "DaCHS")?;
        let truth = need_variable("VODISCOVER_DACHS_TRUTH", "DaCHS")?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("interop")
            .join(name);
        fs::create_dir_all(&folder).unwrap();
        Some(Self {
            registry: format!("{registry}/tap"),
            truth: truth.into(),
            python: need_python()?,
            folder,
        })
    }

    /// What must be found.
    fn truth(&self, question: Question) -> BTreeSet<String> {
        let mut command = Command::new(&self.python);
        command.arg(beside("truth.py")).arg(&self.truth);
        command.args(question.true_space);
        command.args(question.true_band);
        command.args(question.true_time);
        command.args(["--product", question.product]);
        if question.inclusive {
            command.arg("--inclusive");
        }
        lines(&output_of(&mut command))
    }

    /// Asks, and gives the file that was saved.
    fn ask(&self, question: Question) -> PathBuf {
        self.ask_with(question, "found.vot", &["--provenance", "provenance.csv"])
    }

    /// Asks with further options, to be saved in `name`.
    fn ask_with(&self, question: Question, name: &str, options: &[&str]) -> PathBuf {
        let mut command = vodiscover();
        command
            .current_dir(&self.folder)
            .env_remove("IVOA_REGISTRY")
            .args(["--headless", "--registry", &self.registry])
            .args(["--product", question.product, "--save", name])
            .args(options);
        let fields = [
            ("--space", question.space),
            ("--spectrum", question.spectrum),
            ("--time", question.time),
        ];
        for (option, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            command.args([option, text]);
        }
        if question.inclusive {
            command.arg("--inclusive");
        }
        output_of(&mut command);
        self.folder.join(name)
    }

    /// What became of each service, by the last part of its IVOID and its protocol.
    fn provenance(&self, question: Question) -> BTreeMap<String, Fate> {
        self.ask(question);
        let mut reader = csv::Reader::from_path(self.folder.join("provenance.csv")).unwrap();
        let headers = reader.headers().unwrap().clone();
        let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let columns = ["ivoid", "protocol", "outcome", "matched", "new"].map(place);
        let fate = |row: csv::Result<csv::StringRecord>| {
            let row = row.unwrap();
            let [ivoid, protocol, outcome, matched, new] = columns.map(|at| row[at].to_owned());
            let (_, name) = ivoid.rsplit_once('/').unwrap();
            let fate = (outcome, matched.parse().unwrap(), new.parse().unwrap());
            (format!("{name} {protocol}"), fate)
        };
        reader.records().map(fate).collect()
    }

    /// What astropy reads from a saved file; each value was compared with the one that the generator made.
    fn read(&self, saved: &Path) -> BTreeSet<String> {
        let mut command = Command::new(&self.python);
        command
            .arg(beside("check.py"))
            .args([saved, self.truth.as_path()]);
        lines(&output_of(&mut command))
    }

    /// Asks, and holds the answer against the truth.
    fn check(&self, question: Question) {
        let (expected, found) = (self.truth(question), self.read(&self.ask(question)));
        assert!(!expected.is_empty(), "{question:?} asks for nothing");
        let missed: Vec<_> = expected.difference(&found).collect();
        let wrong: Vec<_> = found.difference(&expected).collect();
        assert!(
            missed.is_empty() && wrong.is_empty(),
            "{question:?}\nfound {} of {}; missed {missed:#?}\nfound wrongly {wrong:#?}\nsee {}",
            found.len(),
            expected.len(),
            self.folder.display()
        );
    }

    /// The place alone, with spectrum, with time, and with both.
    fn check_all(&self, at: Question) {
        for question in [at, at.optical(), at.in_1995(), at.optical().in_1995()] {
            self.check(question);
        }
    }
}

fn lines(text: &str) -> BTreeSet<String> {
    text.lines().map(str::to_owned).collect()
}

const EQUATOR: Question = Question::at("180.0, 0.2 1", &["--cone", "180", "0.2", "1"]);
const NORTH_POLE: Question = Question::at("40 89.6 0.8", &["--cone", "40", "89.6", "0.8"]);
const SOUTH_POLE: Question = Question::at("200, -89.7, 0.5", &["--cone", "200", "-89.7", "0.5"]);
const RA_0: Question = Question::at("0.1 12 0.7", &["--cone", "0.1", "12", "0.7"]);

/// A test for each place and for inclusive or not, so that the log names what failed.
macro_rules! places {
    ($($name:ident: $question:expr;)*) => {$(
        #[test]
        fn $name() {
            if let Some(bench) = Bench::new(stringify!($name)) {
                bench.check_all($question);
            }
        }
    )*};
}

/// A test for each single question.
macro_rules! questions {
    ($($name:ident: $question:expr;)*) => {$(
        #[test]
        fn $name() {
            if let Some(bench) = Bench::new(stringify!($name)) {
                bench.check($question);
            }
        }
    )*};
}

places! {
    at_the_equator_exactly_the_matching_datasets_are_found: EQUATOR;
    at_the_equator_inclusive_finds_the_undeclared_too: EQUATOR.inclusive();
    at_the_north_pole_exactly_the_matching_datasets_are_found: NORTH_POLE;
    at_the_north_pole_inclusive_finds_the_undeclared_too: NORTH_POLE.inclusive();
    at_the_south_pole_exactly_the_matching_datasets_are_found: SOUTH_POLE;
    at_the_south_pole_inclusive_finds_the_undeclared_too: SOUTH_POLE.inclusive();
    across_ra_0_exactly_the_matching_datasets_are_found: RA_0;
    across_ra_0_inclusive_finds_the_undeclared_too: RA_0.inclusive();
}

questions! {
    spectra_are_found_where_spectra_are_asked_for: EQUATOR.of("spectra").optical();
    both_products_are_found_together: RA_0.of("both").in_1995();
    both_products_inclusive_keep_what_names_no_product: SOUTH_POLE.of("both").inclusive();
    a_polygon_across_ra_0_is_asked_as_a_polygon: Question::at(
        "POLYGON 359.2 11.3 0.9 11.1 1.1 12.9 359.1 12.8",
        &["--polygon", "359.2", "11.3", "0.9", "11.1", "1.1", "12.9", "359.1", "12.8"],
    ).of("both");
    a_polygon_around_the_pole_is_asked_as_a_polygon: Question::at(
        "POLYGON 10 89.1 130 89.2 250 89.26",
        &["--polygon", "10", "89.1", "130", "89.2", "250", "89.26"],
    ).of("both").inclusive();
    a_position_may_be_sexagesimal: Question::at(
        "12:00:00 +00:12:00 6'", &["--cone", "180", "0.2", "0.1"],
    ).of("both");
    a_huge_cone_finds_what_it_holds: Question::at(
        "30 35 25", &["--cone", "30", "35", "25"],
    );
    without_a_place_spectrum_and_time_are_enough: Question::at("", &[]).optical().in_1995().of("both");
    an_x_ray_is_found_by_its_energy: Question {
        spectrum: "0.5..0.9 keV",
        // E = hc/lambda, hc = 1.2398419843 keV nm
        true_band: &["--band", "1.377602e-9", "2.479684e-9"],
        ..EQUATOR
    }.of("both");
}

#[test]
fn provenance_says_what_became_of_every_service() {
    let Some(bench) = Bench::new("provenance") else {
        return;
    };
    let fates = bench.provenance(EQUATOR);
    let outcomes: Vec<(&str, &str)> = fates
        .iter()
        .map(|(service, (outcome, ..))| (service.as_str(), outcome.as_str()))
        .collect();
    // From generate.py: `dead` and `standin` SIA2 have nobody listening, so SIA1 of `standin` is asked after all; `tap`
    // serves what `sitewide` and `served` have; SIA2 of `survey` is better than its SIA1; `login` wants a log-in; `lost`
    // and `html` answer with pages for people; `archive`, `nulled` and `othertap` declare no coverage. The coverage of
    // the others does not meet the question.
    assert_eq!(
        outcomes,
        [
            ("archive SIA1", "skipped"),
            ("dead SIA2", "failed"),
            ("html SIA1", "failed"),
            ("login SIA2", "skipped"),
            ("lost SIA1", "failed"),
            ("nulled SIA1", "skipped"),
            ("othertap ObsCore", "skipped"),
            ("patchy SIA2", "ok"),
            ("plates SIA1", "ok"),
            ("served SIA1", "skipped"),
            ("sitewide SIA2", "skipped"),
            ("standin SIA1", "ok"),
            ("standin SIA2", "failed"),
            ("survey SIA1", "skipped"),
            ("survey SIA2", "ok"),
            ("tap ObsCore", "ok"),
        ]
    );
}

#[test]
fn the_same_tap_under_another_address_gives_nothing_twice() {
    let Some(bench) = Bench::new("twice") else {
        return;
    };
    let fates = bench.provenance(EQUATOR.inclusive());
    let (first, second) = (&fates["tap ObsCore"], &fates["othertap ObsCore"]);
    assert_eq!(first.0, "ok");
    assert_eq!(second.0, "ok");
    assert_eq!(first.1, second.1, "both serve the same table");
    assert_eq!(first.2 + second.2, first.1, "each dataset is new once");
}

#[test]
fn stilts_has_no_word_against_what_is_saved() {
    let Some(bench) = Bench::new("votlint") else {
        return;
    };
    let Some(stilts) = need_program("stilts") else {
        return;
    };
    let question = EQUATOR.of("both").inclusive();
    let files = [
        bench.ask_with(question, "found.vot", &["--provenance", "provenance.vot"]),
        bench.folder.join("provenance.vot"),
        bench.ask_with(question, "plain.vot", &["--tabledata"]),
    ];
    for file in &files {
        let output = Command::new(&stilts)
            .arg("votlint")
            .arg(file)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(
            output.status.success() && said.trim().is_empty(),
            "votlint {}:\n{said}",
            file.display()
        );
    }
    assert_eq!(
        bench.read(&files[0]),
        bench.read(&files[2]),
        "BINARY2 and TABLEDATA hold the same"
    );
}
