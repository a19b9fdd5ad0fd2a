//! What `--help` says: meant to be learnt from.

use crate::protocol::regtap::endpoints::ENDPOINTS;

pub(super) const ABOUT: &str = "Finds images and spectra across the whole Virtual Observatory: asks the VO Registry \
     which services may have data on a place, a wavelength and a time, asks all of them side by side, and \
     hands on what they find. Without --headless, a window opens with these options filled in.";

pub(super) const SPACE: &str = "A cone, as RA, Dec and radius: \"274.6880, -13.7920 1\" (degrees), \"18:18:45.1 \
     -13:47:31 30'\", \"18h18m45s -13d47m31s 0.5deg\"; an object, with or without a radius: \"M16 0.5\", \"NGC 6611 30'\" \
     (30' unless said otherwise); \"POLYGON 10 20 11 20 11 21\"; or many positions, \"within 5' of 10.68 41.27; 83.63 22.01\"";

pub(super) const POSITIONS: &str = "Search at all positions of this table, as one search: a VOTable, or CSV whose first line \
     names its columns (ra, dec or as catalogues call them; degrees, or hours and degrees with colons). At most 300 positions";

pub(super) const RADIUS: &str =
    "How far around each position: \"5'\", \"30 arcsec\", or \"0.1\" (degrees)";

pub(super) const SPECTRUM: &str = "One value or two: \"2\" or \"400 700\" (nm), \"0.5..2 keV\", \"1.4 GHz\", \
     \"21 cm\", \"5000 Angstrom\", or a band such as \"V\"";

pub(super) const TIME: &str = "One or two of \"1995-12-31\", \"1995-12-31T10:00:00\", \"1995-06\", \"1995\", or MJD \
     \"49718.5\"; \"..\" for an open side: \"1995-01-01 1995-12-31\", \"1995 ..\"";

pub(super) const PRODUCT: &str = "Which kinds of dataset; images unless said otherwise";

pub(super) const INCLUSIVE: &str = "Ask services that do not declare their coverage as well, and keep datasets that \
     lack the metadata to decide";

pub(super) const SERVICE: &str = "Ask the services of this resource, and of no other, whatever coverage they declare; may \
     be given several times";

pub(super) const REGISTRY: &str = "The TAP address of the registry to ask; GAVO's unless said otherwise here or in \
     the environment as IVOA_REGISTRY. Given several times, the others are asked, in their order, where the first does \
     not answer. For one of the public registries below, the others stand in; for any other, nobody does";

pub(super) const RESOLVER: &str = "The base address of a Sesame service, which knows where objects are; that of CDS \
     unless said otherwise";

pub(super) const TIMEOUT: &str =
    "The time for a whole answer, 60 unless said otherwise; what has come by then is kept";

pub(super) const MAXREC: &str =
    "The number of rows to ask of each service, 20000 unless said otherwise";

pub(super) const PRACTICE: &str = "Ask the built-in practice VO: synthetic data, no network needed";

pub(super) const PRACTICE_SERVE: &str = "Only serve the practice VO, its registry on this port of 127.0.0.1, so that \
     pyVO or TOPCAT can be pointed at it; end it with Ctrl-C";

pub(super) const FAULTS: &str =
    "Let some of the practice services hang, fail, or cut off their answers, as real ones do";

pub(super) const RUN: &str = "Start the search as soon as the window is open";

pub(super) const OPEN: &str = "A file that an earlier search was saved to: it is opened in the window as it was, and those \
     that failed can be asked again. With --headless it is written anew by --save, in another format or, with --complete, \
     after asking those again that failed";

pub(super) const HEADLESS: &str = "Search without a window; progress goes to standard error";

pub(super) const COMPLETE: &str = "After the search, ask services that failed once more, with three times the time, and \
     services that were cut off in parts, until each part comes whole";

pub(super) const RECOVER: &str = "Ask nobody; take up the newest search that was cut off, by a crash or a power \
     cut, and write it with --save and --provenance";

pub(super) const SAVE: &str = "Write what was found to this file, with the question, the provenance and the log: a \
     VOTable (.vot, .xml, compressed .vot.gz), Parquet (.parquet), FITS (.fits), or CSV (.csv) with a VOTable beside it \
     for all but the datasets. In a folder, the question names the file";

pub(super) const TABLEDATA: &str =
    "Write the rows of the VOTable as plain TABLEDATA, not as BINARY2";

pub(super) const PROVENANCE: &str =
    "Write what became of each service to this file (.vot, .vot.gz, .xml, .csv)";

/// What stands below the options.
pub(super) fn after() -> String {
    let registries = ENDPOINTS.iter().map(|endpoint| {
        format!(
            "  {}\n    {}: {}\n",
            endpoint.url, endpoint.name, endpoint.note
        )
    });
    format!(
        "Public registries, in the order in which they stand in for each other:\n{}\n{AFTER}",
        registries.collect::<String>()
    )
}

const AFTER: &str = "\
Examples:
  See how it works, without a network:
    vodiscover --practice
  X-ray images of the Eagle Nebula from 1995, without a window:
    vodiscover --headless --space \"274.6880, -13.7920 1\" --spectrum 2 --time 1995 --save eagle.vot
  Spectra between 400 and 700 nm around M31, from all services that may have some, as a spreadsheet:
    vodiscover --headless --space \"M31 10'\" --spectrum \"400 700\" \\
               --product spectra --inclusive --save m31.csv --provenance m31-services.csv
  Everything at 1.4 GHz in a polygon, in the window, at once:
    vodiscover --space \"POLYGON 10 20 12 20 12 22 10 22\" --spectrum \"1.4 GHz\" --product both --run
  Images within 5' of any target of a proposal, as one search:
    vodiscover --headless --positions targets.csv --radius 5\' --save targets.vot
  A saved search in the window again; and as Parquet, after asking those again that failed:
    vodiscover eagle.vot
    vodiscover --headless eagle.vot --complete --save eagle.parquet
  What a search had found when the machine went down:
    vodiscover --headless --recover --save found.vot
  A practice VO for a classroom, and pyVO pointed at it:
    vodiscover --practice-serve 8080
    IVOA_REGISTRY=http://127.0.0.1:8080/tap python3 ...

Ctrl-C stops a search at once; what was found is still saved. A search that is cut off otherwise is kept on disk:
the next start says so, and the window offers to open it.

Exit status: 0 done (failed services included), 1 a file or the window could not be made or opened or there is nothing to
  recover, 2 bad input or an object that nobody knows, 3 no service applies, 4 the registry or the name resolver cannot be
  asked, 130 interrupted.";
