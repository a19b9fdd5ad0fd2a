//! The table that is written and read: synthetic ObsCore, the same in every run.

use crate::{CHUNK, COLUMNS, Outcome};
use std::{
    fs::File,
    io::{self, BufWriter, Write as _},
    path::Path,
};
use vodiscover::{
    domain::obscore::{Kind, ObsColumn},
    votable::{Cell, Datatype, Field, Rows, Serialization, TableSpec, Writer},
};

/// Synthetic ObsCore: each text is one of some thousand, numbers come of the row's number alone.
pub(crate) struct Sample {
    /// How many rows there are.
    pub(crate) rows: usize,
    texts: Vec<Vec<String>>,
}

/// So many different texts in a column.
const VARIETY: usize = 997;

impl Sample {
    pub(crate) fn new(rows: usize) -> Self {
        let texts = ObsColumn::ALL.into_iter().take(COLUMNS).map(|column| {
            let count = if column.info().kind == Kind::Text {
                VARIETY
            } else {
                0
            };
            (0..count).map(|nr| text(column, nr)).collect()
        });
        Self {
            rows,
            texts: texts.collect(),
        }
    }

    pub(crate) fn write(&self, path: &Path, serialization: Serialization) -> Outcome<()> {
        let out = BufWriter::with_capacity(CHUNK, File::create(path)?);
        let mut writer = Writer::new(
            out,
            "Synthetic ObsCore, made to measure reading and writing",
        )?;
        writer.info("QUERY_STATUS", "OK", "")?;
        let fields = ObsColumn::ALL
            .into_iter()
            .take(COLUMNS)
            .map(field)
            .collect();
        let spec = TableSpec {
            name: Some("obscore".to_owned()),
            fields,
            ..TableSpec::default()
        };
        writer.table(&spec, serialization, self)?;
        finish(writer).map_err(Into::into)
    }

    /// Writes it as BINARY (VOTable 1.4, section 6.3), which our writer does not do: services still send it.
    pub(crate) fn write_binary(&self, path: &Path) -> Outcome<()> {
        let mut out = BufWriter::with_capacity(CHUNK, File::create(path)?);
        out.write_all(b"<VOTABLE version=\"1.4\"><RESOURCE type=\"results\"><TABLE>\n")?;
        for column in ObsColumn::ALL.into_iter().take(COLUMNS) {
            let (datatype, inside) = match column.info().kind {
                Kind::Text => ("char\" arraysize=\"*", ""),
                Kind::Integer => ("long", "<VALUES null=\"-1\"/>"),
                Kind::Number => ("double", ""),
            };
            let name = column.name();
            writeln!(
                out,
                "<FIELD name=\"{name}\" datatype=\"{datatype}\">{inside}</FIELD>"
            )?;
        }
        out.write_all(b"<DATA><BINARY><STREAM encoding=\"base64\">\n")?;
        let mut bytes = Vec::new();
        for row in 0..self.rows {
            for column in 0..COLUMNS {
                let kind = ObsColumn::ALL.get(column).map(|it| it.info().kind);
                match (self.cell(row, column), kind) {
                    (Cell::Text(text), _) => {
                        bytes.extend(u32::try_from(text.len())?.to_be_bytes());
                        bytes.extend(text.as_bytes());
                    }
                    (Cell::Int(whole), _) => bytes.extend(whole.to_be_bytes()),
                    (Cell::Double(number), _) => bytes.extend(number.to_be_bytes()),
                    (_, Some(Kind::Integer)) => bytes.extend((-1_i64).to_be_bytes()),
                    (_, Some(Kind::Number)) => bytes.extend(f64::NAN.to_be_bytes()),
                    _ => bytes.extend(0_u32.to_be_bytes()),
                }
            }
            let is_last = row + 1 == self.rows;
            // A line of base64 holds 48 bytes, as most writers have it.
            while bytes.len() >= 48 || (is_last && !bytes.is_empty()) {
                let rest = bytes.split_off(bytes.len().min(48));
                out.write_all(base64_simd::STANDARD.encode_to_string(&bytes).as_bytes())?;
                out.write_all(b"\n")?;
                bytes = rest;
            }
        }
        out.write_all(b"</STREAM></BINARY></DATA></TABLE></RESOURCE></VOTABLE>\n")?;
        out.into_inner()?.sync_all().map_err(Into::into)
    }
}

fn finish(writer: Writer<BufWriter<File>>) -> io::Result<()> {
    writer.finish()?.into_inner()?.sync_all()
}

fn field(column: ObsColumn) -> Field {
    let info = column.info();
    let base = match info.kind {
        Kind::Text => Field::text(info.name),
        Kind::Integer => Field::new(info.name, Datatype::Long),
        Kind::Number => Field::new(info.name, Datatype::Double),
    };
    Field {
        unit: info.unit.map(str::to_owned),
        ucd: Some(info.ucd.to_owned()),
        utype: info.utype.map(str::to_owned),
        description: Some(info.description.to_owned()),
        ..base
    }
}

impl Rows for Sample {
    fn len(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let noise = noise(row as u64 * 64 + column as u64);
        if let Some(text) = self
            .texts
            .get(column)
            .and_then(|texts| texts.get(usize::try_from(noise % VARIETY as u64).ok()?))
        {
            return Cell::Text(text);
        }
        // As numbers are in real tables: some are missing, the others have many digits.
        match ObsColumn::ALL.get(column).map(|column| column.info().kind) {
            _ if noise.is_multiple_of(16) => Cell::Null,
            Some(Kind::Integer) => Cell::Int(i64::try_from(noise >> 50).unwrap_or(0)),
            _ => Cell::Double((noise >> 11) as f64 / (1u64 << 53) as f64 * 360.0),
        }
    }
}

/// `SplitMix64`: numbers that look random and are the same on every machine.
fn noise(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn text(column: ObsColumn, nr: usize) -> String {
    match column {
        ObsColumn::AccessUrl => {
            format!(
                "http://archive.example.org/data/get?collection=survey&id=observation/{nr:06}/image.fits&format=fits"
            )
        }
        ObsColumn::ObsPublisherDid => {
            format!("ivo://example.org/survey/data?observations/{nr:06}/image.fits")
        }
        ObsColumn::SRegion => {
            let ra = nr as f64 / 3.0;
            format!(
                "Polygon ICRS {ra:.6} -13.500000 {:.6} -13.500000 {:.6} -13.000000 {ra:.6} -13.000000",
                ra + 0.5,
                ra + 0.5
            )
        }
        ObsColumn::ObsTitle => format!("Synthetic observation {nr} of a field in the survey"),
        ObsColumn::DataproductType => "image".to_owned(),
        ObsColumn::AccessFormat => "application/fits".to_owned(),
        ObsColumn::OUcd => "phot.flux.density;em.opt.V".to_owned(),
        ObsColumn::PolStates => String::new(),
        _ => format!("{}-{nr}", column.name()),
    }
}
