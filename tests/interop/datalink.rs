//! The links that DaCHS gives of a dataset: our reader against pyVO's, and the file behind them byte for byte.

use crate::{
    answers::{Entry, SIA2, registry_answer},
    searching::{Searching, around},
    support::{beside, need_python, need_variable, output_of},
    wire::{Manner, Wire},
};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};
use vodiscover::{
    discovery::event::Ending,
    domain::{constraints::Question, obscore::ObsColumn},
    http::Client,
    protocol::datalink::{Descriptor, InputParam, Link, Target},
    transfer::{
        self, Download, Wanted,
        links::{links, this},
        picture::picture,
        preview::{Subject, addresses},
    },
};

/// The two images of `dachs/linked.py`, as their identifiers stand in an address, and one that there is not.
const PLAIN: &str = "ivo%3A%2F%2Fvodiscover.test%2F~%3Flinked%2Fdata%2Fplain.fits";
const ODD: &str =
    "ivo%3A%2F%2Fvodiscover.test%2F~%3Flinked%2Fdata%2Fodd%20%26%20name%2B1%20%CE%BB.fits";
const MISSING: &str = "ivo%3A%2F%2Fvodiscover.test%2F~%3Flinked%2Fdata%2Fnone.fits";

fn need_dachs() -> Option<String> {
    need_variable("VODISCOVER_DACHS", "DaCHS")
}

fn address(dachs: &str, ids: &[&str]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("ID={id}")).collect();
    format!("{dachs}/linked/q/links/dlmeta?{}", ids.join("&"))
}

fn client() -> Client {
    Client::new(transfer::settings()).unwrap()
}

/// A link, as `datalink_pyvo.py` prints it.
fn link_as_json(link: &Link) -> Value {
    let (mut url, mut service, mut error) = (None, None, None);
    match &link.target {
        Target::Url(text) => url = Some(text),
        Target::Service(text) => service = Some(text),
        Target::Error(text) => error = Some(text),
    }
    json!({
        "ID": link.id, "access_url": url, "service_def": service, "error_message": error,
        "semantics": link.semantics.term(), "description": link.description,
        "content_type": link.content_type, "content_length": link.content_length,
    })
}

fn param_as_json(param: &InputParam) -> Value {
    let field = &param.field;
    let domain = field.domain.as_deref().cloned().unwrap_or_default();
    let number = |word: &str| format!("{:?}", word.parse::<f64>().unwrap());
    let numbers = |bound: Option<String>| -> Option<Vec<String>> {
        let bound = bound?;
        Some(bound.split_whitespace().map(number).collect())
    };
    let options: Vec<Value> = domain
        .options
        .iter()
        .map(|option| json!([option.name, option.value]))
        .collect();
    json!({
        "name": field.name, "datatype": field.datatype.name(), "unit": field.unit, "ucd": field.ucd,
        "xtype": field.xtype, "value": param.value, "min": numbers(domain.min), "max": numbers(domain.max),
        "options": options,
    })
}

fn service_as_json(service: &Descriptor) -> Value {
    let params: Vec<Value> = service.input_params.iter().map(param_as_json).collect();
    json!({
        "id": service.id, "access_url": service.access_url, "standard_id": service.standard_id,
        "input_params": params,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn links_services_and_errors_are_read_as_pyvo_reads_them() {
    let (Some(dachs), Some(python)) = (need_dachs(), need_python()) else {
        return;
    };
    for ids in [&[PLAIN][..], &[ODD], &[PLAIN, MISSING], &[MISSING]] {
        let url = address(&dachs, ids);
        let mut command = Command::new(&python);
        command.arg(beside("datalink_pyvo.py")).arg(&url);
        let theirs: Value = serde_json::from_str(&output_of(&mut command)).unwrap();
        let ours = links(&client(), &url).await.unwrap();
        let listed: Vec<Value> = ours.links.iter().map(link_as_json).collect();
        assert_eq!(json!(listed), theirs["links"], "{ids:?}");
        let services: Vec<Value> = ours.services.iter().map(service_as_json).collect();
        assert_eq!(json!(services), theirs["services"], "{ids:?}");
    }
    let one = links(&client(), &address(&dachs, &[PLAIN])).await.unwrap();
    let terms: Vec<String> = one.links.iter().map(|link| link.semantics.term()).collect();
    for term in [
        "#this",
        "#preview",
        "#proc",
        "#documentation",
        "#progenitor",
    ] {
        assert!(terms.iter().any(|it| it == term), "{term} in {terms:?}");
    }
    let service = &one.services[0];
    let is_soda = |id: &str| id.eq_ignore_ascii_case("ivo://ivoa.net/std/SODA#sync-1.0");
    assert!(service.standard_id.as_deref().is_some_and(is_soda));
    // SODA 1.0, section 3.3: the largest circle around 40 pixels of 3.6 arcseconds.
    let circle = service
        .input_params
        .iter()
        .find(|it| it.field.name == "CIRCLE");
    let field = &circle.unwrap().field;
    assert_eq!(field.xtype.as_deref(), Some("circle"));
    let largest = field.domain.as_ref().unwrap().max.as_deref().unwrap();
    let numbers: Vec<f64> = largest.split(' ').map(|it| it.parse().unwrap()).collect();
    let expected = [180.0, 0.2, 0.02 * 2.0_f64.sqrt()];
    for (number, expected) in numbers.iter().zip(expected) {
        assert!((number - expected).abs() < 0.001, "{numbers:?}");
    }
}

/// The address and the media type that a search finds of the image at this place.
async fn found_at(dachs: &str, space: &str) -> Subject {
    let url = format!("{dachs}/linked/q/s_linked/siap2.xml");
    let entries = move || {
        vec![Entry {
            name: "linked",
            standard: SIA2,
            url: url.clone(),
        }]
    };
    let registry = Wire::start(move |heard| {
        let answer = registry_answer(&heard.body, &entries(), &[]);
        Manner::Answer("200 OK", answer)
    })
    .await
    .unwrap();
    let mut search = around(&registry.url("/tap"));
    search.question = Question {
        space: space.to_owned(),
        ..search.question
    };
    search.constraints = search.question.parse().unwrap();
    let mut searching = Searching::start(search);
    let ending = searching.end().await;
    assert!(matches!(ending, Ending::Complete), "{ending:?}");
    let found = searching.record().found();
    assert_eq!(found.len(), 1, "one image is there");
    let dataset = found.row(0).unwrap();
    let text = |column| dataset.text(column).map(str::to_owned);
    Subject {
        access_url: text(ObsColumn::AccessUrl),
        access_format: text(ObsColumn::AccessFormat),
        ..Subject::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_search_finds_leads_through_its_links_to_the_file_byte_for_byte() {
    let Some(dachs) = need_dachs() else {
        return;
    };
    // The same files, made anew.
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("/usr/bin/python3");
    command.arg(beside("dachs/linked.py")).args(["--port", "1"]);
    output_of(command.arg("--out").arg(folder.path()));
    let files = folder.path().join("data");
    for (space, name) in [
        ("180 0.2 0.01", "plain"),
        ("10.5 -45 0.01", "odd & name+1 λ"),
    ] {
        let subject = found_at(&dachs, space).await;
        let url = subject
            .links_at()
            .expect("its record says that there are links");
        check_file(url, subject.access_format.clone(), &files.join(name)).await;
        let document = links(&client(), url).await.unwrap();
        assert!(this(&document).unwrap().url().is_some(), "{document:?}");
        let previews = addresses(&subject, Some(&document));
        assert_eq!(previews.len(), 1, "{previews:?}");
        let shown = picture(&client(), &previews[0]).await.unwrap();
        let png = fs::read(files.join(format!("{name}.png"))).unwrap();
        let expected = transfer::picture::decode(&png).unwrap();
        assert!(shown == expected, "{name}: the preview is the picture");
    }
}

/// Asserts that the file behind the links at `url` is `path.fits`, whether or not the record says that there are links.
async fn check_file(url: &str, media_type: Option<String>, path: &Path) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let whole = fs::read(path.with_file_name(format!("{name}.fits"))).unwrap();
    for media_type in [media_type, None] {
        let folder = tempfile::tempdir().unwrap();
        let download = Download::new(Wanted {
            url: url.to_owned(),
            media_type,
            title: "linked".to_owned(),
            folder: folder.path().to_owned(),
            cut: None,
        });
        let done = download.run(&client(), |_| ()).await.unwrap();
        let called = done.path.file_name().unwrap().to_str().unwrap();
        assert_eq!(called, format!("{name}.fits"));
        assert!(
            fs::read(&done.path).unwrap() == whole,
            "{name}: byte for byte"
        );
    }
}
