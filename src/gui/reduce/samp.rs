//! What the other programs on the desk do changes what is so.

use super::{counted, sentence};
use crate::{
    domain::{angle::Position, ivoid::Ivoid, row_set::RowSet},
    gui::{
        action::{
            Action, FormAction, FormMenu, SampAction,
            samp::{dataset, is_spectrum},
        },
        selection::Combine,
        sky::Look,
        state::{
            Grade, Notice, OwnHub, Pointed, SendStage, State, Targets, Topic, programs::in_words,
        },
    },
    samp::{Client, HubState, PositionList, SampError, SendNews, ServiceList},
    worker::{OwnHubNews, SampNews, SendNr},
};
use std::{sync::Arc, time::SystemTime};

/// What the map shows around a place that another program points at, where it showed more, in radians: five degrees.
const AROUND: f64 = 5.0 / 57.3;

/// Programs that are named in a notice.
const MOST_NAMED: usize = 6;

impl State {
    pub(super) fn take_in_samp(&mut self, news: SampNews) {
        match news {
            SampNews::Hub(hub) => self.take_in_hub(hub),
            SampNews::Clients(clients) => self.programs.clients = clients,
            SampNews::OwnHub(news) => self.take_in_own_hub(news),
            SampNews::Send(nr, news) => self.take_in_sending(nr, news),
            SampNews::NotSent(nr, error) => self.take_in_not_sent(nr, &error),
            SampNews::Pointed(names) => {
                let told = format!("{} shows the place", in_a_line(&names));
                self.take_in_pointing(Grade::Good, told, "");
            }
            SampNews::NotPointed(error) => {
                let details = error.details();
                self.take_in_pointing(Grade::Error, sentence(&error.to_string()), &details);
            }
            SampNews::PointAt(by, position) => self.take_in_place(by, position),
            SampNews::Row(_, run, row) => {
                if self.shows(run) {
                    self.select_dataset(row);
                    self.heed(false);
                }
            }
            SampNews::Rows(_, run, rows) => {
                if self.shows(run) {
                    let n_found = self.n_found();
                    let rows: RowSet = rows.into_iter().filter(|row| *row < n_found).collect();
                    let are_several = rows.len() > 1;
                    self.select_rows(&Arc::new(rows), Combine::Replace);
                    self.heed(are_several);
                }
            }
            SampNews::Services(from, list) => self.take_in_services(&from, &list),
            SampNews::Positions(from, list) => self.take_in_positions(from, list),
        }
    }

    /// What is chosen now came from another program, and is not told to it again.
    fn heed(&mut self, are_several: bool) {
        self.programs.told = self.chosen_rows();
        self.programs.has_told_rows = are_several;
    }

    fn take_in_hub(&mut self, hub: HubState) {
        if !matches!(hub, HubState::Registered { .. }) {
            self.programs.clients = Arc::<[Client]>::default();
        }
        self.programs.hub = hub;
    }

    fn take_in_own_hub(&mut self, news: OwnHubNews) {
        self.programs.own = match news {
            OwnHubNews::Started => OwnHub::Running,
            OwnHubNews::Stopped => OwnHub::None,
            OwnHubNews::NotStarted(error) => {
                self.notify(Notice {
                    topic: Topic::Samp,
                    grade: Grade::Error,
                    sentence: sentence(&error.to_string()),
                    details: error.details(),
                    offers: Vec::new(),
                });
                OwnHub::None
            }
        };
    }

    fn take_in_sending(&mut self, nr: SendNr, news: SendNews) {
        let Some(sent) = self.programs.sending(nr) else {
            return;
        };
        match news {
            SendNews::Sent { to, .. } => {
                sent.stage = SendStage::Out {
                    to,
                    answers: Vec::new(),
                };
            }
            SendNews::Answered(answer) => {
                let note = format!("broadcast: {answer}");
                if let SendStage::Out { answers, .. } = &mut sent.stage {
                    answers.push((SystemTime::now(), answer));
                }
                if let Some(search) = &mut self.search {
                    search.record.note(note);
                }
            }
        }
        self.notify_sending(nr);
    }

    fn take_in_not_sent(&mut self, nr: SendNr, error: &SampError) {
        let (why, details) = (sentence(&error.to_string()), error.details());
        if let Some(sent) = self.programs.sending(nr) {
            sent.stage = SendStage::NotSent {
                sentence: why,
                details,
            };
        }
        self.notify_sending(nr);
    }

    /// Shows how the latest sending goes, and how many answers are still to come.
    fn notify_sending(&mut self, nr: SendNr) {
        let latest = self.programs.latest();
        let Some(sent) = latest.filter(|sent| sent.nr == nr) else {
            return;
        };
        let mut notice = Notice {
            topic: Topic::Samp,
            grade: sent.grade(),
            sentence: String::new(),
            details: String::new(),
            offers: Vec::new(),
        };
        match &sent.stage {
            SendStage::Looking => return,
            SendStage::NotSent { sentence, details } => {
                notice.sentence.clone_from(sentence);
                notice.details.clone_from(details);
                let again = sent.again.clone();
                notice.offers.extend(self.whole_of(&again));
                notice.offers.push(again);
            }
            SendStage::Out { to, answers } => {
                notice.sentence = if answers.is_empty() {
                    format!("Sent to {}", in_a_line(to))
                } else {
                    in_words(answers)
                };
                if let n @ 1.. = sent.n_awaited() {
                    let answers = counted(n as u64, "answer");
                    notice.sentence = format!("{} (waiting for {answers})", notice.sentence);
                }
            }
        }
        self.notify(notice);
    }

    /// What sends the whole dataset in place of a part of it that was not sent.
    fn whole_of(&self, again: &Action) -> Option<Action> {
        let Action::Samp(SampAction::SendCutout(row, to)) = again else {
            return None;
        };
        let (row, to) = (*row, to.clone());
        let is_spectrum = dataset(self, row).is_ok_and(is_spectrum);
        Some(Action::Samp(if is_spectrum {
            SampAction::SendSpectrum(row, to)
        } else {
            SampAction::SendImage(row, to)
        }))
    }

    fn take_in_pointing(&mut self, grade: Grade, sentence: String, details: &str) {
        if std::mem::take(&mut self.programs.is_pointing) {
            self.notify(Notice {
                topic: Topic::Samp,
                grade,
                sentence,
                details: details.to_owned(),
                offers: Vec::new(),
            });
        }
    }

    fn take_in_place(&mut self, by: String, position: Position) {
        let width = self.sky_look().width.min(AROUND);
        self.sky.look = Some(Look {
            centre: position,
            width,
        });
        self.notify(Notice {
            topic: Topic::Pointed,
            grade: Grade::Good,
            sentence: format!("{by} points at {position}"),
            details: String::new(),
            offers: vec![Action::Samp(SampAction::SearchAt(position))],
        });
        self.programs.pointed = Some(Pointed { by, position });
    }

    fn take_in_services(&mut self, from: &str, list: &ServiceList) {
        let n = list.ivoids.len() as u64;
        let kind = match list.kind.as_deref() {
            Some("siap") => " for images",
            Some("ssap") => " for spectra",
            Some("cone") => " for catalogues",
            Some("vospace") => " for files",
            _ => "",
        };
        let name = list.name.as_ref().map(|name| format!(", {name}"));
        let lines: Vec<&str> = list.ivoids.iter().map(Ivoid::as_str).take(50).collect();
        let rest = match list.ivoids.len() - lines.len() {
            0 => String::new(),
            n => format!("\nand {n} more"),
        };
        self.notify(Notice {
            topic: Topic::Services,
            grade: Grade::Good,
            sentence: format!(
                "{from} names {}{kind}{}",
                counted(n, "service"),
                name.unwrap_or_default()
            ),
            details: lines.join("\n") + &rest,
            offers: vec![Action::Samp(SampAction::AskOnly(
                list.ivoids.clone().into(),
            ))],
        });
    }

    fn take_in_positions(&mut self, from: String, list: Arc<PositionList>) {
        let mut told = format!(
            "{from} sent {}",
            counted(list.positions.len() as u64, "position")
        );
        if !list.name.is_empty() {
            told = format!("{told} ({})", list.name);
        }
        if list.is_cut {
            told += "; the table has more, which are left out";
        } else if list.n_without > 0 {
            let without = counted(list.n_without as u64, "row");
            told = format!("{told}; {without} without a position left out");
        }
        let menu = Action::Form(FormAction::Open(FormMenu::Positions));
        let all = SampAction::SearchAtAll(Arc::clone(&list));
        let can_ask_all = list.positions.len() > 1 && all.possible(self).is_ok();
        let all = can_ask_all.then_some(Action::Samp(all));
        self.programs.keep_targets(Targets { from, list });
        self.notify(Notice {
            topic: Topic::Positions,
            grade: Grade::Good,
            sentence: told,
            details: String::new(),
            offers: all.into_iter().chain([menu]).collect(),
        });
    }
}

/// Names of programs in a line; of very many, the first.
fn in_a_line(names: &[String]) -> String {
    let shown = names.get(..MOST_NAMED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        n => format!("{shown} and {n} more"),
    }
}

#[cfg(test)]
mod tests;
