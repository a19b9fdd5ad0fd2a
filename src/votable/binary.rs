//! Rows as BINARY and BINARY2: base64 in a STREAM (VOTable 1.4, sections 6.2 and 6.3).

use super::{
    WarningKind,
    build::Builder,
    bytes::push_row,
    element::Element,
    error::Fault,
    escape,
    limits::Limits,
    reader::{Data, Form, Reader},
    warning::Tally,
    xml::{Tag, Token},
};
use std::io::Read;

/// A row that is longer and not whole is looked at again only when an eighth more has come: otherwise a long row that
/// comes in small pieces would cost the square of its length.
const LONG_ROW: usize = 64 << 10;

/// Base64 in lines at least so long is decoded where it stands; shorter ones are put together first.
const LONG_LINE: usize = 512;

/// Elements that stand around rows, and never within.
const AROUND_ROWS: [Element; 3] = [Element::Data, Element::Table, Element::Resource];

/// The state of a STREAM.
#[derive(Debug, Default)]
pub(super) struct Stream {
    /// BINARY2: each row begins with a bit for each column that says whether it is null.
    null_flags: bool,
    stage: Stage,
    /// Characters of base64 that are not decoded yet.
    coded: Vec<u8>,
    /// Bytes that are no whole row yet, from `at` on.
    bytes: Vec<u8>,
    at: usize,
    /// Whether the stream ended within a byte.
    is_cut: bool,
    /// So many bytes are awaited before a long row is looked at again, unless no more come.
    awaited: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Stage {
    #[default]
    Before,
    Inside,
    /// Something that is not base64 was met; what was decoded before it stays good.
    Broken,
    /// No more bytes will come.
    Over,
}

impl Stream {
    pub(super) fn with_null_flags() -> Self {
        Self {
            null_flags: true,
            ..Self::default()
        }
    }
}

impl<R: Read> Reader<R> {
    /// Reads rows until a batch is ready or the table's rows end.
    pub(super) fn read_binary(&mut self) -> Result<(), Fault> {
        loop {
            if self.take_rows()? {
                self.flush();
                return Ok(());
            }
            if self.stage() == Stage::Broken {
                return Err(Fault::BadBase64);
            }
            if self.stage() == Stage::Inside && self.xml.is_behind_tag() {
                let text = self.xml.input().text();
                let end = memchr::memchr3(b'<', b'&', b'\t', text);
                let coded = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
                let tab = end.is_some_and(|end| text.get(end) == Some(&b'\t'));
                let n = coded.len() + usize::from(tab);
                if let Some(Data {
                    form: Form::Binary(stream),
                    ..
                }) = &mut self.data
                {
                    stream.decode(coded);
                }
                self.xml.input_mut().take(n);
                if n > 0 {
                    continue;
                }
                if end.is_none() {
                    if self.flush_before_waiting() {
                        return Ok(());
                    }
                    if self.xml.input_mut().fill().map_err(Fault::Read)? {
                        continue;
                    }
                    return Err(Fault::Truncated);
                }
            }
            let mut scratch = std::mem::take(&mut self.scratch);
            let token = self.xml.next(&mut scratch)?;
            self.take_in_stream_token(token)?;
            self.scratch = scratch;
            if self.data.is_none() || !self.ready.is_empty() {
                return Ok(());
            }
        }
    }

    fn stage(&self) -> Stage {
        match &self.data {
            Some(Data {
                form: Form::Binary(stream),
                ..
            }) => stream.stage,
            _ => Stage::Over,
        }
    }

    /// Puts whole rows into the columns; `true` when a batch is full.
    fn take_rows(&mut self) -> Result<bool, Fault> {
        while !self.is_full() {
            let Some(Data {
                builder,
                form: Form::Binary(stream),
                ..
            }) = &mut self.data
            else {
                return Ok(false);
            };
            if !stream.take_row(builder, &self.limits)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn take_in_stream_token(&mut self, token: Token<'_>) -> Result<(), Fault> {
        let Some(Data {
            element,
            tally,
            form: Form::Binary(stream),
            ..
        }) = &mut self.data
        else {
            return Ok(());
        };
        match token {
            Token::Start { tag, closed } => {
                let element = *element;
                if tag.element == Element::Stream {
                    if is_inline(&tag, tally) && !closed {
                        stream.stage = Stage::Inside;
                    }
                    return self.header.start(&tag, closed, &mut self.ready);
                }
                tally.add(WarningKind::UnbalancedTag);
                if AROUND_ROWS.contains(&tag.element) && !self.header.is_skipping() {
                    // The end tags of the rows are missing.
                    self.end_stream()?;
                    self.header.end(element, &mut self.ready)?;
                    return self.take_in_start(&tag, closed);
                }
                self.flush(); // what the tag tells comes after the rows before it
                self.header.start(&tag, closed, &mut self.ready)
            }
            Token::End(Element::Stream) => {
                stream.end();
                self.take_last_rows()?;
                self.header.end(Element::Stream, &mut self.ready)
            }
            Token::End(end) => {
                let element = *element;
                if end == element || end == Element::Votable || AROUND_ROWS.contains(&end) {
                    self.end_stream()?;
                } else if self.header.closes_beyond(end, element) {
                    tally.add(WarningKind::UnbalancedTag);
                    return Ok(());
                }
                self.flush();
                self.header.end(end, &mut self.ready)
            }
            Token::Text(text) if stream.stage == Stage::Inside => {
                text.split('\t')
                    .for_each(|part| stream.decode(part.as_bytes()));
                Ok(())
            }
            // A blank as a reference, as some XML writers have line ends.
            Token::Reference(name)
                if stream.stage == Stage::Inside
                    && !escape::resolve(&name).is_some_and(char::is_whitespace) =>
            {
                stream.stage = Stage::Broken;
                Ok(())
            }
            Token::Text(_) | Token::Reference(_) | Token::Nothing => Ok(()),
            Token::Eof => Err(Fault::Truncated),
        }
    }

    /// Ends the rows, whether or not the stream was closed.
    fn end_stream(&mut self) -> Result<(), Fault> {
        if let Some(Data {
            form: Form::Binary(stream),
            ..
        }) = &mut self.data
        {
            stream.end();
        }
        self.take_last_rows()?;
        self.end_rows();
        Ok(())
    }

    /// Takes the rows before a break, in batches.
    pub(super) fn take_rows_before_break(&mut self) {
        if let Some(Data {
            form: Form::Binary(stream),
            ..
        }) = &mut self.data
        {
            stream.stage = Stage::Over;
            while let Ok(true) = self.take_rows() {
                self.flush();
            }
        }
    }

    /// Takes the rows before the stream's end, in batches.
    fn take_last_rows(&mut self) -> Result<(), Fault> {
        while self.take_rows()? {
            self.flush();
        }
        if let Some(Data {
            form: Form::Binary(stream),
            builder,
            ..
        }) = &mut self.data
            && (stream.is_cut || stream.at < stream.bytes.len())
        {
            stream.is_cut = false;
            stream.bytes.clear();
            stream.at = 0;
            if builder.n_columns() > 0 {
                let place = self.place();
                self.part_of_row.get_or_insert(place);
            }
        }
        Ok(())
    }
}

/// Whether a STREAM's rows are in it, as base64.
fn is_inline(tag: &Tag<'_>, tally: &mut Tally) -> bool {
    if tag.word("href").is_some() {
        tally.add(WarningKind::RowsElsewhere);
        return false;
    }
    // Where the encoding is missing, base64 is meant: nothing else can stand in XML.
    let encoding = tag.word("encoding");
    let known = encoding.is_none_or(|name| name.eq_ignore_ascii_case("base64"));
    if !known {
        tally.add(WarningKind::UnknownStreamEncoding);
    }
    known
}

impl Stream {
    /// Decodes all groups of four characters; up to three wait for the rest of their group. There are no tabs.
    fn decode(&mut self, coded: &[u8]) {
        self.bytes.drain(..std::mem::take(&mut self.at));
        let mut rest = coded;
        while let Some(at) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) {
            rest = rest.get(at..).unwrap_or_default();
            let end = memchr::memchr3(b'\n', b' ', b'\r', rest).unwrap_or(rest.len());
            let (mut line, after) = rest.split_at(end);
            if let Some((fill, more)) = line.split_at_checked((4 - self.coded.len() % 4) % 4)
                && more.len() >= LONG_LINE
            {
                self.coded.extend_from_slice(fill);
                self.decode_waiting();
                let (groups, left) = more.split_at(more.len() / 4 * 4);
                self.append(groups);
                line = left;
            }
            self.coded.extend_from_slice(line);
            rest = after;
        }
        self.decode_waiting();
    }

    /// Decodes the whole groups of the characters that wait.
    fn decode_waiting(&mut self) {
        let coded = std::mem::take(&mut self.coded);
        let (groups, left) = coded.split_at(coded.len() / 4 * 4);
        self.append(groups);
        let left = left.len();
        self.coded = coded;
        self.coded.drain(..self.coded.len() - left);
    }

    /// Adds what whole groups stand for, up to the first that is not base64. Padding may stand in the middle: some
    /// encode row by row.
    fn append(&mut self, groups: &[u8]) {
        if self.stage == Stage::Broken {
            return;
        }
        let before = self.bytes.len();
        let decoder = base64_simd::STANDARD;
        if decoder.decode_append(groups, &mut self.bytes).is_ok() {
            return;
        }
        self.bytes.truncate(before);
        for group in groups.chunks(4) {
            if decoder.decode_append(group, &mut self.bytes).is_err() {
                self.stage = Stage::Broken;
                return;
            }
        }
    }

    /// Decodes what is left of a stream without its padding.
    fn end(&mut self) {
        self.stage = Stage::Over;
        let coded = std::mem::take(&mut self.coded);
        if coded.is_empty() {
            return;
        }
        let left = coded.split(|byte| *byte == b'=').next().unwrap_or_default();
        self.is_cut = base64_simd::STANDARD_NO_PAD
            .decode_append(left, &mut self.bytes)
            .is_err();
    }

    /// Puts the next row into the columns, if all its bytes are there.
    fn take_row(&mut self, builder: &mut Builder, limits: &Limits) -> Result<bool, Fault> {
        if builder.n_columns() == 0 {
            return Ok(self.has_no_rows());
        }
        let bytes = self.bytes.get(self.at..).unwrap_or_default();
        let flags = if self.null_flags {
            builder.n_columns().div_ceil(8)
        } else {
            0
        };
        if bytes.len() < self.awaited && self.stage != Stage::Over {
            return Ok(false);
        }
        let Some(len) = push_row(builder, bytes, flags, limits)? else {
            if bytes.len() > LONG_ROW {
                self.awaited = bytes.len() / 8 * 9;
            }
            return Ok(false);
        };
        if len == 0 {
            return Ok(self.has_no_rows());
        }
        self.awaited = 0;
        self.at += len;
        Ok(true)
    }

    /// A table without columns, or whose cells all have no bytes, has no rows, however many bytes come.
    fn has_no_rows(&mut self) -> bool {
        self.bytes.clear();
        self.at = 0;
        false
    }
}
