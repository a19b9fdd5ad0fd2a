//! Where a picture of a dataset may be.

use crate::protocol::{
    datalink::{Document, Link, is_datalink},
    request,
};

/// Bytes of a picture that are fetched at most.
pub const MOST_BYTES: u64 = 8 << 20;

/// Addresses that are tried at most.
const MOST_TRIED: usize = 3;

/// A dataset that is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its address.
    pub access_url: Option<String>,
    /// The media type of what is there.
    pub access_format: Option<String>,
    /// The size of what is there, in thousands of bytes.
    pub size_kb: Option<u64>,
    /// The address of a preview.
    pub preview: Option<String>,
}

impl Subject {
    /// Where its links are, if its record says that there are any.
    pub fn links_at(&self) -> Option<&str> {
        let is_links = self.access_format.as_deref().is_some_and(is_datalink);
        self.access_url.as_deref().filter(|_| is_links)
    }

    /// Whether there may be anything to find.
    pub fn is_promising(&self) -> bool {
        self.links_at().is_some() || !addresses(self, None).is_empty()
    }

    /// Whether it is a small picture itself.
    fn is_small_picture(&self) -> bool {
        let is_small = self.size_kb.is_none_or(|size| size <= MOST_BYTES / 1000);
        is_small && self.access_format.as_deref().is_some_and(is_picture)
    }
}

/// Addresses at which there may be a picture, the best first: links to previews, the record's own preview, and the
/// dataset itself where that is a small picture.
pub fn addresses(subject: &Subject, links: Option<&Document>) -> Vec<String> {
    let links = links.map(|document| document.links.as_slice());
    let mut linked: Vec<(usize, &str)> = links
        .unwrap_or_default()
        .iter()
        .filter_map(|link| Some((rank(link)?, link.url()?)))
        .collect();
    linked.sort_by_key(|(rank, _)| *rank);
    let itself = subject.access_url.as_deref();
    let itself = itself.filter(|_| subject.is_small_picture());
    let mut all: Vec<String> = Vec::new();
    let every = linked.into_iter().map(|(_, url)| url);
    for url in every.chain(subject.preview.as_deref()).chain(itself) {
        let url = request::clean(url);
        if request::is_http(&url) && !all.contains(&url) {
            all.push(url);
        }
    }
    all.truncate(MOST_TRIED);
    all
}

/// Which preview is taken first; `None` for what cannot be shown.
fn rank(link: &Link) -> Option<usize> {
    let is_shown = link.content_type.as_deref().is_none_or(is_picture);
    let is_small = link.content_length.is_none_or(|bytes| bytes <= MOST_BYTES);
    let terms = ["preview-image", "preview", "preview-plot", "thumbnail"];
    let rank = terms.iter().position(|term| link.semantics.is(term))?;
    (is_shown && is_small).then_some(rank)
}

/// Whether a media type is one of the pictures that can be shown.
fn is_picture(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    ["image/jpeg", "image/jpg", "image/png", "image/gif"]
        .iter()
        .any(|known| kind.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::datalink::{Auth, Semantics, Target};

    fn link(term: &str, url: &str, media_type: Option<&str>, bytes: Option<u64>) -> Link {
        Link {
            id: String::new(),
            target: Target::Url(url.to_owned()),
            semantics: Semantics::of(term),
            local_semantics: None,
            description: None,
            content_type: media_type.map(str::to_owned),
            content_length: bytes,
            content_qualifier: None,
            auth: Auth::None,
            authorized: None,
        }
    }

    #[test]
    fn links_to_previews_come_before_the_record_and_that_before_the_dataset() {
        let document = Document {
            links: vec![
                link("#this", "http://a.example/1.fits", Some("image/fits"), None),
                link("#thumbnail", "http://a.example/t.gif", None, None),
                link(
                    "#preview",
                    "http://a.example/p.fits",
                    Some("image/fits"),
                    None,
                ),
                link(
                    "#preview",
                    "http://a.example/p.png",
                    Some("image/png"),
                    Some(9_000),
                ),
                link(
                    "#preview-image",
                    "http://a.example/i.jpg",
                    Some("image/jpeg"),
                    Some(90_000_000),
                ),
                link("#preview", "ftp://a.example/p.png", None, None),
            ],
            services: Vec::new(),
        };
        let subject = Subject {
            preview: Some("http://a.example/own.png".to_owned()),
            access_url: Some("http://a.example/1.jpg".to_owned()),
            access_format: Some("image/jpeg".to_owned()),
            size_kb: None,
        };
        assert_eq!(
            addresses(&subject, Some(&document)),
            [
                "http://a.example/p.png",
                "http://a.example/t.gif",
                "http://a.example/own.png"
            ]
        );
        assert_eq!(
            addresses(&subject, None),
            ["http://a.example/own.png", "http://a.example/1.jpg"]
        );
    }

    #[test]
    fn a_dataset_is_its_own_preview_where_it_is_a_small_picture() {
        for (format, size_kb, expected) in [
            (Some("image/jpeg"), Some(300), 1),
            (Some("IMAGE/PNG; x=y"), None, 1),
            (Some("image/jpeg"), Some(80_000), 0),
            (Some("image/fits"), Some(3), 0),
            (None, Some(3), 0),
        ] {
            let subject = Subject {
                preview: None,
                access_url: Some("http://a.example/1".to_owned()),
                access_format: format.map(str::to_owned),
                size_kb,
            };
            assert_eq!(addresses(&subject, None).len(), expected, "{format:?}");
        }
    }
}
