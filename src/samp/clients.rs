//! The other programs on the desk, as they describe themselves.

use std::{fmt, time::Duration};

use bytes::Bytes;
use dxr::Value;

use super::{
    message::{Map, text_of},
    text::remark,
};
use crate::http::post::{Poster, is_on_this_machine};

/// Largest icon that is fetched, in bytes.
const LARGEST_ICON: usize = 64 * 1024;
/// How long a client may take to serve its icon.
const ICON_TIME: Duration = Duration::from_secs(3);
/// How many subscriptions of a client are kept; TOPCAT has some sixty.
const MOST_MTYPES: usize = 300;
/// Longest subscription that is kept, in bytes.
const LONGEST_MTYPE: usize = 100;

/// The message that carries a coverage map.
pub(crate) const MAPS: &str = "coverage.load.moc.fits";
/// The message by which Aladin is known. It does not declare that it takes [`MAPS`], but shows a map that it is sent as an
/// image (seen with Aladin 12).
pub(crate) const ALADINS_OWN: &str = "script.aladin.send";
/// The message that carries an image.
pub(crate) const IMAGES: &str = "image.load.fits";

/// Another program that is registered with the hub.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// By what the hub knows it; messages to it alone name it.
    pub id: String,
    /// What it calls itself, such as "TOPCAT"; its identifier until it has said so.
    pub name: String,
    /// What it says of itself, in one line; may be empty.
    pub description: String,
    /// Its picture as it serves it, PNG or GIF or JPEG, if it serves one from this machine.
    pub icon: Option<Icon>,
    /// The kinds of message (`MType`s) that it takes, as it declared them: `table.*` stands for all that begin so. In alphabetical order.
    pub mtypes: Vec<String>,
    /// Whether it is the hub itself.
    pub is_hub: bool,
}

/// The bytes of a picture, at most 64 kB; not decoded, and not known to be one.
#[derive(Clone, PartialEq, Eq)]
pub struct Icon(Bytes);

impl Icon {
    /// What the client serves.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icon({} bytes)", self.0.len())
    }
}

impl Client {
    /// One of whom nothing but the identifier is known.
    pub(crate) fn new(id: &str, is_hub: bool) -> Self {
        Self {
            id: id.to_owned(),
            name: remark(id),
            is_hub,
            ..Self::default()
        }
    }

    /// Whether it takes messages of this `MType`, or what they carry by another: Aladin takes coverage maps as images, see
    /// `ALADINS_OWN`.
    pub fn takes(&self, mtype: &str) -> bool {
        self.declares(mtype) || mtype == MAPS && self.declares(ALADINS_OWN)
    }

    /// SAMP 1.3, 2.7: `a.*` takes all that begin with `a.`, and `*` takes all.
    fn declares(&self, mtype: &str) -> bool {
        self.mtypes.iter().any(|own| {
            own == mtype
                || own
                    .strip_suffix('*')
                    .is_some_and(|start| mtype.starts_with(start))
        })
    }

    /// Takes in what it says of itself. SAMP 1.3, 3.6.
    pub(crate) fn describe(&mut self, metadata: &Map) {
        let text = |key| text_of(metadata, key).map(remark).unwrap_or_default();
        let name = text("samp.name");
        if !name.is_empty() {
            self.name = name;
        }
        self.description = text("samp.description.text");
    }

    /// Takes in what it takes. SAMP 1.3, 3.7.
    pub(crate) fn subscribe(&mut self, subscriptions: &Map) {
        let known = subscriptions
            .keys()
            .filter(|mtype| mtype.len() <= LONGEST_MTYPE && mtype.is_ascii());
        self.mtypes = known.take(MOST_MTYPES).cloned().collect();
    }
}

/// Fetches the icon that metadata name, if it is served over HTTP from this machine: what a client says must not make
/// this program call elsewhere.
pub(crate) async fn icon(metadata: &Map) -> Option<Icon> {
    let Some(Value::String(url)) = metadata.get("samp.icon.url") else {
        return None;
    };
    if !is_on_this_machine(url) {
        return None;
    }
    let poster = Poster::new(LARGEST_ICON).ok()?;
    poster.get(url, ICON_TIME).await.ok().map(Icon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::message::map_of;

    #[test]
    fn wildcards_stand_for_all_that_begins_so() {
        let mut client = Client::new("c1", false);
        let declared = ["table.load.*", "coord.pointAt.sky", "image.*"];
        client.subscribe(&map_of(declared.map(|mtype| (mtype, String::new()))));
        for (mtype, taken) in [
            ("table.load.votable", true),
            ("table.loads", false),
            ("table.load", false),
            ("coord.pointAt.sky", true),
            ("coord.pointAt", false),
            ("image.load.fits", true),
            ("spectrum.load.ssa-generic", false),
        ] {
            assert_eq!(client.takes(mtype), taken, "{mtype}");
        }
        client.subscribe(&map_of([("*", String::new())]));
        assert!(client.takes("anything.at.all"), "* is all");
    }

    #[test]
    fn aladin_takes_maps_without_saying_so() {
        let mut client = Client::new("c1", false);
        let declare = |mtypes: &[&str]| map_of(mtypes.iter().map(|it| (*it, String::new())));
        client.subscribe(&declare(&[IMAGES]));
        assert!(
            !client.takes(MAPS),
            "as any other program that shows images"
        );
        client.subscribe(&declare(&[IMAGES, ALADINS_OWN]));
        assert!(client.takes(MAPS), "as Aladin");
    }

    #[test]
    fn what_clients_say_is_kept_within_bounds() {
        let mut client = Client::new("c1", false);
        assert_eq!(client.name, "c1");
        client.describe(&map_of([
            ("samp.name", "x".repeat(10_000)),
            ("samp.description.text", "two\nlines".to_owned()),
        ]));
        assert_eq!(client.name.chars().count(), 301);
        assert_eq!(client.description, "two");
        let many: Vec<String> = (0..5000).map(|nr| format!("a.{nr}")).collect();
        client.subscribe(&map_of(
            many.iter().map(|mtype| (mtype.as_str(), String::new())),
        ));
        assert_eq!(client.mtypes.len(), MOST_MTYPES);
    }

    #[tokio::test]
    async fn an_icon_elsewhere_is_not_fetched() {
        for url in ["http://example.org/icon.png", "file:///etc/passwd", "x"] {
            let metadata = map_of([("samp.icon.url", url.to_owned())]);
            assert_eq!(icon(&metadata).await, None, "{url}");
        }
    }
}
