//! What is to be asked: the fields as typed, what they mean, and what a search would do.

use crate::{
    discovery::{Search, naming::NotResolved, preview::Preview},
    domain::{
        constraints::{Constraints, Meaning, Question, QuestionError},
        object::{Named, Resolved},
    },
    http::limits::Settings,
    protocol::{regtap::endpoints, sesame},
    worker::{Command, LookUp},
};
use std::{mem, time::Duration};

/// How long after the last key a name is looked up.
const NAME_WAIT: Duration = Duration::from_millis(400);

/// How long after the last key the registry is asked whom a search would ask.
const PREVIEW_WAIT: Duration = Duration::from_millis(600);

/// Recent questions that are kept.
pub(crate) const MOST_RECENT: usize = 20;

/// Positions of objects that are kept: names are typed to and fro.
const MOST_KNOWN: usize = 100;

/// What is to be asked: the fields as typed, and what they mean.
#[derive(Debug)]
pub(crate) struct Form {
    /// The fields as typed.
    pub question: Question,
    /// What they mean, or why they mean nothing.
    pub parsed: Result<Constraints, QuestionError>,
    /// What stands under Space.
    pub space: Meaning,
    /// What stands under Spectrum.
    pub spectrum: Meaning,
    /// What stands under Time.
    pub time: Meaning,
    /// Whether the object that Space names is being looked up.
    pub naming: Naming,
    /// Whom the search would ask.
    pub foreseen: Foreseen,
    /// Questions that were asked before, the newest first.
    pub recent: Vec<Question>,
    /// What can be had back.
    pub undo: Undo,
    /// The TAP address of the registry to ask.
    pub registry: String,
    /// Registries to pick from: those known, and those typed.
    pub registries: Vec<String>,
    /// The registry with which the program was started, and those that stand in for it.
    given: (String, Vec<String>),
    /// The base address of the name resolver.
    pub resolver: String,
    /// Time-outs and how much at once.
    pub settings: Settings,
    /// The path typed for Save.
    pub path: String,
    /// What the worker is to be asked besides.
    pub errands: Vec<Command>,
    /// Objects whose positions are known.
    known: Vec<Resolved>,
    /// The number of the latest preview that was asked for.
    preview_nr: u64,
}

/// Whether the object that the field Space names is being looked up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Naming {
    /// No object is named, or it is known where it is.
    Settled,
    /// It is being looked up.
    LookingUp(Named, Then),
    /// It is not known where it is.
    Failed(Named, NotResolved),
    /// The person did not wait for it.
    LeftOff(Named),
}

/// What happens when an object was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// Its position is shown.
    Show,
    /// The search starts.
    Run,
}

/// Whom a search would ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Foreseen {
    /// There is nothing that could be asked.
    Nothing,
    /// The registry is asked.
    Asking,
    /// It has answered.
    Known(Preview),
    /// It has not answered; why.
    Unknown(String),
}

/// What can be had back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Undo {
    /// Nothing.
    Nothing,
    /// The question that was cleared.
    Question(Box<Question>),
    /// The recent questions that were cleared.
    Recent(Vec<Question>),
}

impl Form {
    pub(super) fn new(question: Question, registry: String, settings: Settings) -> Self {
        let mut registries = vec![registry.clone()];
        let is_other = |known: &&str| *known != registry;
        let known = endpoints::ENDPOINTS.iter().map(|endpoint| endpoint.url);
        registries.extend(known.filter(is_other).map(str::to_owned));
        let reading = question.read();
        Self {
            parsed: reading.constraints,
            space: reading.space,
            spectrum: reading.spectrum,
            time: reading.time,
            question,
            naming: Naming::Settled,
            foreseen: Foreseen::Nothing,
            recent: Vec::new(),
            undo: Undo::Nothing,
            given: (registry.clone(), Vec::new()),
            registry,
            registries,
            resolver: sesame::USUAL.to_owned(),
            settings,
            path: String::new(),
            errands: Vec::new(),
            known: Vec::new(),
            preview_nr: 0,
        }
    }

    /// Takes in what was typed, works out what it means, and has the object looked up that it names.
    pub(crate) fn change(&mut self, mut question: Question) {
        self.undo = Undo::Nothing;
        let named = question.named();
        question.resolved = named.as_ref().and_then(|named| self.position_of(named));
        let is_settled = named.is_none() || question.resolved.is_some();
        self.question = question;
        self.read(named.as_ref());
        match named.filter(|_| !is_settled) {
            None => self.settle(),
            Some(named) if self.naming.named() == Some(&named) => {}
            Some(named) => self.look_up(named, Then::Show),
        }
        self.tell_naming();
    }

    /// Looks an object up.
    pub(crate) fn look_up(&mut self, named: Named, then: Then) {
        let wait = match then {
            Then::Show => NAME_WAIT,
            Then::Run => Duration::ZERO,
        };
        self.naming = Naming::LookingUp(named.clone(), then);
        self.errands.push(Command::LookUp(Box::new(LookUp {
            named,
            resolver: self.resolver.clone(),
            settings: self.settings.clone(),
            wait,
        })));
        self.tell_naming();
    }

    /// Does not wait for the object that is being looked up.
    pub(crate) fn leave_off(&mut self) {
        if let Naming::LookingUp(named, _) = &self.naming {
            self.naming = Naming::LeftOff(named.clone());
            self.errands.push(Command::LeaveName);
            self.tell_naming();
        }
    }

    /// Looks the object up that the field names, unless that is known or under way.
    pub(crate) fn look_up_named(&mut self) {
        if let Err(QuestionError::Unresolved(named)) = &self.parsed
            && self.naming == Naming::Settled
        {
            self.look_up(named.clone(), Then::Show);
        }
    }

    /// Asks this name resolver from now on, also for a name that another one could not tell of. A search that waits for
    /// the name goes on waiting for it.
    pub(crate) fn use_resolver(&mut self, resolver: String) {
        self.resolver = resolver;
        match &self.naming {
            Naming::LookingUp(named, then) => self.look_up(named.clone(), *then),
            Naming::Failed(named, _) => self.look_up(named.clone(), Then::Show),
            Naming::Settled | Naming::LeftOff(_) => {}
        }
    }

    /// Takes in where an object is, and says what is to happen then; nothing where another one is named by now.
    pub(crate) fn take_resolved(
        &mut self,
        named: Named,
        resolved: Result<Resolved, NotResolved>,
    ) -> Option<Then> {
        let Naming::LookingUp(awaited, then) = &self.naming else {
            return None;
        };
        if *awaited != named {
            return None;
        }
        let then = *then;
        let is_known = resolved.is_ok();
        match resolved {
            Ok(resolved) => {
                if MOST_KNOWN <= self.known.len() {
                    self.known.remove(0);
                }
                self.known.push(resolved.clone());
                self.question.resolved = Some(resolved);
                self.naming = Naming::Settled;
                self.read(Some(&named));
            }
            Err(why) => {
                self.naming = Naming::Failed(named, why);
                self.tell_naming();
            }
        }
        is_known.then_some(then)
    }

    /// Has the registry asked whom the search would ask, when the person has stopped typing.
    pub(crate) fn foresee(&mut self) {
        let Some(search) = self.search() else {
            if self.foreseen == Foreseen::Asking {
                self.errands.push(Command::LeavePreview);
            }
            self.foreseen = Foreseen::Nothing;
            return;
        };
        self.preview_nr += 1;
        self.foreseen = Foreseen::Asking;
        let search = Box::new(search);
        self.errands
            .push(Command::Foresee(self.preview_nr, search, PREVIEW_WAIT));
    }

    /// Does not wait for what a search would do, because it starts.
    pub(crate) fn leave_preview(&mut self) {
        if self.foreseen == Foreseen::Asking {
            self.errands.push(Command::LeavePreview);
            self.foreseen = Foreseen::Nothing;
        }
    }

    /// Takes in whom the search of this number would ask.
    pub(crate) fn take_foreseen(&mut self, nr: u64, foreseen: Result<Preview, String>) {
        if nr == self.preview_nr && self.foreseen == Foreseen::Asking {
            self.foreseen = match foreseen {
                Ok(preview) => Foreseen::Known(preview),
                Err(why) => Foreseen::Unknown(why),
            };
        }
    }

    /// The search that the form describes, where it can be asked.
    pub(crate) fn search(&self) -> Option<Search> {
        Some(Search {
            constraints: self.parsed.as_ref().ok()?.clone(),
            question: self.question.clone(),
            registry: self.registry.clone(),
            fallbacks: self.fallbacks(),
            settings: self.settings.clone(),
        })
    }

    /// Puts the question first among the recent ones.
    pub(crate) fn note_recent(&mut self) {
        let question = self.question.clone();
        self.recent.retain(|other| !is_same(other, &question));
        self.recent.insert(0, question);
        self.recent.truncate(MOST_RECENT);
    }

    /// Empties the fields.
    pub(crate) fn clear(&mut self) {
        let cleared = mem::take(&mut self.question);
        self.change(Question {
            product: cleared.product,
            ..Question::default()
        });
        self.undo = Undo::Question(Box::new(cleared));
    }

    /// Takes those that stand in for the registry with which the program was started.
    pub(crate) fn take_fallbacks(&mut self, fallbacks: Vec<String>) {
        for fallback in &fallbacks {
            self.keep_registry(fallback);
        }
        self.given.1 = fallbacks;
    }

    /// Whom to ask where the registry does not answer: those that were given with it, else the other public ones where
    /// it is a public one.
    pub(crate) fn fallbacks(&self) -> Vec<String> {
        let (registry, fallbacks) = &self.given;
        if *registry == self.registry {
            fallbacks.clone()
        } else {
            endpoints::fallbacks(&self.registry)
        }
    }

    /// The registry with which the program was started.
    pub(crate) fn given_registry(&self) -> &str {
        &self.given.0
    }

    /// Takes this registry, and keeps it among those to pick from.
    pub(crate) fn use_registry(&mut self, registry: String) {
        self.keep_registry(&registry);
        self.registry = registry;
    }

    /// Keeps a registry among those to pick from.
    pub(crate) fn keep_registry(&mut self, registry: &str) {
        if !self.registries.iter().any(|known| known == registry) {
            self.registries.push(registry.to_owned());
        }
    }

    fn position_of(&self, named: &Named) -> Option<Resolved> {
        let mut known = self.known.iter();
        known.find(|it| named.cone(it).is_some()).cloned()
    }

    fn settle(&mut self) {
        if matches!(self.naming, Naming::LookingUp(..)) {
            self.errands.push(Command::LeaveName);
        }
        self.naming = Naming::Settled;
    }

    /// Works out what the fields mean, where `named` is the object that Space names.
    fn read(&mut self, named: Option<&Named>) {
        let reading = self.question.read_as(named);
        self.parsed = reading.constraints;
        self.space = reading.space;
        self.spectrum = reading.spectrum;
        self.time = reading.time;
    }

    /// Says under Space how the look-up goes, where there is one.
    fn tell_naming(&mut self) {
        self.space = match &self.naming {
            Naming::Settled => return,
            Naming::LookingUp(named, _) => {
                Meaning::Understood(format!("looking up where {} is …", named.name))
            }
            Naming::Failed(_, why) => Meaning::Wrong(why.to_string()),
            Naming::LeftOff(named) => Meaning::Understood(format!(
                "the object {}, within {}; Run looks up where it is",
                named.name,
                named.radius.handy()
            )),
        };
    }
}

impl Naming {
    fn named(&self) -> Option<&Named> {
        match self {
            Self::Settled => None,
            Self::LookingUp(named, _) | Self::Failed(named, _) | Self::LeftOff(named) => {
                Some(named)
            }
        }
    }
}

/// Whether two questions ask the same, as typed.
fn is_same(one: &Question, other: &Question) -> bool {
    let fields = |question: &Question| {
        [&question.space, &question.spectrum, &question.time].map(|it| it.trim().to_owned())
    };
    fields(one) == fields(other)
        && one.product == other.product
        && one.inclusive == other.inclusive
        && one.services == other.services
}
