//! The other programs on the desk: who is there, what was sent to them, and what they sent.

use super::{Grade, State};
use crate::{
    discovery::event::RunId,
    domain::angle::Position,
    gui::action::Action,
    samp::{Answer, Client, Heard, HubState, PositionList, To},
    worker::SendNr,
};
use std::{collections::VecDeque, sync::Arc, time::SystemTime};

/// Sendings that are kept.
pub(crate) const MOST_SENT: usize = 100;

/// Lists of positions that are kept.
const MOST_LISTS: usize = 8;

/// The other programs on the desk.
#[derive(Debug)]
pub(crate) struct Programs {
    /// How it stands with the hub.
    pub hub: HubState,
    /// How it stands with the hub of our own.
    pub own: OwnHub,
    /// The other clients of the hub, its own among them.
    pub clients: Arc<[Client]>,
    /// What was sent, the first first.
    pub sent: VecDeque<Sent>,
    /// Whether rows and selections are shown to those who got the table.
    pub highlights: bool,
    /// Whether a place was pointed at that has not gone out yet.
    pub is_pointing: bool,
    /// The place that another program pointed at last.
    pub pointed: Option<Pointed>,
    /// Positions that other programs sent, the newest first.
    pub lists: VecDeque<Targets>,
    /// What those who got the table have been shown, or have shown us.
    pub told: Option<Told>,
    /// Whether they were shown a selection that they still have.
    pub has_told_rows: bool,
    /// The number of the next sending.
    next: SendNr,
}

/// How it stands with the hub of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnHub {
    /// There is none.
    None,
    /// It is being started.
    Starting,
    /// It runs.
    Running,
    /// It is being stopped.
    Stopping,
}

/// A place that another program points at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pointed {
    /// Which program, by name.
    pub by: String,
    /// Where.
    pub position: Position,
}

/// Positions that another program sent.
#[derive(Debug, Clone)]
pub(crate) struct Targets {
    /// Which program, by name.
    pub from: String,
    /// Where they are.
    pub list: Arc<PositionList>,
}

/// What rows are chosen: of which search, which one the details show, and in which state of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    /// The search.
    pub run: RunId,
    /// The row.
    pub row: Option<usize>,
    /// The state of the selection.
    pub revision: u64,
}

/// One sending.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// Its number.
    pub nr: SendNr,
    /// What was sent, for people.
    pub what: String,
    /// Whom to, as it was asked for.
    pub whom: String,
    /// When.
    pub at: SystemTime,
    /// The search whose rows it has, if it is a table.
    pub table_of: Option<RunId>,
    /// What asks for it once more.
    pub again: Action,
    /// How far it is.
    pub stage: SendStage,
}

/// How far a sending is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SendStage {
    /// It is made ready, and the programs are looked for.
    Looking,
    /// It is on its way.
    Out {
        /// To whom, by name.
        to: Vec<String>,
        /// What they answered, and when.
        answers: Vec<(SystemTime, Answer)>,
    },
    /// It was not sent.
    NotSent {
        /// Why.
        sentence: String,
        /// More about it; may be empty.
        details: String,
    },
}

/// Answers in a line; programs that answered the same, together.
pub(crate) fn in_words(answers: &[(SystemTime, Answer)]) -> String {
    let mut alike: Vec<Answer> = Vec::new();
    for (_, answer) in answers {
        match alike.iter_mut().find(|other| other.heard == answer.heard) {
            Some(other) => {
                other.client += ", ";
                other.client += &answer.client;
            }
            None => alike.push(answer.clone()),
        }
    }
    let words: Vec<String> = alike.iter().map(Answer::to_string).collect();
    words.join("; ")
}

impl Programs {
    /// Nothing is known of any.
    pub(crate) fn new() -> Self {
        Self {
            hub: HubState::None,
            own: OwnHub::None,
            clients: Arc::default(),
            sent: VecDeque::new(),
            highlights: true,
            is_pointing: false,
            pointed: None,
            lists: VecDeque::new(),
            told: None,
            has_told_rows: false,
            next: SendNr(0),
        }
    }

    /// Whether we are registered with a hub.
    pub(crate) fn is_registered(&self) -> bool {
        matches!(self.hub, HubState::Registered { .. })
    }

    /// The clients besides the hub's own.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Client> {
        self.clients.iter().filter(|client| !client.is_hub)
    }

    /// Which programs talk with one another through the hub of our own, in a sentence. One alone loses nobody.
    pub(crate) fn who_would_lose_the_hub(&self) -> Option<String> {
        let names: Vec<&str> = self.others().map(|client| client.name.as_str()).collect();
        let (last, before) = names.split_last()?;
        (self.own == OwnHub::Running && !before.is_empty()).then(|| {
            format!(
                "{} and {last} talk with one another through the SAMP hub of this window, which ends with it.",
                before.join(", ")
            )
        })
    }

    /// Whom something goes to, for people.
    pub(crate) fn name_of(&self, to: &To) -> String {
        match to {
            To::All => "all programs".to_owned(),
            To::One(id) => {
                let mut clients = self.clients.iter();
                let client = clients.find(|client| client.id == *id);
                client.map_or_else(|| id.clone(), |client| client.name.clone())
            }
        }
    }

    /// Puts a sending on the list, and gives its number.
    pub(crate) fn add(&mut self, what: String, whom: String, again: Action) -> SendNr {
        let nr = self.next;
        self.next = SendNr(nr.0 + 1);
        self.sent.push_back(Sent {
            nr,
            what,
            whom,
            at: SystemTime::now(),
            table_of: None,
            again,
            stage: SendStage::Looking,
        });
        if self.sent.len() > MOST_SENT {
            self.sent.pop_front();
        }
        nr
    }

    /// The sending of this number, unless it is too long ago.
    pub(crate) fn sending(&mut self, nr: SendNr) -> Option<&mut Sent> {
        self.sent.iter_mut().find(|sent| sent.nr == nr)
    }

    /// The latest sending.
    pub(crate) fn latest(&self) -> Option<&Sent> {
        self.sent.back()
    }

    /// Whether a table of this search went out.
    pub(crate) fn has_table_of(&self, run: RunId) -> bool {
        let mut sent = self.sent.iter();
        sent.any(|sent| sent.table_of == Some(run) && sent.is_out())
    }

    /// Keeps positions.
    pub(crate) fn keep_targets(&mut self, targets: Targets) {
        self.lists.push_front(targets);
        self.lists.truncate(MOST_LISTS);
    }
}

impl Sent {
    /// What, to whom, and what came of it, in a line.
    pub(crate) fn in_a_line(&self) -> String {
        let outcome = match &self.stage {
            SendStage::Looking => "being sent …".to_owned(),
            SendStage::NotSent { sentence, .. } => sentence.clone(),
            SendStage::Out { answers, .. } if answers.is_empty() => "no answer yet".to_owned(),
            SendStage::Out { answers, .. } => in_words(answers),
        };
        format!("{} to {}: {outcome}", self.what, self.whom)
    }

    /// Whether it went to somebody.
    pub(crate) fn is_out(&self) -> bool {
        matches!(self.stage, SendStage::Out { .. })
    }

    /// How many answers are still to come.
    pub(crate) fn n_awaited(&self) -> usize {
        match &self.stage {
            SendStage::Out { to, answers } => to.len().saturating_sub(answers.len()),
            SendStage::Looking | SendStage::NotSent { .. } => 0,
        }
    }

    /// The worst that was heard.
    pub(crate) fn grade(&self) -> Grade {
        match &self.stage {
            SendStage::Looking => Grade::Good,
            SendStage::Out { answers, .. } => {
                let grades = answers.iter().map(|(_, answer)| grade(&answer.heard));
                grades.max().unwrap_or(Grade::Good)
            }
            SendStage::NotSent { .. } => Grade::Error,
        }
    }
}

/// How good or bad an answer is.
pub(crate) fn grade(heard: &Heard) -> Grade {
    match heard {
        Heard::Loaded => Grade::Good,
        Heard::Warned(_) | Heard::NoAnswer | Heard::Left => Grade::Warning,
        Heard::Refused(_) => Grade::Error,
    }
}

impl State {
    /// Whether the latest sending is not on its way yet.
    pub(crate) fn is_broadcasting(&self) -> bool {
        let latest = self.programs.latest();
        latest.is_some_and(|sent| sent.stage == SendStage::Looking)
    }

    /// What rows are chosen now; `None` where there is no search.
    pub(crate) fn chosen_rows(&self) -> Option<Told> {
        Some(Told {
            run: self.search.as_ref()?.id,
            row: self.shown_row(),
            revision: self.selection.revision(),
        })
    }
}
