//! {links} documents, written by hand as DaCHS 2.7 and older services write them.

use super::*;
use crate::votable::{Choice, Datatype, Domain};

/// As DaCHS writes it: an INFO, the table, and after it the service descriptor of SODA.
const DACHS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK">OK</INFO>
<INFO name="standardID" value="ivo://ivoa.net/std/DataLink#links-1.1"/>
<TABLE name="dlresponse">
<FIELD ID="ID" arraysize="*" datatype="char" name="ID" ucd="meta.id;meta.main"/>
<FIELD ID="access_url" arraysize="*" datatype="char" name="access_url" ucd="meta.ref.url"/>
<FIELD ID="service_def" arraysize="*" datatype="char" name="service_def" ucd="meta.ref"/>
<FIELD ID="error_message" arraysize="*" datatype="char" name="error_message" ucd="meta.code.error"/>
<FIELD ID="description" arraysize="*" datatype="unicodeChar" name="description" ucd="meta.note"/>
<FIELD ID="semantics" arraysize="*" datatype="char" name="semantics" ucd="meta.code"/>
<FIELD ID="content_type" arraysize="*" datatype="char" name="content_type" ucd="meta.code.mime"/>
<FIELD ID="content_length" datatype="long" name="content_length" ucd="phys.size;meta.file" unit="byte"><VALUES null="-1"/></FIELD>
<FIELD ID="local_semantics" arraysize="*" datatype="char" name="local_semantics" ucd="meta.code"/>
<FIELD ID="content_qualifier" arraysize="*" datatype="char" name="content_qualifier"/>
<FIELD ID="link_auth" arraysize="*" datatype="char" name="link_auth" ucd="meta.code"/>
<FIELD ID="link_authorized" arraysize="*" datatype="char" name="link_authorized" ucd="meta.code"/>
<DATA><TABLEDATA>
<TR><TD>ivo://org.example/~?a.fits</TD><TD>http://dc.example/getproduct/a.fits?x=1&amp;y=2</TD><TD></TD><TD></TD><TD>The full dataset.</TD><TD>#this</TD><TD>image/fits</TD><TD>8640</TD><TD></TD><TD>#image</TD><TD>false</TD><TD></TD></TR>
<TR><TD>ivo://org.example/~?a.fits</TD><TD>/preview/a.jpeg</TD><TD></TD><TD></TD><TD>A preview</TD><TD>#preview</TD><TD>image/jpeg</TD><TD>-1</TD><TD></TD><TD></TD><TD></TD><TD></TD></TR>
<TR><TD>ivo://org.example/~?a.fits</TD><TD></TD><TD>proc_svc</TD><TD></TD><TD>Cut out</TD><TD>#cutout</TD><TD></TD><TD>-1</TD><TD></TD><TD></TD><TD>optional</TD><TD></TD></TR>
<TR><TD>ivo://org.example/~?a.fits</TD><TD></TD><TD></TD><TD>AuthenticationFault: no way</TD><TD>The raw plate</TD><TD>#progenitor</TD><TD></TD><TD>-1</TD><TD>raw-plate</TD><TD></TD><TD>true</TD><TD></TD></TR>
<TR><TD>ivo://org.example/~?a.fits</TD><TD></TD><TD></TD><TD></TD><TD>leads nowhere</TD><TD>#flat</TD><TD></TD><TD>-1</TD><TD></TD><TD></TD><TD></TD><TD></TD></TR>
</TABLEDATA></DATA></TABLE></RESOURCE>
<RESOURCE ID="proc_svc" name="proc" type="meta" utype="adhoc:service">
<PARAM arraysize="*" datatype="char" name="accessURL" ucd="meta.ref.url" value="http://dc.example/soda?"/>
<PARAM arraysize="*" datatype="char" name="standardID" value="ivo://ivoa.net/std/soda#sync-1.0"/>
<GROUP name="inputParams"><PARAM arraysize="*" datatype="char" name="ID" value="ivo://org.example/~?a.fits"/>
<PARAM arraysize="2" datatype="double" name="BAND" ucd="em.wl" unit="m" value="" xtype="interval"><DESCRIPTION>What to keep</DESCRIPTION><VALUES><MIN value="4e-7"/><MAX value="7e-7"></MAX></VALUES></PARAM>
<PARAM arraysize="*" datatype="char" name="KIND" value=""><VALUES><OPTION name="Header only" value="HEADER"/><OPTION value="DATA"/></VALUES></PARAM></GROUP>
</RESOURCE></VOTABLE>"#;

fn document() -> Document {
    read(DACHS.as_bytes(), "http://dc.example/dl/dlmeta?ID=x").unwrap()
}

#[test]
fn each_row_that_leads_somewhere_is_a_link() {
    let document = document();
    let targets: Vec<&Target> = document.links.iter().map(|link| &link.target).collect();
    let url = |url: &str| Target::Url(url.to_owned());
    assert_eq!(
        targets,
        [
            &url("http://dc.example/getproduct/a.fits?x=1&y=2"),
            &url("http://dc.example/preview/a.jpeg"),
            &Target::Service("proc_svc".to_owned()),
            &Target::Error("AuthenticationFault: no way".to_owned()),
        ]
    );
}

#[test]
fn a_link_has_all_that_its_row_says() {
    let document = document();
    let [this, preview, cutout, raw] = document.links.as_slice() else {
        panic!("got {:?}", document.links);
    };
    assert_eq!(this.id, "ivo://org.example/~?a.fits");
    assert!(this.semantics.is("this"), "{:?}", this.semantics);
    assert_eq!(this.description.as_deref(), Some("The full dataset."));
    assert_eq!(this.content_type.as_deref(), Some("image/fits"));
    assert_eq!(this.content_length, Some(8640));
    assert_eq!(this.content_qualifier.as_deref(), Some("#image"));
    assert_eq!(preview.content_length, None, "-1 is none");
    assert!(preview.semantics.is_preview(), "{:?}", preview.semantics);
    assert_eq!(raw.local_semantics.as_deref(), Some("raw-plate"));
    assert_eq!(
        [this.auth, cutout.auth, raw.auth],
        [Auth::None, Auth::Optional, Auth::Needed]
    );
}

#[test]
fn the_services_that_links_name_are_kept() {
    let document = document();
    let [service] = document.services.as_slice() else {
        panic!("got {:?}", document.services);
    };
    assert_eq!(service.id, "proc_svc");
    assert_eq!(service.name.as_deref(), Some("proc"));
    assert_eq!(service.access_url, "http://dc.example/soda?");
    let standard = service.standard_id.as_deref();
    assert_eq!(standard, Some("ivo://ivoa.net/std/soda#sync-1.0"));
}

#[test]
fn the_parameters_of_a_service_say_what_they_take() {
    let document = document();
    let [id, band, kind] = document.services[0].input_params.as_slice() else {
        panic!("got {:?}", document.services);
    };
    assert_eq!(id.field.name, "ID");
    assert_eq!(id.value, "ivo://org.example/~?a.fits");
    assert_eq!((id.field.domain.as_ref(), band.value.as_str()), (None, ""));
    let field = &band.field;
    assert_eq!(
        (field.name.as_str(), field.datatype),
        ("BAND", Datatype::Double)
    );
    let said = [&field.arraysize, &field.unit, &field.ucd, &field.xtype];
    let said = said.map(Option::as_deref);
    assert_eq!(
        said,
        [Some("2"), Some("m"), Some("em.wl"), Some("interval")]
    );
    assert_eq!(field.description.as_deref(), Some("What to keep"));
    let bounds = Domain {
        min: Some("4e-7".to_owned()),
        max: Some("7e-7".to_owned()),
        options: Vec::new(),
    };
    assert_eq!(field.domain.as_deref(), Some(&bounds));
    let choice = |name: Option<&str>, value: &str| Choice {
        name: name.map(str::to_owned),
        value: value.to_owned(),
    };
    let options = &kind.field.domain.as_ref().unwrap().options;
    assert_eq!(
        options,
        &[choice(Some("Header only"), "HEADER"), choice(None, "DATA")]
    );
}

#[test]
fn a_service_that_is_told_all_that_it_takes_has_an_address() {
    let address = |text: &str| {
        let document = read(text.as_bytes(), "http://dc.example/").unwrap();
        document.address(&document.links[2])
    };
    assert_eq!(address(DACHS), None, "somebody must say which band");
    let told = DACHS
        .replace("xtype=\"interval\"", "")
        .replace("unit=\"m\" value=\"\"", "unit=\"m\" value=\"4e-7 7e-7\"")
        .replace("name=\"KIND\" value=\"\"", "name=\"KIND\" value=\"HEADER\"");
    let expected =
        "http://dc.example/soda?ID=ivo://org.example/~%3Fa.fits&BAND=4e-7%207e-7&KIND=HEADER";
    assert_eq!(address(&told).as_deref(), Some(expected));
    // The identifier may stand in the row only.
    let in_row = told.replace(
        "name=\"ID\" value=\"ivo://org.example/~?a.fits\"",
        "name=\"ID\" value=\"\"",
    );
    assert_eq!(address(&in_row).as_deref(), Some(expected));
    let by_jobs = told.replace("soda#sync-1.0", "soda#async-1.0");
    assert_eq!(address(&by_jobs), None, "it would answer with a job");
    let file = told.replace("http://dc.example/soda?", "file:///etc/passwd");
    assert_eq!(address(&file), None);
    let unknown = told.replace("RESOURCE ID=\"proc_svc\"", "RESOURCE ID=\"other\"");
    assert_eq!(address(&unknown), None);
    let document = document();
    let plain = document.address(&document.links[0]);
    assert_eq!(plain.as_deref(), document.links[0].url());
}

#[test]
fn a_table_without_types_of_links_is_no_document() {
    let other = DACHS.replace("name=\"semantics\"", "name=\"meaning\"");
    let error = read(other.as_bytes(), "http://dc.example/").unwrap_err();
    assert_eq!(error.to_string(), "the answer lacks a table of links");
    let refused = "<VOTABLE><RESOURCE type='results'><INFO name='QUERY_STATUS' value='ERROR'>NotFoundFault: x</INFO></RESOURCE></VOTABLE>";
    let error = read(refused.as_bytes(), "http://dc.example/").unwrap_err();
    assert_eq!(error.to_string(), "the service says: NotFoundFault: x");
}

#[test]
fn an_empty_table_has_no_links() {
    let start = DACHS.find("<TR>").unwrap();
    let end = DACHS.rfind("</TABLEDATA>").unwrap();
    let empty = [&DACHS[..start], &DACHS[end..]].concat();
    let document = read(empty.as_bytes(), "http://dc.example/").unwrap();
    assert!(document.links.is_empty(), "{document:?}");
}

#[test]
fn documents_are_known_by_their_media_type() {
    for (media_type, expected) in [
        ("application/x-votable+xml;content=datalink", true),
        ("application/x-votable+xml; content=\"datalink\"", true),
        (
            "Application/X-VOTable+XML;charset=utf-8; Content = DataLink",
            true,
        ),
        ("text/xml;content=datalink", true),
        ("application/x-votable+xml", false),
        ("application/x-votable+xml;serialization=BINARY2", false),
        ("image/fits;content=datalink", false),
        ("", false),
    ] {
        assert_eq!(is_datalink(media_type), expected, "{media_type}");
    }
}

#[test]
fn terms_are_known_however_they_are_written() {
    for text in [
        "#this",
        "this",
        " #This ",
        "http://www.ivoa.net/rdf/datalink/core#this",
        "https://ivoa.net/rdf/datalink/core/#this",
    ] {
        assert!(Semantics::of(text).is("this"), "{text}");
    }
    let foreign = Semantics::of("http://archive.example/terms#this");
    assert_eq!(foreign.words(), "http://archive.example/terms#this");
    assert!(!foreign.is("this"), "{foreign:?}");
    assert_eq!(Semantics::of("#detached-header").term(), "#detached-header");
    assert_eq!(Semantics::of("").words(), "Something else");
}

#[test]
fn the_address_of_a_dataset_is_asked_as_it_is() {
    let request = request("http://dc.example/dlmeta?ID=ivo%3A%2F%2Forg.example%2F~%3Fa&amp;x=1");
    assert_eq!(
        request.url,
        "http://dc.example/dlmeta?ID=ivo%3A%2F%2Forg.example%2F~%3Fa&x=1"
    );
    assert!(
        request
            .accept
            .starts_with("application/x-votable+xml;content=datalink"),
        "{request:?}"
    );
}

#[test]
fn a_link_is_locked_for_whom_its_service_does_not_let_in() {
    let of_raw = |auth: &str, authorized: &str| {
        let cells = |auth: &str, authorized: &str| {
            format!("<TD>raw-plate</TD><TD></TD><TD>{auth}</TD><TD>{authorized}</TD>")
        };
        let text = DACHS.replace(&cells("true", ""), &cells(auth, authorized));
        let document = read(text.as_bytes(), "http://dc.example/").unwrap();
        document.links[3].clone()
    };
    // DataLink 1.1, section 3.2: who asks without a log-in may follow it where link_authorized says so.
    for (auth, authorized, expected) in [
        ("true", "", true),
        ("true", "true", false),
        ("true", "false", true),
        ("optional", "", false),
        ("optional", "false", true),
        ("false", "", false),
        ("", "", false),
    ] {
        let link = of_raw(auth, authorized);
        assert_eq!(link.is_locked(), expected, "{auth} {authorized}");
    }
    let boolean = DACHS
        .replace(
            "<FIELD ID=\"link_authorized\" arraysize=\"*\" datatype=\"char\"",
            "<FIELD ID=\"link_authorized\" datatype=\"boolean\"",
        )
        .replace(
            "<TD>true</TD><TD></TD></TR>",
            "<TD>true</TD><TD>1</TD></TR>",
        );
    let document = read(boolean.as_bytes(), "http://dc.example/").unwrap();
    assert_eq!(
        document.links[3].authorized,
        Some(true),
        "as the standard has it"
    );
    assert_eq!(document.links[0].authorized, None);
}
