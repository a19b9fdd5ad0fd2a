//! Command lines as tables of words.

use super::*;
use crate::{discovery::export::Format, domain::ivoid::Ivoid, votable::Serialization};

fn read_words(words: &[&str]) -> Result<Options, Refusal> {
    let arguments = ["vodiscover"].iter().chain(words).map(OsString::from);
    read(arguments, None)
}

#[track_caller]
fn refused(words: &[&str]) -> String {
    match read_words(words).unwrap_err() {
        Refusal::Arguments(error) => error.to_string(),
        Refusal::Question(error) => error.to_string(),
        Refusal::Positions(why) => why,
        Refusal::File(error) => error.to_string(),
    }
}

#[test]
fn without_options_the_window_opens_with_the_example() {
    let options = read_words(&[]).unwrap();
    assert_eq!(options.question, Question::example());
    assert_eq!(
        options.registry,
        Registry::At {
            url: endpoints::USUAL.to_owned(),
            fallbacks: endpoints::fallbacks(endpoints::USUAL),
        }
    );
    assert_eq!(
        options.registry.fallbacks().len(),
        6,
        "the other public ones"
    );
    assert_eq!(
        options.mode,
        Mode::Window {
            runs_at_once: false,
            file: None,
        }
    );
}

#[test]
fn the_options_fill_in_the_form() {
    let options = read_words(&[
        "--space=10 -20 1",
        "--product",
        "both",
        "--inclusive",
        "--run",
    ])
    .unwrap();
    let question = Question {
        space: "10 -20 1".to_owned(),
        product: Product::Both,
        inclusive: true,
        ..Question::default()
    };
    assert_eq!(options.question, question, "other fields stay empty");
    let expected = Mode::Window {
        runs_at_once: true,
        file: None,
    };
    assert_eq!(options.mode, expected);
}

#[test]
fn a_registry_is_taken_from_the_option_then_from_the_environment() {
    let given = |words: &[&str], variable: &str| {
        let arguments = ["vodiscover"].iter().chain(words).map(OsString::from);
        read(arguments, Some(variable.to_owned())).unwrap().registry
    };
    let at = |address: &str| Registry::At {
        url: address.to_owned(),
        fallbacks: Vec::new(),
    };
    assert_eq!(
        given(&[], "http://b.example/tap"),
        at("http://b.example/tap")
    );
    assert_eq!(given(&[], " "), given(&[], endpoints::USUAL));
    let words = ["--registry", "http://a.example/tap"];
    assert_eq!(
        given(&words, "http://b.example/tap"),
        at("http://a.example/tap")
    );
    assert_eq!(
        given(&["--practice"], "http://b.example/tap"),
        Registry::Practice { has_faults: false }
    );
}

#[test]
fn registries_that_are_given_stand_in_for_the_first_and_nobody_else_does() {
    let given = |words: &[&str]| match read_words(words).unwrap().registry {
        Registry::At { url, fallbacks } => (url, fallbacks),
        other @ Registry::Practice { .. } => panic!("{other:?}"),
    };
    let (url, fallbacks) = given(&[
        "--registry",
        endpoints::USUAL,
        "--registry=http://b.example/tap",
        "--registry= http://c.example/tap ",
    ]);
    assert_eq!(url, endpoints::USUAL);
    assert_eq!(fallbacks, ["http://b.example/tap", "http://c.example/tap"]);
    let (_, fallbacks) = given(&["--registry", "https://reg.g-vo.org/tap/"]);
    assert_eq!(fallbacks[0], "http://dc.g-vo.org/tap", "it is a public one");
    let (_, fallbacks) = given(&["--registry", "http://127.0.0.1/tap"]);
    assert_eq!(fallbacks, [""; 0], "it is somebody's own");
}

#[test]
fn the_help_lists_the_public_registries() {
    let help = refused(&["--help"]);
    for endpoint in endpoints::ENDPOINTS {
        assert!(help.contains(endpoint.url), "{}", endpoint.url);
    }
}

#[test]
fn a_headless_run_must_ask_something() {
    assert!(refused(&["--headless"]).contains("at least one of space, spectrum and time"));
    let practising = read_words(&["--headless", "--practice"]).unwrap();
    assert_eq!(
        practising.question,
        Question::example(),
        "there is an example to practise on"
    );
}

#[test]
fn what_cannot_be_done_is_refused_with_a_sentence() {
    let cases: [(&[&str], &str); 9] = [
        (&["--product", "films"], "films"),
        (&["--timeout", "0"], "more than 0"),
        (&["--timeout", "soon"], "seconds"),
        (&["--save", "x.vot"], "--headless"),
        (&["--complete"], "--headless"),
        (&["--faults"], "--practice"),
        (&["--spcae", "1 2 3"], "--space"),
        (&["--headless", "--time", "1995", "--save", "x.doc"], ".vot"),
        (
            &["--headless", "--time", "1995", "--provenance", "x.parquet"],
            "by itself",
        ),
    ];
    for (words, expected) in cases {
        let said = refused(words);
        assert!(said.contains(expected), "{words:?}: {said}");
    }
}

#[test]
fn a_file_in_no_folder_is_refused_before_anything_is_asked() {
    let words = [
        "--headless",
        "--time",
        "1995",
        "--save",
        "/no/such/folder/x.vot",
    ];
    assert!(refused(&words).contains("no such folder"));
}

#[test]
fn the_ending_of_a_file_says_its_format_and_tabledata_is_had_on_request() {
    let format = |words: &[&str]| {
        let mut all = vec!["--headless", "--time", "1995"];
        all.extend(words);
        match read_words(&all).unwrap().mode {
            Mode::Headless(headless) => headless.files.save.map(|(_, format)| format),
            other => panic!("{other:?}"),
        }
    };
    let votable = |serialization| Some(Format::VOTable(serialization));
    assert_eq!(
        format(&["--save", "x.vot"]),
        votable(Serialization::Binary2)
    );
    assert_eq!(
        format(&["--save", "X.XML"]),
        votable(Serialization::Binary2)
    );
    assert_eq!(
        format(&["--save", "x.vot", "--tabledata"]),
        votable(Serialization::TableData)
    );
    assert_eq!(format(&["--save", "x.csv"]), Some(Format::Csv));
    assert_eq!(format(&["--save", "x.parquet"]), Some(Format::Parquet));
    let compressed = format(&["--save", "x.vot.gz", "--tabledata"]);
    assert_eq!(compressed, Some(Format::Gzip(Serialization::TableData)));
    assert_eq!(format(&[]), None);
}

#[test]
fn in_a_folder_the_question_names_the_file() {
    let folder = std::env::temp_dir();
    let path = folder.to_str().unwrap();
    let words = ["--headless", "--time", "1995", "--save", path];
    let Mode::Headless(headless) = read_words(&words).unwrap().mode else {
        panic!("it is headless");
    };
    let saved = headless.files.save.unwrap().0;
    assert_eq!(saved, folder.join("vodiscover-1995.vot"));
    let nameless = ["--headless", "--recover", "--save", path];
    assert!(refused(&nameless).contains("folder"), "nothing names it");
}

#[test]
fn the_file_of_an_earlier_search_is_opened_in_the_window_or_written_anew() {
    let shown = read_words(&["m16.vot.gz"]).unwrap().mode;
    let expected = Mode::Window {
        runs_at_once: false,
        file: Some(PathBuf::from("m16.vot.gz")),
    };
    assert_eq!(shown, expected);
    let words = [
        "--headless",
        "m16.vot",
        "--complete",
        "--save",
        "m16.parquet",
    ];
    let Mode::Open(earlier) = read_words(&words).unwrap().mode else {
        panic!("it opens a file");
    };
    assert_eq!(earlier.file, PathBuf::from("m16.vot"));
    assert_eq!(earlier.asking, Asking::UntilComplete);
    let save = Some((PathBuf::from("m16.parquet"), Format::Parquet));
    assert_eq!(earlier.files.save, save);
    assert!(
        refused(&["m16.vot", "--time", "1995"]).contains("--time"),
        "it has its question"
    );
    assert!(
        refused(&["m16.vot", "--run"]).contains("--run"),
        "it was run"
    );
}

#[test]
fn a_search_that_was_cut_off_is_taken_up_without_a_question() {
    let words = ["--headless", "--recover", "--save", "x.vot"];
    let Mode::Recover(files) = read_words(&words).unwrap().mode else {
        panic!("it recovers");
    };
    assert_eq!(files.save.unwrap().0, PathBuf::from("x.vot"));
    assert!(refused(&["--recover"]).contains("--headless"));
    let asking = ["--headless", "--recover", "--time", "1995"];
    assert!(refused(&asking).contains("--time"), "it asks nobody");
}

#[test]
fn services_are_chosen_by_their_identifiers() {
    let words = ["--service", "ivo://A/b", "--service", "ivo://c/d#e"];
    let chosen = read_words(&words).unwrap().question.services;
    assert_eq!(chosen, ["ivo://a/b", "ivo://c/d"].map(Ivoid::new));
    assert!(refused(&["--service", ""]).contains("--service"));
}

#[test]
fn positions_of_a_file_are_the_place_and_what_is_wrong_with_them_is_said() {
    let name = format!("vodiscover-positions-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("targets.csv");
    let file = file.to_str().unwrap();
    std::fs::write(
        file,
        "name,ra,dec\nM 16,274.688,-13.792\nM 31,10.68,41.27\n",
    )
    .unwrap();
    let options = read_words(&["--positions", file, "--radius", "5'"]).unwrap();
    let space = "within 5' of \"targets\": 274.688 -13.792; 10.68 41.27";
    assert_eq!(options.question.space, space);
    assert_eq!(options.said, [Said::Question]);
    assert!(refused(&["--positions", file]).contains("--radius"));
    assert!(refused(&["--radius", "5'"]).contains("--positions"));
    let with_place = ["--positions", file, "--radius", "1", "--space", "1 2 3"];
    assert!(refused(&with_place).contains("--space"));
    let said =
        |file: &str, radius: &str| match read_words(&["--positions", file, "--radius", radius])
            .unwrap_err()
        {
            Refusal::Positions(why) => why,
            other => panic!("{other:?}"),
        };
    assert!(said(file, "wide").starts_with("radius: \"wide\" is not understood; give a radius"));
    assert!(said("no-such.csv", "1").starts_with("there is no such file"));
    let rows: Vec<String> = (0..301).map(|ra| format!("{ra},0")).collect();
    std::fs::write(file, format!("ra,dec\n{}\n", rows.join("\n"))).unwrap();
    let why = said(file, "1");
    assert!(
        why.starts_with("one search takes at most 300 positions"),
        "{why}"
    );
    assert!(why.ends_with("targets.csv"), "{why}");
    std::fs::write(file, "a,b\n1,2\n").unwrap();
    assert!(said(file, "1").starts_with("its first line names no columns ra and dec"));
    std::fs::remove_dir_all(folder).unwrap();
}
