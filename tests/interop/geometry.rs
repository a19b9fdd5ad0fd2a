//! Regions on the sky against pgsphere, the geometry of DaCHS's database and of many archives.
//!
//! The cases are random with a seed, the poles and right ascension 0 favoured, and go to the database of the test DaCHS
//! as SQL. Both sides work in double precision; pgsphere takes for touching what is closer than 1e-9 radians.
//!
//! pgsphere is known to be wrong in one way: its box between meridians and parallels misses circles, polygons and boxes
//! that it meets across a parallel side only, with no corner of either in the other. (DaCHS asks for such a box where a
//! client of SIA 1 gives POS and SIZE.) Each such difference must be one that pgsphere itself shows: it finds a point
//! that lies in both.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};
use vodiscover::domain::stcs::parse_footprint;

use crate::support::{need_program, need_variable};

/// So many cases of each kind of pair.
const CASES: usize = 2000;

/// `SplitMix64`: numbers that look random and are the same on every machine.
struct Random(u64);

impl Random {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn between(&mut self, lo: f64, hi: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        lo + (hi - lo) * unit
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    fn below(&mut self, n: u32) -> u32 {
        self.between(0.0, f64::from(n)).floor() as u32
    }

    /// A position in degrees: near a pole, near right ascension 0, or anywhere.
    fn place(&mut self) -> [f64; 2] {
        let ra = self.between(0.0, 360.0);
        match self.below(4) {
            0 => [ra, 90.0 - self.between(0.0, 1.7).powi(2)],
            1 => [ra, self.between(0.0, 1.7).powi(2) - 90.0],
            2 => [self.between(-1.0, 1.0), self.between(-70.0, 70.0)],
            _ => [ra, self.between(-1.0, 1.0).asin().to_degrees()],
        }
    }
}

/// The position at `distance` from another in the direction `bearing`, east of north, all in degrees.
fn offset([ra, dec]: [f64; 2], bearing: f64, distance: f64) -> [f64; 2] {
    let (sin_dec, cos_dec) = dec.to_radians().sin_cos();
    let (sin_far, cos_far) = distance.to_radians().sin_cos();
    let (sin_turn, cos_turn) = bearing.to_radians().sin_cos();
    let up = sin_dec * cos_far + cos_dec * sin_far * cos_turn;
    let east = sin_turn * sin_far * cos_dec;
    let towards = cos_far - sin_dec * up;
    let ra = (ra + east.atan2(towards).to_degrees()).rem_euclid(360.0);
    [
        micro(ra) % 360.0,
        micro(up.clamp(-1.0, 1.0).asin().to_degrees()),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Point,
    Circle,
    Polygon,
    /// Between meridians and parallels; one in four is a cap around a pole.
    Range,
}

/// A region in STC-S and as pgsphere writes it.
struct Drawn {
    stc: String,
    sql: String,
    /// West, east, lower and upper side of a range.
    sides: Option<[f64; 4]>,
}

impl Drawn {
    /// A region around a place that reaches no further than `size` degrees.
    fn new(random: &mut Random, kind: Kind, at: [f64; 2], size: f64) -> Self {
        let [ra, dec] = offset(at, 0.0, 0.0);
        match kind {
            Kind::Point => Self {
                stc: format!("POSITION {ra} {dec}"),
                sql: format!("spoint '({ra}d,{dec}d)'"),
                sides: None,
            },
            Kind::Circle => {
                let radius = (random.between(0.1, 1.0) * size * 1e6).round() / 1e6;
                Self {
                    stc: format!("CIRCLE {ra} {dec} {radius}"),
                    sql: format!("scircle '<({ra}d,{dec}d),{radius}d>'"),
                    sides: None,
                }
            }
            Kind::Range => {
                let sides = sides(random, [ra, dec], size.min(40.0));
                let [west, east, lo, hi] = sides;
                Self {
                    stc: format!("RANGE {west} {east} {lo} {hi}"),
                    sql: format!("sbox '(({west}d,{lo}d),({east}d,{hi}d))'"),
                    sides: Some(sides),
                }
            }
            Kind::Polygon => {
                let corners = star(random, [ra, dec], size.min(40.0));
                let texts = |form: fn(&[f64; 2]) -> String| -> Vec<String> {
                    corners.iter().map(form).collect()
                };
                let stc = texts(|[ra, dec]| format!("{ra} {dec}")).join(" ");
                let sql = texts(|[ra, dec]| format!("({ra}d,{dec}d)")).join(",");
                Self {
                    stc: format!("POLYGON {stc}"),
                    sql: format!("pg_temp.polygon('{{{sql}}}')"),
                    sides: None,
                }
            }
        }
    }
}

/// The sides of a range around a place.
fn sides(random: &mut Random, [ra, dec]: [f64; 2], size: f64) -> [f64; 4] {
    let lo = micro((dec - random.between(0.1, 0.7) * size).max(-90.0));
    let hi = micro((dec + random.between(0.1, 0.7) * size).min(90.0));
    if random.below(2) == 0 && (hi >= 90.0 || lo <= -90.0) {
        return [0.0, 360.0, lo, hi];
    }
    let cosine = lo.abs().max(hi.abs()).to_radians().cos().max(0.01);
    let half = (random.between(0.1, 0.7) * size / cosine).min(80.0);
    let [west, east] = [ra - half, ra + half].map(|side| micro(side.rem_euclid(360.0)));
    [west, east, lo, hi]
}

fn micro(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// The corners of a polygon, often not convex, all of whose inside is seen from its middle; either sense.
fn star(random: &mut Random, middle: [f64; 2], size: f64) -> Vec<[f64; 2]> {
    loop {
        let n_corners = 3 + random.below(6);
        let steps: Vec<f64> = (0..n_corners).map(|_| random.between(0.3, 1.0)).collect();
        let whole: f64 = steps.iter().sum();
        if steps.iter().any(|step| step / whole > 0.47) {
            continue;
        }
        let mut turn = random.between(0.0, 360.0);
        let mut corners = Vec::new();
        for step in steps {
            turn += 360.0 * step / whole;
            corners.push(offset(middle, turn, size * random.between(0.3, 1.0)));
        }
        if random.below(2) == 0 {
            corners.reverse();
        }
        return corners;
    }
}

/// Pairs of these kinds, of which about half meet.
fn pairs(random: &mut Random, one: Kind, other: Kind) -> Vec<(Drawn, Drawn)> {
    let mut pair = || {
        let sizes = [0.01, 0.3, 3.0, 20.0, 85.0];
        let size = sizes[random.below(5) as usize];
        let at = random.place();
        let reach = size * random.between(0.0, 2.2);
        let there = offset(at, random.between(0.0, 360.0), reach);
        let smaller = [1.0, 1.0, 0.1][random.below(3) as usize];
        (
            Drawn::new(random, one, at, size),
            Drawn::new(random, other, there, size * smaller),
        )
    };
    (0..CASES).map(|_| pair()).collect()
}

/// Makes polygons, and NULL of those that pgsphere refuses ("a line segment overlaps or polygon too large").
const POLYGON: &str = "CREATE FUNCTION pg_temp.polygon(text) RETURNS spoly LANGUAGE plpgsql AS \
    'BEGIN RETURN $1::spoly; EXCEPTION WHEN OTHERS THEN RETURN NULL; END';";

/// What pgsphere says to each pair: whether they overlap, or whether the point lies in the other; nothing to one with a
/// polygon that it refuses.
fn asked(database: &Path, pairs: &[(Drawn, Drawn)]) -> Vec<Option<bool>> {
    let rows = pairs
        .iter()
        .zip(0..)
        .map(|((one, other), nr)| format!("({nr}, {}, {})", one.sql, other.sql));
    let rows: Vec<String> = rows.collect();
    let operator = if rows[0].contains("spoint") {
        "<@"
    } else {
        "&&"
    };
    let query = format!(
        "SELECT one {operator} other FROM (VALUES {}) AS pairs(nr, one, other) ORDER BY nr",
        rows.join(",\n")
    );
    let found = answers(database, &query);
    assert_eq!(found.len(), pairs.len());
    found
}

/// Whether pgsphere finds a point that lies in both, on the parallel sides of those that are ranges.
fn shares_a_point(database: &Path, (one, other): &(Drawn, Drawn)) -> bool {
    let sides = [one, other].into_iter().filter_map(|drawn| drawn.sides);
    let sides = sides.flat_map(|[west, east, lo, hi]| {
        let width = if east > west {
            east - west
        } else {
            east - west + 360.0
        };
        [lo, hi].map(|dec| format!("({west}, {width}, {dec})"))
    });
    let sides: Vec<String> = sides.collect();
    let query = format!(
        "SELECT bool_or(at <@ one AND at <@ other) FROM
            (SELECT spoint(radians(west + width * step / 5000), radians(dec)) AS at
                FROM generate_series(0, 5000) AS step, (VALUES {}) AS sides(west, width, dec)) AS points,
            (SELECT {} AS one, {} AS other) AS pair",
        sides.join(", "),
        one.sql,
        other.sql
    );
    answers(database, &query) == [Some(true)]
}

/// What the database answers to a query, true or false or null, line by line.
fn answers(database: &Path, query: &str) -> Vec<Option<bool>> {
    let mut psql = Command::new("psql")
        .arg(format!("--host={}", database.display()))
        .args(["--username=dba", "--dbname=gavo", "--no-psqlrc", "-qAt"])
        .args(["--set=ON_ERROR_STOP=1", "--file=-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = psql.stdin.take().unwrap();
    write!(input, "{POLYGON}\n{query}").unwrap();
    drop(input);
    let output = psql.wait_with_output().unwrap();
    assert!(output.status.success(), "psql refused the query");
    let text = String::from_utf8(output.stdout).unwrap();
    let answer = |line: &str| match line {
        "t" => Some(true),
        "f" => Some(false),
        _ => None,
    };
    text.lines().map(answer).collect()
}

/// Holds our answers to so many pairs of these kinds against pgsphere's.
fn check(kind: Kind, other_kind: Kind) {
    let Some(truth) = need_variable("VODISCOVER_DACHS_TRUTH", "DaCHS") else {
        return;
    };
    if need_program("psql").is_none() {
        return;
    }
    // the truth lies in `data/truth` of the folder in which the database has its socket
    let database = Path::new(&truth).ancestors().nth(2).unwrap();
    let pairs = pairs(&mut Random(20_261_123), kind, other_kind);
    let theirs = asked(database, &pairs);
    let n_refused = theirs.iter().filter(|meet| meet.is_none()).count();
    let n_meeting = theirs.iter().filter(|meet| **meet == Some(true)).count();
    assert!(n_refused * 100 < CASES, "{n_refused} are refused");
    assert!(
        n_meeting * 10 > CASES && n_meeting * 4 < CASES * 3,
        "{n_meeting} meet"
    );
    let mut faults = Vec::new();
    for (pair, theirs) in pairs.iter().zip(theirs) {
        let [one, other] = [&pair.0, &pair.1].map(|drawn| parse_footprint(&drawn.stc).unwrap());
        let ours = one.meets(&other);
        let is_known = || ours && kind != Kind::Point && other_kind == Kind::Range;
        if theirs.is_some_and(|theirs| theirs != ours)
            && !(is_known() && shares_a_point(database, pair))
        {
            faults.push(format!("ours {ours}: {}; {}", pair.0.stc, pair.1.stc));
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {CASES}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// A test for each pair of kinds, so that the log names what failed.
macro_rules! kinds {
    ($($name:ident: $one:ident, $other:ident;)*) => {$(
        #[test]
        fn $name() {
            check(Kind::$one, Kind::$other);
        }
    )*};
}

kinds! {
    points_lie_in_circles_where_pgsphere_says_so: Point, Circle;
    points_lie_in_polygons_where_pgsphere_says_so: Point, Polygon;
    points_lie_in_ranges_where_pgsphere_says_so: Point, Range;
    circles_meet_where_pgsphere_says_so: Circle, Circle;
    circles_meet_polygons_where_pgsphere_says_so: Circle, Polygon;
    polygons_meet_where_pgsphere_says_so: Polygon, Polygon;
    circles_meet_ranges_where_pgsphere_says_so_or_contradicts_itself: Circle, Range;
    polygons_meet_ranges_where_pgsphere_says_so_or_contradicts_itself: Polygon, Range;
    ranges_meet_where_pgsphere_says_so_or_contradicts_itself: Range, Range;
}
