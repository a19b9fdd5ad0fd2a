//! How much of a document is believed, each bound with its reason.

/// What one document may cost. The defaults hold for every service seen so far with a wide margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Open elements at one time. VOTable needs about ten; a document that never closes what it opens ends here.
    pub depth: usize,
    /// FIELDs of one table. The widest tables in the VO have some thousands.
    pub columns: usize,
    /// PARAMs that are kept with one table; they cost memory until the table ends.
    pub params: usize,
    /// Bytes of the names, units, values and descriptions of one table's FIELDs and PARAMs together. They are kept while the
    /// table is read, and thousands of columns need about a megabyte.
    pub head_bytes: usize,
    /// Bytes of a DOCTYPE that are looked at. HTML's entities take some 10 kB.
    pub doctype_bytes: usize,
    /// Entities that a DOCTYPE may declare. HTML has some 250, and documents were seen to declare all of them.
    pub entities: usize,
    /// Bytes that one of them stands for: a character, or the beginning of an address.
    pub entity_bytes: usize,
    /// Bytes by which all expansions together lengthen a document; beyond, references stay as they are written.
    pub expansion_bytes: usize,
    /// Bytes of one tag, comment or run of text. The XML parser holds this much at once.
    pub event_bytes: usize,
    /// Bytes of one cell, both in the document and in memory. A footprint as a MOC may have a megabyte. A row may have
    /// four times as many.
    pub cell_bytes: usize,
    /// Bytes kept of a DESCRIPTION or of an INFO's text; the rest is dropped. People read these.
    pub text_bytes: usize,
    /// Bytes before the VOTABLE element. A program that prints its own warnings first is forgiven, a long page in
    /// HTML is not read to its end.
    pub prelude_bytes: u64,
    /// Rows in one batch, at most. A batch of these stays in the processor's cache while it is filled and used.
    pub batch_rows: usize,
    /// Bytes in one batch, about: it is handed out when it has more.
    pub batch_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 256,
            columns: 16_384,
            params: 16_384,
            head_bytes: 8 << 20,
            doctype_bytes: 64 << 10,
            entities: 512,
            entity_bytes: 256,
            expansion_bytes: 1 << 20,
            event_bytes: 8 << 20,
            cell_bytes: 8 << 20,
            text_bytes: 64 << 10,
            prelude_bytes: 64 << 10,
            batch_rows: 1024,
            batch_bytes: 1 << 20,
        }
    }
}
