//! Documents of registries in the forms that they have been seen in, cut to what matters.

use super::*;

const GEOMETRY: &str = "ivo://ivoa.net/std/TAPRegExt#features-adqlgeo";
const FUNCTIONS: &str = "ivo://ivoa.net/std/TAPRegExt#features-udf";

fn declared(features: &[(&str, &[&str])]) -> Capabilities {
    let features: Vec<String> = features
        .iter()
        .map(|(kind, forms)| {
            let forms: Vec<String> = forms
                .iter()
                .map(|form| {
                    format!("<feature><form>{form}</form><description>MOC</description></feature>")
                })
                .collect();
            format!(
                "<languageFeatures type=\"{kind}\">{}</languageFeatures>",
                forms.concat()
            )
        })
        .collect();
    let document = format!(
        "<?xml version='1.0'?><?xml-stylesheet href='x'?><cap:capabilities xmlns:cap='x' xmlns:xsi='y'>\
         <capability standardID='ivo://ivoa.net/std/TAP' xsi:type='tr:TableAccess'><language><name>ADQL</name>{}\
         </language></capability></cap:capabilities>",
        features.concat()
    );
    read_capabilities(document.as_bytes()).unwrap()
}

fn lacking(features: RegistryFeatures) -> Vec<Feature> {
    let all = Feature::ALL.into_iter();
    all.filter(|feature| !features.has(*feature)).collect()
}

#[test]
fn functions_and_keywords_are_known_when_they_are_declared() {
    let rich = declared(&[
        (
            FUNCTIONS,
            &["ivo_nocasematch(value TEXT, pattern TEXT) -&gt; INTEGER"],
        ),
        (GEOMETRY, &["INTERSECTS", "CONTAINS"]),
        ("ivo://org.gavo.dc/std/exts#extra-adql-keywords", &["MOC"]),
    ]);
    assert_eq!(
        lacking(RegistryFeatures::ALL.within_capabilities(&rich)),
        []
    );
    let poor = declared(&[(FUNCTIONS, &["ivo_hasword(a TEXT, b TEXT) -&gt; INTEGER"])]);
    assert_eq!(
        lacking(RegistryFeatures::ALL.within_capabilities(&poor)),
        [Feature::Moc, Feature::Nocasematch]
    );
    let flat = declared(&[(GEOMETRY, &["POINT", "CONTAINS"])]);
    assert_eq!(
        lacking(RegistryFeatures::ALL.within_capabilities(&flat)),
        [Feature::Moc, Feature::Nocasematch, Feature::StcSpatial]
    );
}

#[test]
fn a_registry_that_declares_no_feature_may_have_all_of_them() {
    let silent = declared(&[]);
    assert_eq!(
        lacking(RegistryFeatures::ALL.within_capabilities(&silent)),
        []
    );
}

fn table(name: &str, columns: &[&str]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| format!("<column><name>{column}</name><description>x</description></column>"))
        .collect();
    format!(
        "<table type='table'><name>{name}</name>{}</table>",
        columns.concat()
    )
}

fn within(document: &str) -> Vec<Feature> {
    let tables = read_tables(document.as_bytes()).unwrap();
    lacking(RegistryFeatures::ALL.within_tables(&tables))
}

#[test]
fn tables_are_known_by_name_in_any_form() {
    let other = table("interface", &["x"]);
    for (schema, prefix) in [
        ("rr", "rr."),
        ("rr", ""),
        ("RR", "\"RR\"."),
        ("rr", "registry.rr."),
        ("registry.rr", ""),
    ] {
        let named = |name: &str, columns: &[&str]| table(&format!("{prefix}{name}"), columns);
        let all = [
            named(
                "INTERFACE",
                &["ivoid", "access_url", "\"AUTHENTICATED_ONLY\""],
            ),
            named("stc_spatial", &["ivoid", "coverage"]),
            named("stc_temporal", &["ivoid"]),
        ];
        let document = format!(
            "<vtm:tableset xmlns:vtm='x'><schema><name>other</name>{other}</schema>\
             <schema><name>{schema}</name><title>x</title>{}</schema></vtm:tableset>",
            all.concat()
        );
        assert_eq!(
            within(&document),
            [Feature::MirrorUrl, Feature::StcSpectral],
            "{schema} {prefix}"
        );
    }
}

#[test]
fn what_is_listed_without_its_columns_may_have_all_of_them() {
    let names = ["interface", "stc_spatial", "stc_spectral", "stc_temporal"];
    let tables: Vec<String> = names.map(|name| table(&format!("rr.{name}"), &[])).into();
    let document = format!(
        "<tableset><schema><name>rr</name>{}</schema></tableset>",
        tables.concat()
    );
    assert_eq!(within(&document), []);
    assert_eq!(
        within("<tableset><schema><name>x</name></schema></tableset>"),
        [],
        "a registry that lists none of RegTAP's tables has them under another name"
    );
}

#[test]
fn a_document_that_is_not_whole_or_of_another_kind_says_nothing() {
    for document in [
        "",
        "<html><body>Moved</body></html>",
        "<tableset><schema><name>rr</name>",
        "<capabilities><capability>",
    ] {
        assert!(read_tables(document.as_bytes()).is_err(), "{document}");
        assert!(
            read_capabilities(document.as_bytes()).is_err(),
            "{document}"
        );
    }
    let large = std::io::repeat(b' ').take(MAX_TABLES as u64 + 10);
    let error = read_tables(large).unwrap_err();
    assert_eq!(error.to_string(), "the document is larger than 32 MB");
}

#[test]
fn tap_schema_tells_the_same() {
    let answer = "<VOTABLE><RESOURCE type='results'><TABLE><FIELD name='table_name' datatype='char' arraysize='*'/>\
        <FIELD name='column_name' datatype='char' arraysize='*'/><DATA><TABLEDATA>\
        <TR><TD>rr.interface</TD><TD>access_url</TD></TR><TR><TD>rr.interface</TD><TD>mirror_url</TD></TR>\
        <TR><TD>rr.stc_spatial</TD><TD>coverage</TD></TR><TR><TD>other.stc_temporal</TD><TD>ivoid</TD></TR>\
        </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    let tables = read_columns(answer.as_bytes()).unwrap();
    assert_eq!(
        lacking(RegistryFeatures::ALL.within_tables(&tables)),
        [
            Feature::AuthenticatedOnly,
            Feature::StcTemporal,
            Feature::StcSpectral
        ]
    );
}
