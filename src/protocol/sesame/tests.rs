//! Answers in Sesame's format, written after its schema and its examples.

use super::*;

/// An answer about one target with these children.
fn sesame(children: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Sesame xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n\
         \txsi:noNamespaceSchemaLocation=\"http://vizier.u-strasbg.fr/xml/sesame_4x.xsd\">\n\
         <Target option=\"SNV\">\n  <name>M16</name>\n  <!-- Q24770814 #1 -->\n{children}</Target>\n</Sesame>\n\
         <!--- ====Done (2026-Jan-05,21:35:03z)==== -->\n"
    )
}

const SIMBAD: &str = "<Resolver name=\"Sc=Simbad (CDS, via client/server)\"><!-- delay: 2ms -->\n\
    <oid>2986</oid>\n<otype>OpC</otype>\n<jpos>18:18:48.16 -13:48:24.1</jpos>\n<jradeg>274.70067</jradeg>\n\
    <jdedeg>-13.80669</jdedeg>\n<refPos>2021A&amp;A...647A..19T</refPos>\n<errRAmas>46</errRAmas><errDEmas>60</errDEmas>\n\
    <oname>M  16</oname>\n<nrefs>1046</nrefs>\n</Resolver>\n";

const NED: &str = "<Resolver name=\"N=NED\">\n<jradeg>274.7</jradeg><jdedeg>-13.7667</jdedeg>\n\
    <oname>MESSIER 016</oname>\n</Resolver>\n";

const VIZIER: &str = "<Resolver name=\"V1=VizieR (CDS)\"><!-- delay: 0ms [0] -->\n<INFO>from cache</INFO>\n\
    <jpos>00:01:35.97 +72:14:11.8</jpos>\n<jradeg>000.399875</jradeg>\n<jdedeg>+72.236611</jdedeg>\n\
    <oname>{HIP} 123</oname>\n</Resolver>\n";

const NOTHING: &str = "<INFO>*** Nothing found ***</INFO>\n";

fn found(document: &str) -> Resolved {
    match read(document.as_bytes(), "M16") {
        Ok(Said::Found(resolved)) => resolved,
        other => panic!("got {other:?}"),
    }
}

#[test]
fn the_position_of_an_object_is_read_with_its_name_and_who_knew_it() {
    let m16 = found(&sesame(SIMBAD));
    assert_eq!(m16.to_string(), "M 16: 18 18 48.2 -13 48 24 (SIMBAD)");
    assert_eq!(m16.position, Position::new(274.70067, -13.80669).unwrap());
    assert_eq!(m16.asked, "M16");
    let hip = found(&sesame(VIZIER));
    assert_eq!(hip.to_string(), "HIP 123: 00 01 36.0 +72 14 12 (VizieR)");
}

#[test]
fn of_several_resolvers_the_first_with_a_position_counts() {
    let both = sesame(&[SIMBAD, NED].concat());
    assert_eq!(found(&both).source, "SIMBAD");
    let empty = "<Resolver name=\"S=Simbad (CDS)\"><INFO>*** Nothing found ***</INFO></Resolver>\n";
    let second = sesame(&[empty, NED].concat());
    assert_eq!(
        found(&second).to_string(),
        "MESSIER 016: 18 18 48.0 -13 46 00 (NED)"
    );
    let half = "<Resolver name=\"S=Simbad\"><jradeg>10</jradeg><oname>half</oname></Resolver>\n";
    assert_eq!(found(&sesame(&[half, NED].concat())).source, "NED");
    let beyond = "<Resolver name=\"S=Simbad\"><jradeg>10</jradeg><jdedeg>-91</jdedeg></Resolver>\n";
    assert_eq!(found(&sesame(&[beyond, NED].concat())).source, "NED");
}

#[test]
fn a_name_that_nobody_knows_is_unknown() {
    for children in [
        NOTHING,
        "",
        "<Resolver name=\"S=Simbad\"><INFO>*** Nothing found ***</INFO></Resolver>",
    ] {
        let said = read(sesame(children).as_bytes(), "M16");
        assert_eq!(said, Ok(Said::Unknown), "{children}");
    }
}

#[test]
fn what_breaks_off_is_no_unknown_name_and_a_position_before_the_break_counts() {
    let whole = sesame(SIMBAD);
    let position_ends = whole.find("</Resolver>").unwrap() + "</Resolver>".len();
    let root_ends = whole.find("</Sesame>").unwrap() + "</Sesame>".len();
    for end in 0..whole.len() {
        let said = read(&whole.as_bytes()[..end], "M16");
        if end < position_ends {
            assert_eq!(said, Err(SesameError::NotSesame), "{end}");
        } else {
            assert!(matches!(said, Ok(Said::Found(_))), "{end}: {said:?}");
        }
    }
    let nothing = sesame(NOTHING);
    let nothing_ends = root_ends - SIMBAD.len() + NOTHING.len();
    for end in 0..nothing_ends {
        let said = read(&nothing.as_bytes()[..end], "M16");
        assert_eq!(said, Err(SesameError::NotSesame), "{end}");
    }
}

#[test]
fn what_is_no_answer_of_sesame_says_nothing() {
    for document in [
        "",
        "<!DOCTYPE html><html><body><p>Moved</p></body></html>",
        "502 Bad Gateway",
        "<VOTABLE><RESOURCE/></VOTABLE>",
    ] {
        assert_eq!(
            read(document.as_bytes(), "M16"),
            Err(SesameError::NotSesame),
            "{document}"
        );
    }
    let refused = sesame("<ERROR>too many requests &amp; none left</ERROR>");
    let expected = SesameError::Said("too many requests & none left".to_owned());
    assert_eq!(read(refused.as_bytes(), "M16"), Err(expected));
}

#[test]
fn names_are_escaped_whole() {
    let url = |resolver: &str, name: &str| request(resolver, name).url;
    assert_eq!(
        url(USUAL, "M16"),
        "https://cds.unistra.fr/cgi-bin/nph-sesame/-oxp/SNV?M16"
    );
    assert_eq!(
        url(" http://x.example/sesame/ ", "PSR B1919+21 & co"),
        "http://x.example/sesame/-oxp/SNV?PSR%20B1919%2B21%20%26%20co"
    );
    assert_eq!(
        url("http://x.example/s", "\u{3b1} Cen"),
        "http://x.example/s/-oxp/SNV?%CE%B1%20Cen"
    );
}
