//! What is remembered comes back, whatever else the file holds.

use super::*;
use crate::{
    gui::{
        action::{Action, FormAction, TransferAction, WindowAction},
        decide::Effect,
        panes::{Line, Pane},
        state::transfers::Stage,
        testing::opened,
    },
    transfer::{Done, Rest, Wanted},
    worker::{Command, Event, TransferCommand, TransferNews},
};
use std::{fs, path::Path};

/// A state whose memory was written and read again by another.
fn restarted(state: &State, said: &[Said]) -> State {
    let memory = Memory::read(&state.memory().text().unwrap()).unwrap();
    let mut next = opened();
    next.restore(memory, said);
    next
}

fn changed() -> State {
    let mut state = opened();
    let question = Question {
        space: "M16 0.5".to_owned(),
        inclusive: true,
        ..Question::default()
    };
    for action in [
        Action::Run,
        Action::Change(question),
        Action::UseRegistry("http://mine.example/tap".to_owned()),
        Action::Window(WindowAction::UseResolver(
            "http://mine.example/sesame".to_owned(),
        )),
        Action::Window(WindowAction::UseSettings(Box::new(Settings {
            maxrec: 77,
            ..Settings::default()
        }))),
        Action::Window(WindowAction::Larger),
        Action::Use(Theme::Dark),
        Action::Show(Tab::Services),
        Action::Toggle(Pane::Details),
        Action::Window(WindowAction::Share(Line::Coverage, 0.3)),
    ] {
        state.decide(action);
    }
    state.remembered.window = Some(WindowPlace {
        size: [1000.0, 700.0],
        corner: None,
        maximized: true,
    });
    state
}

#[test]
fn everything_comes_back_at_the_next_start() {
    let state = changed();
    let next = restarted(&state, &[]);
    assert_eq!(next.form.question, state.form.question);
    assert_eq!(next.form.recent, [Question::example()]);
    assert_eq!(next.form.registry, "http://mine.example/tap");
    assert!(
        next.form
            .registries
            .contains(&"http://mine.example/tap".to_owned())
    );
    assert_eq!(next.form.resolver, "http://mine.example/sesame");
    assert_eq!(next.form.settings.maxrec, 77);
    assert_eq!(
        (next.theme, next.tab, next.scale),
        (Theme::Dark, Tab::Services, state.scale)
    );
    assert!(!next.panes.shows(Pane::Details) && next.panes.shows(Pane::Sky));
    assert_eq!(next.panes, state.panes, "as the lines were drawn");
    assert_eq!(next.memory(), state.memory(), "and is remembered again");
}

#[test]
fn what_the_command_line_says_goes_before_and_is_not_remembered() {
    let state = changed();
    let said = [
        Said::Question,
        Said::Registry,
        Said::Resolver,
        Said::Maxrec,
        Said::Timeout,
    ];
    let next = restarted(&state, &said);
    let plain = opened();
    assert_eq!(next.form.question, plain.form.question);
    assert_eq!(next.form.registry, plain.form.registry);
    assert_eq!(next.form.resolver, plain.form.resolver);
    assert_eq!(next.form.settings, plain.form.settings);
    assert_eq!(next.theme, Theme::Dark, "it says nothing of the theme");
    let memory = next.memory();
    assert_eq!(memory.registry.as_deref(), Some("http://mine.example/tap"));
    assert_eq!(memory.settings.map(|it| it.maxrec), Some(77));
}

#[test]
fn a_file_may_lack_fields_and_hold_others() {
    let text = format!("{{\"format\": \"{FORMAT}\", \"theme\": \"Light\", \"of later\": [1]}}");
    let memory = Memory::read(&text).unwrap();
    assert_eq!(memory.theme, Theme::Light);
    assert_eq!(memory.question, None);
}

#[test]
fn values_beyond_reason_are_brought_back_or_left_out() {
    let mut state = changed();
    state.remembered.settings = Some(Settings {
        per_host: 5_000,
        total: 0,
        answer: Duration::ZERO,
        answer_bytes: 1,
        ..Settings::default()
    });
    state.remembered.window = Some(WindowPlace {
        size: [1e9, 0.0],
        corner: None,
        maximized: false,
    });
    let memory = Memory::read(&state.memory().text().unwrap()).unwrap();
    let settings = memory.settings.unwrap();
    assert_eq!((settings.per_host, settings.total), (MOST_PER_HOST, 1));
    assert_eq!(settings.answer, Duration::from_secs(1));
    assert_eq!(settings.answer_bytes, Settings::default().answer_bytes);
    assert_eq!(memory.window, None);
}

#[test]
fn a_broken_or_foreign_file_is_put_aside_with_a_notice() {
    let folder = std::env::temp_dir().join(format!("vodiscover memory {}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("window.json");
    assert_eq!(
        Memory::load(Some(&path)),
        (Memory::default(), None),
        "there is none"
    );
    for text in [
        "{\"format\": \"vodis",
        "{\"editor.fontSize\": 12}",
        "[]",
        "\u{0}",
    ] {
        fs::write(&path, text).unwrap();
        let (memory, notice) = Memory::load(Some(&path));
        assert_eq!(memory, Memory::default(), "{text:?}");
        let notice = notice.unwrap();
        assert_eq!(notice.topic, Topic::Memory);
        assert!(
            notice.details.contains("window.json.broken"),
            "{}",
            notice.details
        );
        assert!(!path.exists(), "it is out of the way");
        let aside = folder.join("window.json.broken");
        assert_eq!(fs::read_to_string(aside).unwrap(), text, "and kept");
    }
    let text = changed().memory().text().unwrap();
    fs::write(&path, &text).unwrap();
    let (memory, notice) = Memory::load(Some(&path));
    assert_eq!((memory.text(), notice), (Some(text), None));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_was_cleared_is_not_remembered() {
    let mut state = changed();
    state.decide(Action::Form(FormAction::ClearRecent));
    assert!(restarted(&state, &[]).form.recent.is_empty());
}

/// A state with three downloads of one search: one of which something came, one that waits, one that is whole.
fn fetching() -> State {
    let mut state = opened();
    let wanted = |nr: u32| Wanted {
        url: format!("http://archive.example/{nr}.fits"),
        media_type: Some("image/fits".to_owned()),
        title: format!("Eagle {nr}"),
        folder: "/data/m16".into(),
        cut: None,
    };
    let add = |state: &mut State, nr| state.transfers.add(wanted(nr), "M16 0.5".to_owned());
    let [came, _, whole] = [1, 2, 3].map(|nr| add(&mut state, nr));
    let rest = Rest {
        path: "/data/m16/1.fits.part".into(),
        name: "1.fits".to_owned(),
        url: "http://mirror.example/1.fits".to_owned(),
        validator: Some("\"v1\"".to_owned()),
        length: Some(100),
    };
    let done = Done {
        path: "/data/m16/3.fits".into(),
        bytes: 7,
    };
    for news in [
        TransferNews::Listed("/data/m16/manifest.csv".into(), vec![came, whole]),
        TransferNews::Rest(came, rest),
        TransferNews::Done(whole, done),
    ] {
        let effect = state.take_in(Event::Transfer(news));
        assert!(effect.is_none(), "{effect:?}");
    }
    state
}

#[test]
fn downloads_that_are_not_whole_are_offered_again_with_their_folder() {
    let mut state = fetching();
    let folder = TransferAction::NameFolder("/data/m16".to_owned());
    state.decide(Action::Transfer(folder));
    let mut next = restarted(&state, &[]);
    assert_eq!(next.transfers.folder, "/data/m16");
    let urls: Vec<&str> = next
        .transfers
        .list
        .iter()
        .map(|it| it.wanted.url.as_str())
        .collect();
    let expected = [
        "http://archive.example/1.fits",
        "http://archive.example/2.fits",
    ];
    assert_eq!(urls, expected, "the third is whole");
    for (before, after) in state.transfers.list.iter().zip(&next.transfers.list) {
        assert_eq!(after.stage, Stage::Left);
        assert_eq!(after.wanted, before.wanted);
        assert_eq!(after.rest, before.rest);
        assert_eq!(after.found_by, "M16 0.5");
        assert_eq!(after.lists, before.lists);
    }
    let asked = next.form.errands.pop();
    let Some(Command::Transfer(TransferCommand::Restore(all))) = asked else {
        panic!("got {asked:?}");
    };
    assert_eq!(all.len(), 2, "the worker looks for them on the disk");
    let list = Path::new("/data/m16/manifest.csv");
    assert_eq!(all[0].lists, [list], "and keeps the list of them up");
    assert_eq!(next.memory(), state.memory(), "and they are kept on");
    let first = next.transfers.list[0].id;
    let effect = next.decide(Action::Transfer(TransferAction::GoOn(first)));
    assert!(
        matches!(effect, Some(Effect::Send(Command::Transfer(TransferCommand::GoOn(id)))) if id == first),
        "{effect:?}"
    );
    next.take_in(Event::Transfer(TransferNews::Gone(first)));
    assert_eq!(next.transfers.list.len(), 1, "what is gone is not offered");
}

#[test]
fn of_downloads_only_those_of_the_web_and_a_bounded_number_are_kept() {
    let mut state = opened();
    for nr in 0..1_000 {
        let wanted = Wanted {
            url: format!("http://archive.example/{nr}.fits"),
            media_type: None,
            title: "x".repeat(200),
            folder: "/data".into(),
            cut: None,
        };
        state.transfers.add(wanted, String::new());
    }
    let local = Wanted {
        url: "http://127.0.0.1:4711/1.fits".to_owned(),
        media_type: None,
        title: String::new(),
        folder: "/data".into(),
        cut: None,
    };
    state.transfers.add(local, String::new());
    let text = state.memory().text().unwrap();
    assert!(text.len() < 400_000, "the file has {} bytes", text.len());
    let next = restarted(&state, &[]);
    let urls: Vec<&str> = next
        .transfers
        .list
        .iter()
        .map(|it| it.wanted.url.as_str())
        .collect();
    assert_eq!(urls.last(), Some(&"http://archive.example/999.fits"));
    assert_eq!(
        urls.len(),
        299,
        "the newest, but for that of the practice VO"
    );
}

#[test]
fn what_came_of_a_download_is_believed_only_where_it_is_a_part_of_a_file() {
    let text = fetching().memory().text().unwrap();
    for (from, to) in [
        ("/data/m16/1.fits.part", "/home/x/.ssh/id_rsa"),
        ("/data/m16/1.fits.part", "1.fits.part"),
        ("\"name\": \"1.fits\"", "\"name\": \"../1.fits\""),
        ("http://mirror.example/1.fits", "file:///etc/passwd"),
    ] {
        assert!(text.contains(from), "{from}");
        let memory = Memory::read(&text.replace(from, to)).unwrap();
        let mut next = opened();
        next.restore(memory, &[]);
        assert_eq!(next.transfers.list[0].rest, None, "{to}");
    }
}
