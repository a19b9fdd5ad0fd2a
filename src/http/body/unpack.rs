//! Unpacks what gzip or zlib packed, whatever the headers say.

use flate2::{bufread::GzDecoder, read::ZlibDecoder};
use std::io::{self, BufRead as _, BufReader, Cursor, Read};

/// The first two bytes of anything packed by gzip (RFC 1952, 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The first two bytes of what zlib packed, at each of its levels (RFC 1950, 2.2): `Content-Encoding: deflate`.
const ZLIB: [[u8; 2]; 4] = [[0x78, 0x01], [0x78, 0x5e], [0x78, 0x9c], [0x78, 0xda]];

/// Bytes that are read from the network's pieces at once.
const BUFFER: usize = 1 << 14;

type Source = Box<dyn Read + Send>;

/// The same bytes, unpacked if they are packed.
pub(super) fn unpacked(mut input: Source) -> io::Result<Source> {
    let mut first = Vec::with_capacity(GZIP.len());
    input
        .by_ref()
        .take(GZIP.len() as u64)
        .read_to_end(&mut first)?;
    let is_gzip = first == GZIP;
    let is_zlib = ZLIB.iter().any(|magic| first == magic);
    let whole = Cursor::new(first).chain(input);
    Ok(if is_gzip {
        Box::new(Gunzip::new(Box::new(whole)))
    } else if is_zlib {
        Box::new(ZlibDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}

/// Unpacks one gzip member after the other. What stands behind the last and is no member is left alone: files are
/// padded.
struct Gunzip {
    /// `None` once the last member has ended.
    member: Option<GzDecoder<BufReader<Source>>>,
}

impl Gunzip {
    fn new(input: Source) -> Self {
        let input = BufReader::with_capacity(BUFFER, input);
        Self {
            member: Some(GzDecoder::new(input)),
        }
    }
}

impl Read for Gunzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let n = member.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let Some(member) = self.member.take() else {
                break;
            };
            let mut rest = member.into_inner();
            if rest.fill_buf()?.first() == GZIP.first() {
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}
