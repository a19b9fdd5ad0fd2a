//! What the window sends to the other programs on the desk, and hears of them.

mod dispatch;
mod own;
mod rows;

use super::{Event, thread::Teller};
use crate::{
    discovery::{
        event::RunId,
        export::{self, Format},
        record::Record,
    },
    domain::{angle::Position, moc::SkyMoc, region::Region},
    http::{self, Client as Fetcher},
    samp::{
        Client, DeskNews, HubState, Keeping, Notice, Parcel, PositionList, Received, SampError,
        SendNews, ServiceList, Session, Table, To, new_table_id,
    },
    votable::Serialization,
};
use dispatch::ready;
pub use dispatch::{Dispatch, Freight, is_fits};
use own::Own;
pub use own::OwnHubNews;
use rows::{Part, SentRows};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{runtime::Handle, task::JoinHandle};

/// What a row that is kept for receivers costs in memory, in bytes, about.
const ROW_BYTES: usize = 400;

/// A place that is pointed at; a row, and a selection, go out beside it.
const PLACE: usize = 0;
const ROW: usize = 1;
const ROWS: usize = 2;

/// One sending. Later ones have larger numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SendNr(pub u64);

/// What the window may ask about the other programs.
#[derive(Debug)]
pub enum SampCommand {
    /// Send datasets as a table.
    SendTable {
        /// What is told of it bears this number.
        nr: SendNr,
        /// What was found, with its provenance.
        record: Box<Record>,
        /// Which of its rows, in which order; `None`: all.
        rows: Option<Vec<usize>>,
        /// Who gets it.
        to: To,
    },
    /// Send an image, a spectrum or something else that is ready.
    Send {
        /// What is told of it bears this number.
        nr: SendNr,
        /// What it is.
        parcel: Parcel,
        /// What the receivers call it.
        name: String,
        /// Who gets it.
        to: To,
    },
    /// Send the file of a dataset; where its links must be asked for it, they are.
    SendDataset {
        /// What is told of it bears this number.
        nr: SendNr,
        /// What it is.
        dispatch: Box<Dispatch>,
        /// Who gets it.
        to: To,
    },
    /// Send regions together as one coverage map.
    SendMoc {
        /// What is told of it bears this number.
        nr: SendNr,
        /// The region asked for, or footprints.
        regions: Vec<Region>,
        /// What the receivers call it.
        name: String,
        /// Who gets it.
        to: To,
    },
    /// Point at a place on the sky. What was to be pointed at before and has not gone out yet does not go out.
    PointAt(Position, To),
    /// Highlight a row of what this search found, wherever it was sent. An earlier row that has not gone out yet does not
    /// go out.
    Row(RunId, usize, To),
    /// Select rows of what this search found, wherever they were sent. An earlier selection that has not gone out yet does
    /// not go out.
    Rows(RunId, Vec<usize>, To),
    /// Look for a hub at once, also for one that has put us out.
    LookNow,
    /// Start a hub of our own.
    StartHub,
    /// Stop the hub of our own.
    StopHub,
}

/// What the window is told of the other programs.
#[derive(Debug, Clone, PartialEq)]
pub enum SampNews {
    /// It stands otherwise with the hub than before.
    Hub(HubState),
    /// These are the other clients now, the hub's own among them.
    Clients(Arc<[Client]>),
    /// How a sending goes: first to whom it went, then each answer.
    Send(SendNr, SendNews),
    /// Nothing was sent.
    NotSent(SendNr, SampError),
    /// These programs were shown a place, by name. Nothing is told of rows, which are pointed at in passing.
    Pointed(Vec<String>),
    /// Nobody was shown the place.
    NotPointed(SampError),
    /// How it stands with the hub of our own.
    OwnHub(OwnHubNews),
    /// A program, by name, points at a place.
    PointAt(String, Position),
    /// A program, by name, highlights a row of what this search found.
    Row(String, RunId, usize),
    /// A program, by name, selects rows of what this search found; rising, perhaps none.
    Rows(String, RunId, Vec<usize>),
    /// A program, by name, names services to ask.
    Services(String, ServiceList),
    /// A program, by name, sent a table with positions.
    Positions(String, Arc<PositionList>),
}

/// Sends and hears for the window.
#[derive(Debug)]
pub(super) struct Desk {
    runtime: Handle,
    teller: Teller,
    /// Registered with the hub, and serving the tables that were sent, until the window closes.
    session: Session,
    keeping: Option<Arc<Keeping>>,
    own: Own,
    /// Asks for the links of datasets.
    fetcher: Result<Fetcher, http::Failure>,
    sent: Arc<Mutex<SentRows>>,
    /// A place, a row, a selection: what goes out now of each.
    pointing: [Option<JoinHandle<()>>; 3],
}

impl Desk {
    /// Registers as soon as a hub is there. `fetcher` asks for the links of datasets.
    pub(super) fn new(
        runtime: Handle,
        teller: Teller,
        session: Session,
        fetcher: Result<Fetcher, http::Failure>,
    ) -> Self {
        let sent = Arc::<Mutex<SentRows>>::default();
        let (telling, theirs) = (teller.clone(), Arc::clone(&sent));
        let keeping = {
            let _inside = runtime.enter();
            session.keep(move |news| {
                if let Some(news) = understood(news, &theirs) {
                    telling.tell(Event::Samp(news));
                }
            })
        };
        Self {
            own: Own::new(runtime.clone(), teller.clone(), session.clone()),
            fetcher,
            runtime,
            teller,
            session,
            keeping: Some(Arc::new(keeping)),
            sent,
            pointing: [None, None, None],
        }
    }

    pub(super) fn obey(&mut self, command: SampCommand) {
        match command {
            SampCommand::SendTable {
                nr,
                record,
                rows,
                to,
            } => self.send_table(nr, record, rows, to),
            SampCommand::Send {
                nr,
                parcel,
                name,
                to,
            } => self.send(nr, to, async move { Ok((parcel, name)) }),
            SampCommand::SendDataset { nr, dispatch, to } => {
                self.send(nr, to, ready(self.fetcher.clone(), *dispatch));
            }
            SampCommand::SendMoc {
                nr,
                regions,
                name,
                to,
            } => self.send(nr, to, async move { Ok((moc(regions).await?, name)) }),
            SampCommand::PointAt(position, to) => {
                self.point(PLACE, vec![(Notice::PointAt(position), to)]);
            }
            SampCommand::Row(run, row, to) => {
                let rows = self.notices(run, &[row], &to, |table_id, rows| {
                    let row = rows.first().copied()?;
                    Some(Notice::Row { table_id, row })
                });
                self.point(ROW, rows);
            }
            SampCommand::Rows(run, rows, to) => {
                let rows = self.notices(run, &rows, &to, |table_id, rows| {
                    Some(Notice::Rows { table_id, rows })
                });
                self.point(ROWS, rows);
            }
            SampCommand::LookNow => {
                if let Some(keeping) = &self.keeping {
                    keeping.look_now();
                }
            }
            SampCommand::StartHub => self.own.start(self.keeping.as_ref()),
            SampCommand::StopHub => self.own.stop(),
        }
    }

    /// Takes leave of the hub, within a moment.
    pub(super) async fn close(&mut self) {
        self.keeping = None;
        self.session.close().await;
        self.own.close().await;
    }

    /// Sends datasets. The table is written anew, without a copy in memory, each time that a receiver fetches it.
    fn send_table(&self, nr: SendNr, record: Box<Record>, rows: Option<Vec<usize>>, to: To) {
        let rows: Option<Arc<[usize]>> = rows.map(Into::into);
        let sent = Arc::clone(&self.sent);
        let receivers = to.clone();
        self.send(nr, to, async move {
            let id = new_table_id()?;
            let name = table_name(&record, rows.as_deref());
            let n_rows = rows.as_ref().map_or(record.found().len(), |it| it.len());
            let part = match &rows {
                Some(rows) => Part::Some(Arc::clone(rows)),
                None => Part::All(n_rows),
            };
            let mut all = sent.lock().unwrap_or_else(PoisonError::into_inner);
            all.put(&id, record.id(), part, receivers);
            drop(all);
            let table = Table::written(move |out| {
                match rows.as_deref() {
                    Some(rows) => export::write_rows(&record, rows, Serialization::Binary2, out),
                    None => export::write(&record, Format::VOTable(Serialization::Binary2), out),
                }
                .map_err(io::Error::other)
            });
            let table = table.of_rows(n_rows, ROW_BYTES);
            Ok((Parcel::Table { table, id }, name))
        });
    }

    fn send(
        &self,
        nr: SendNr,
        to: To,
        ready: impl Future<Output = Result<(Parcel, String), SampError>> + Send + 'static,
    ) {
        let teller = self.teller.clone();
        let session = self.session.clone();
        self.runtime.spawn(async move {
            let news = |news| teller.tell(Event::Samp(SampNews::Send(nr, news)));
            let sent = match ready.await {
                Ok((parcel, name)) => session.send(parcel, &name, &to, news).await,
                Err(error) => Err(error),
            };
            if let Err(error) = sent {
                teller.tell(Event::Samp(SampNews::NotSent(nr, error)));
            }
        });
    }

    /// What to say of rows of a search, for each table that has them.
    fn notices(
        &self,
        run: RunId,
        rows: &[usize],
        to: &To,
        notice: impl Fn(String, Vec<usize>) -> Option<Notice>,
    ) -> Vec<(Notice, To)> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let tables = sent.tables_with(run, rows, to).into_iter();
        tables
            .filter_map(|(id, rows)| Some((notice(id, rows)?, to.clone())))
            .collect()
    }

    /// Points at something, instead of what else of its kind has not gone out yet.
    fn point(&mut self, kind: usize, notices: Vec<(Notice, To)>) {
        let (teller, session) = (self.teller.clone(), self.session.clone());
        let pointing = self.runtime.spawn(async move {
            let mut pointed = Vec::new();
            let mut failed = notices.is_empty().then_some(SampError::RowsNotSent);
            for (notice, to) in notices {
                match session.notify(&notice, &to).await {
                    Ok(names) => pointed.extend(names),
                    Err(error) => failed = Some(error),
                }
            }
            pointed.sort_unstable();
            pointed.dedup();
            if kind != PLACE {
                return;
            }
            teller.tell(Event::Samp(match failed {
                Some(error) if pointed.is_empty() => SampNews::NotPointed(error),
                _ => SampNews::Pointed(pointed),
            }));
        });
        if let Some(slot) = self.pointing.get_mut(kind)
            && let Some(before) = slot.replace(pointing)
        {
            before.abort();
        }
    }
}

/// News of the desk in the window's terms; rows of a search that is not known any more are none.
fn understood(news: DeskNews, sent: &Mutex<SentRows>) -> Option<SampNews> {
    let (from, received) = match news {
        DeskNews::Hub(state) => return Some(SampNews::Hub(state)),
        DeskNews::Clients(clients) => return Some(SampNews::Clients(clients)),
        DeskNews::Received { from, received, .. } => (from, received),
    };
    let sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
    match received {
        Received::Notice(Notice::PointAt(position)) => Some(SampNews::PointAt(from, position)),
        Received::Notice(Notice::Row { table_id, row }) => {
            let (run, rows) = sent.rows_of(&table_id, &[row])?;
            Some(SampNews::Row(from, run, rows.first().copied()?))
        }
        Received::Notice(Notice::Rows { table_id, rows }) => {
            let (run, rows) = sent.rows_of(&table_id, &rows)?;
            Some(SampNews::Rows(from, run, rows))
        }
        Received::Services(list) => Some(SampNews::Services(from, list)),
        Received::Positions(list) => Some(SampNews::Positions(from, Arc::new(list))),
    }
}

/// Regions as one map; made where it holds up nobody.
async fn moc(regions: Vec<Region>) -> Result<Parcel, SampError> {
    let made = tokio::task::spawn_blocking(move || SkyMoc::covering(&regions).to_fits()).await;
    match made {
        Ok(Ok(fits)) => Ok(Parcel::Moc { fits: fits.into() }),
        Ok(Err(why)) => Err(SampError::NotMade(why)),
        Err(error) => Err(SampError::NotMade(error.to_string())),
    }
}

/// What the receivers call the table: by what was asked.
fn table_name(record: &Record, rows: Option<&[usize]>) -> String {
    let question = record.search().question.in_one_line();
    match rows {
        Some(rows) => format!("vodiscover {question}, {} rows", rows.len()),
        None => format!("vodiscover {question}"),
    }
}
