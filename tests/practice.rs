//! The practice VO over HTTP: TAP as the standard has it, and every service against the truth.

#![cfg(test)]

use std::{collections::BTreeSet, io::Read as _, ops::ControlFlow, time::Duration};
use vodiscover::{
    domain::{
        constraints::{Constraints, Question},
        ivoid::Ivoid,
        matching::Judge,
        obscore::ObsColumn,
        service::{Protocol, Service},
    },
    http::{Client, Settings},
    practice::{Dataset, Faults, Footprint, Holding, Options, PracticeVo, Revealed, Truth},
    protocol::{self, AnswerLimits, Request, regtap},
};

async fn practice_vo() -> PracticeVo {
    PracticeVo::start(Options::default()).await.unwrap()
}

fn client() -> Client {
    Client::new(Settings::default()).unwrap()
}

/// The answer to a request, whatever its status.
async fn text(request: Request) -> String {
    let read = |mut body: vodiscover::http::Body| {
        let mut text = String::new();
        body.read_to_string(&mut text).map(|_| text)
    };
    client()
        .read(&request, read)
        .await
        .unwrap()
        .read
        .unwrap_or_default()
}

/// The answer to a query, as lines of CSV without the header.
async fn rows(base: &str, query: &str) -> Vec<String> {
    let form = [("LANG", "ADQL"), ("FORMAT", "csv"), ("QUERY", query)];
    let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = text(Request::post(format!("{base}/sync"), form.to_vec())).await;
    answer.lines().skip(1).map(str::to_owned).collect()
}

fn question(space: &str, spectrum: &str, time: &str, inclusive: bool) -> Constraints {
    let question = Question {
        space: space.to_owned(),
        spectrum: spectrum.to_owned(),
        time: time.to_owned(),
        product: "both".parse().unwrap(),
        inclusive,
    };
    question.parse().unwrap()
}

/// Whether what is revealed meets a question: intervals by hand, regions by the cone's or polygon's own words.
fn meets(revealed: &Revealed, constraints: &Constraints) -> bool {
    let undeclared = constraints.inclusive;
    let overlap = |known: Option<(f64, f64)>, lo: f64, hi: f64| {
        known.map_or(undeclared, |known| known.0 <= hi && lo <= known.1)
    };
    let space = constraints.space.as_ref().is_none_or(|asked| {
        revealed
            .region
            .as_ref()
            .map_or(undeclared, |own| own.meets(asked))
    });
    let spectrum = constraints
        .spectrum
        .is_none_or(|asked| overlap(revealed.spectrum, asked.lo.0, asked.hi.0));
    let time = constraints
        .time
        .is_none_or(|asked| overlap(revealed.time, asked.lo.0, asked.hi.0));
    space && spectrum && time
}

/// The access URLs that a service must give.
fn expected(truth: &Truth, holding: &Holding, constraints: &Constraints) -> BTreeSet<String> {
    let fits = |nr: &&usize| {
        let revealed = truth.revealed(holding.protocol, **nr).unwrap();
        meets(&revealed, constraints)
    };
    holding
        .datasets
        .iter()
        .filter(fits)
        .map(|nr| truth.access_urls[*nr].clone())
        .collect()
}

/// The access URLs that it gives, after they were judged here.
async fn given(client: &Client, holding: &Holding, constraints: &Constraints) -> BTreeSet<String> {
    let service = Service {
        ivoid: Ivoid::new(&holding.ivoids[0]),
        title: String::new(),
        protocol: holding.protocol,
        access_url: holding.access_url.clone(),
    };
    let Some(rung) = protocol::requests(&service, constraints, 50_000)
        .into_iter()
        .next()
    else {
        panic!("{} cannot bear the question", holding.access_url);
    };
    let judge = Judge::new(constraints);
    let inclusive = constraints.inclusive;
    let read = move |body: vodiscover::http::Body| {
        let mut found = BTreeSet::new();
        let end =
            protocol::read_answer(&service, body, &AnswerLimits::default(), &mut |datasets| {
                for dataset in datasets
                    .iter()
                    .filter(|dataset| judge.judge(*dataset).keeps(inclusive))
                {
                    found.insert(dataset.text(ObsColumn::AccessUrl).unwrap().to_owned());
                }
                ControlFlow::Continue(())
            });
        end.map(|_| found)
    };
    let answered = client.read(&rung.request, read).await.unwrap();
    answered
        .read
        .unwrap_or_else(|error| panic!("{}: {error}", holding.access_url))
}

#[tokio::test]
async fn every_service_gives_exactly_what_matches() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let client = client();
    let mut n_found = 0;
    for (space, spectrum, time, inclusive) in [
        ("274.6880, -13.7920 1", "2", "1995-01-01 1995-12-31", false),
        ("274.6880, -13.7920 1", "2", "1995-01-01 1995-12-31", true),
        ("0.0, 0.0 3", "", "", false),
        ("120, 90 1.5", "400 700", "", false),
        ("33, -89.7 2", "", "2010 2020", true),
        ("POLYGON 80 -72 82 -72 83 -67 79 -67", "", "", false),
        ("266.4, -29 0.3", "21 cm", "", true),
    ] {
        let constraints = question(space, spectrum, time, inclusive);
        for holding in truth.holdings.iter().filter(|holding| !holding.needs_login) {
            let found = given(&client, holding, &constraints).await;
            let wanted = expected(&truth, holding, &constraints);
            assert_eq!(
                found, wanted,
                "{} for {space} {spectrum} {time} {inclusive}",
                holding.access_url
            );
            n_found += found.len();
        }
    }
    assert!(
        n_found > 500,
        "{n_found} datasets are not enough to prove anything"
    );
}

#[tokio::test]
async fn the_example_finds_x_ray_images_of_1995_in_several_services() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let constraints = Question::example().parse().unwrap();
    let with_some = truth
        .holdings
        .iter()
        .filter(|holding| !expected(&truth, holding, &constraints).is_empty())
        .count();
    assert!(with_some >= 5, "{with_some} services");
}

#[tokio::test]
async fn the_registry_names_every_service_that_declares_matching_data() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    for inclusive in [false, true] {
        let constraints = question(
            "274.6880, -13.7920 1",
            "2",
            "1995-01-01 1995-12-31",
            inclusive,
        );
        let request = regtap::candidates(
            &constraints,
            regtap::RegistryFeatures::ALL,
            &practice.registry_url(),
        );
        let answered = client()
            .read(&request, regtap::read_candidates)
            .await
            .unwrap();
        let candidates = answered.read.unwrap();
        let named = |holding: &Holding| {
            candidates
                .iter()
                .any(|it| it.access_url == holding.access_url)
        };
        for holding in &truth.holdings {
            let holds = !expected(
                &truth,
                holding,
                &question("274.6880, -13.7920 1", "2", "1995", false),
            )
            .is_empty();
            let declares_all = holding.declares.contains(&(true, true, true));
            let keeps_silent = holding
                .declares
                .iter()
                .all(|it| *it == (false, false, false));
            if holds && declares_all {
                assert!(
                    named(holding),
                    "{} holds matching data and says so",
                    holding.access_url
                );
            }
            if keeps_silent {
                assert_eq!(
                    named(holding),
                    inclusive,
                    "{} says nothing",
                    holding.access_url
                );
            }
        }
        let login = truth
            .holdings
            .iter()
            .find(|holding| holding.needs_login)
            .unwrap();
        let known = candidates
            .iter()
            .find(|it| it.access_url == login.access_url);
        assert!(
            known.is_none_or(|candidate| candidate.needs_login),
            "the registry tells who wants a log-in"
        );
    }
    let request = regtap::relationships(&practice.registry_url());
    let answered = client()
        .read(&request, regtap::read_relationships)
        .await
        .unwrap();
    assert!(
        answered.read.unwrap().len() >= 10,
        "services that are served by others"
    );
}

#[tokio::test]
async fn geometry_in_adql_agrees_with_the_truth() {
    let practice = practice_vo().await;
    let truth = practice.truth();
    let holding = truth
        .holdings
        .iter()
        .find(|it| it.access_url.contains("127.0.0.5") || it.protocol == Protocol::ObsCore);
    let holding = holding.unwrap();
    for (ra, dec, radius) in [
        (274.688, -13.792, 1.0),
        (0.0, 0.0, 4.0),
        (10.0, 89.0, 3.0),
        (180.0, -88.0, 4.0),
    ] {
        let query = format!(
            "SELECT access_url FROM ivoa.obscore WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', {ra}, {dec}, {radius}))"
        );
        let found: BTreeSet<String> = rows(&holding.access_url, &query)
            .await
            .into_iter()
            .collect();
        let near = |nr: &&usize| separation(&truth.datasets[**nr], ra, dec) <= radius;
        let wanted: BTreeSet<String> = holding
            .datasets
            .iter()
            .filter(near)
            .map(|nr| truth.access_urls[*nr].clone())
            .collect();
        assert_eq!(found, wanted, "{query}");
        let query = format!(
            "SELECT access_url FROM ivoa.obscore WHERE INTERSECTS(s_region, CIRCLE({ra}, {dec}, {radius})) = 1"
        );
        let found: BTreeSet<String> = rows(&holding.access_url, &query)
            .await
            .into_iter()
            .collect();
        let touches = |nr: &&usize| touches(&truth.datasets[**nr], ra, dec, radius);
        let wanted: BTreeSet<String> = holding
            .datasets
            .iter()
            .filter(touches)
            .map(|nr| truth.access_urls[*nr].clone())
            .collect();
        assert_eq!(found, wanted, "{query}");
    }
}

/// The angle between a dataset's centre and a position in degrees, by the haversine formula.
fn separation(dataset: &Dataset, ra: f64, dec: f64) -> f64 {
    haversine((dataset.ra, dataset.dec), (ra, dec))
}

fn haversine(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half = |difference: f64| (difference.to_radians() / 2.0).sin().powi(2);
    let cosines = one.1.to_radians().cos() * other.1.to_radians().cos();
    let haversine = half(one.1 - other.1) + cosines * half(one.0 - other.0);
    2.0 * haversine.sqrt().min(1.0).asin().to_degrees()
}

/// Whether a footprint and a cone meet, by brute force: a square is followed along its sides in small steps.
fn touches(dataset: &Dataset, ra: f64, dec: f64, radius: f64) -> bool {
    match &dataset.footprint {
        None => false,
        Some(Footprint::Disc(own)) => separation(dataset, ra, dec) <= radius + own,
        Some(Footprint::Polygon(corners)) => {
            let vector = |(ra, dec): (f64, f64)| {
                let (ra, dec) = (ra.to_radians(), dec.to_radians());
                [dec.cos() * ra.cos(), dec.cos() * ra.sin(), dec.sin()]
            };
            let apart = separation(dataset, ra, dec);
            if apart > radius + dataset.fov {
                return false;
            }
            let sides = corners.iter().zip(corners.iter().cycle().skip(1));
            apart <= radius
                || sides.into_iter().any(|(from, to)| {
                    let (from, to) = (vector(*from), vector(*to));
                    (0..=2000).any(|step| {
                        let share = f64::from(step) / 2000.0;
                        let [x, y, z] =
                            [0, 1, 2].map(|axis| from[axis] * (1.0 - share) + to[axis] * share);
                        let at = (y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees());
                        haversine(at, (ra, dec)) <= radius
                    })
                })
        }
    }
}

#[tokio::test]
async fn tap_answers_errors_overflows_and_formats_as_the_standard_says() {
    let practice = practice_vo().await;
    let base = practice.registry_url();
    let ask = |parameters: &[(&str, &str)]| {
        let form = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        text(Request::post(format!("{base}/sync"), form))
    };
    let all = ("QUERY", "SELECT ivoid FROM rr.resource");
    let cut = ask(&[
        ("LANG", "ADQL"),
        all,
        ("MAXREC", "3"),
        ("FORMAT", "votable/td"),
    ])
    .await;
    assert_eq!(cut.matches("<TR>").count(), 3, "{cut}");
    let (table, overflow) = (
        cut.find("</TABLE>").unwrap(),
        cut.find("value=\"OVERFLOW\"").unwrap(),
    );
    assert!(table < overflow, "TAP says OVERFLOW after the table: {cut}");
    let none = ask(&[
        ("LANG", "ADQL"),
        all,
        ("MAXREC", "0"),
        ("FORMAT", "votable/td"),
    ])
    .await;
    assert!(
        none.contains("<FIELD") && !none.contains("<TR>"),
        "MAXREC=0 gives the columns alone: {none}"
    );
    let top = ask(&[
        ("LANG", "ADQL"),
        ("QUERY", "SELECT TOP 3 ivoid FROM rr.resource"),
        ("FORMAT", "votable/td"),
    ])
    .await;
    assert!(
        !top.contains("OVERFLOW"),
        "TOP is what was asked for: {top}"
    );
    for wrong in [
        &[all][..],
        &[("LANG", "PQL"), all],
        &[("LANG", "ADQL")],
        &[("LANG", "ADQL"), ("QUERY", "SELECT FROM WHERE")],
        &[("LANG", "ADQL"), all, ("MAXREC", "many")],
        &[("LANG", "ADQL"), all, ("FORMAT", "image/png")],
        &[
            ("LANG", "ADQL"),
            all,
            ("UPLOAD", "t,http://example.org/t.xml"),
        ],
    ] {
        let answer = ask(wrong).await;
        assert!(
            answer.contains("name=\"QUERY_STATUS\" value=\"ERROR\""),
            "{wrong:?}: {answer}"
        );
    }
    let described = rows(
        &base,
        "SELECT COUNT(*) FROM tap_schema.columns WHERE table_name = 'rr.resource'",
    )
    .await;
    assert_eq!(
        described,
        ["19"],
        "RegTAP 1.2, section 8.1, has as many columns"
    );
    let capabilities = text(Request::get(&format!("{base}/capabilities"), &[])).await;
    assert!(
        capabilities.contains("ivo://ivoa.net/std/RegTAP#1.2"),
        "{capabilities}"
    );
}

#[tokio::test]
async fn tables_come_with_queries_and_jobs_run_by_themselves() {
    let practice = practice_vo().await;
    let base = practice.registry_url();
    let upload = "<VOTABLE><RESOURCE><TABLE><FIELD name=\"id\" datatype=\"char\" arraysize=\"*\"/><DATA><TABLEDATA>\
        <TR><TD>ivo://practice.vodiscover/hea/tap</TD></TR><TR><TD>ivo://practice.vodiscover/hea/images</TD></TR>\
        </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    let redundant = "SELECT ivoid, related_id FROM rr.relationship \
        JOIN tap_upload.ids AS leftids ON (ivoid=leftids.id) JOIN tap_upload.ids AS rightids ON (related_id=rightids.id) \
        WHERE relationship_type='isservedby'";
    let form: Vec<(String, String)> = [
        ("LANG", "ADQL"),
        ("FORMAT", "csv"),
        ("UPLOAD", "ids,param:table"),
        ("table", upload),
        ("QUERY", redundant),
        ("PHASE", "RUN"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    let expected = "ivo://practice.vodiscover/hea/images,ivo://practice.vodiscover/hea/tap";
    let now = text(Request::post(format!("{base}/sync"), form.clone())).await;
    assert_eq!(now.lines().nth(1), Some(expected), "{now}");
    // The job's document is where the answer to its creation leads.
    let job = text(Request::post(format!("{base}/async"), form)).await;
    assert!(job.contains("<uws:jobId>1</uws:jobId>"), "{job}");
    let waited = text(Request::get(&format!("{base}/async/1?WAIT=10"), &[])).await;
    assert!(waited.contains("COMPLETED"), "{waited}");
    let result = text(Request::get(&format!("{base}/async/1/results/result"), &[])).await;
    assert_eq!(result.lines().nth(1), Some(expected), "{result}");
}

#[tokio::test]
async fn faulty_services_fail_each_in_its_own_way() {
    let options = Options {
        faults: Faults::Some,
        ..Options::default()
    };
    let practice = PracticeVo::start(options).await.unwrap();
    let truth = practice.truth();
    let impatient = Settings {
        silence: Duration::from_millis(400),
        ..Settings::default()
    };
    let client = Client::new(impatient).unwrap();
    let url = |path: &str| {
        truth
            .holdings
            .iter()
            .find(|it| it.access_url.contains(path))
            .unwrap()
            .access_url
            .clone()
    };
    let ask = async |path: &str| {
        let parameters = [("POS", "CIRCLE 274.7 -13.8 2".to_owned())];
        let read = |mut body: vodiscover::http::Body| {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes).ok();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        client
            .read(&Request::get(&url(path), &parameters), read)
            .await
    };
    assert!(ask("/hangs/sia").await.is_err(), "it never answers");
    let midway = ask("/midway/sia2").await.unwrap();
    assert!(
        midway.read.contains("<VOTABLE") && midway.trouble.is_some(),
        "it begins and does not end"
    );
    let cut = ask("/cut/sia2").await.unwrap();
    assert!(
        cut.read.contains("<TR>") && cut.trouble.is_some(),
        "it is cut off"
    );
    assert!(
        ask("/moved/sia2").await.unwrap().read.contains("<html>"),
        "a page for people"
    );
    assert!(
        ask("/broken/sia").await.unwrap().trouble.is_some(),
        "status 500"
    );
    let small = ask("/small/sia2").await.unwrap().read;
    assert!(
        small.contains("OVERFLOW") && small.matches("<TR>").count() == 5,
        "{small}"
    );
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let practice = practice_vo().await;
    let url = practice.registry_url();
    drop(practice);
    let request = Request::get(&format!("{url}/availability"), &[]);
    let refused = client().read(&request, |_| ()).await;
    assert!(refused.is_err(), "nobody listens any more");
}
