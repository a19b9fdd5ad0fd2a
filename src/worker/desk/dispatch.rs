//! Makes a dataset ready to be sent: finds out where its file is.

use crate::{
    http::{self, Client},
    protocol::{
        datalink::{Auth, is_datalink},
        request,
    },
    samp::{Parcel, SampError},
    transfer::links::{links, this},
};

/// A dataset to hand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// What the receivers call it.
    pub name: String,
    /// Its `access_url`.
    pub url: String,
    /// Its `access_format`.
    pub format: Option<String>,
    /// As what it goes.
    pub freight: Freight,
}

/// As what a dataset is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freight {
    /// As a FITS image.
    Image,
    /// As a spectrum, with what is known of it by utypes of SSAP.
    Spectrum(Vec<(&'static str, String)>),
}

/// Whether a media type is one of FITS: `image/fits`, `application/fits`, or one of their relatives.
pub fn is_fits(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().contains("fits")
}

/// Where the file of a dataset is, as something to be sent. Of one behind `DataLink` it is the link `#this`.
pub(super) async fn ready(
    client: Result<Client, http::Failure>,
    dispatch: Dispatch,
) -> Result<(Parcel, String), SampError> {
    let Dispatch {
        name,
        url,
        format,
        freight,
    } = dispatch;
    let (url, format) = match format.as_deref() {
        Some(media_type) if is_datalink(media_type) => {
            let client = client.map_err(|failure| SampError::NotMade(failure.to_string()))?;
            resolved(&client, &url).await?
        }
        _ => (request::clean(&url), format),
    };
    if !request::is_http(&url) {
        return Err(not_made("its address begins with neither http nor https"));
    }
    let parcel = match freight {
        Freight::Image => {
            if let Some(format) = format.filter(|format| !is_fits(format)) {
                let why = format!("its file is {format}, and images go out as FITS");
                return Err(SampError::NotMade(why));
            }
            Parcel::Image { url }
        }
        Freight::Spectrum(mut meta) => {
            if let Some(format) = format {
                meta.push(("Access.Format", format));
            }
            Parcel::Spectrum { url, meta }
        }
    };
    Ok((parcel, name))
}

/// The address and the media type of the file itself.
async fn resolved(client: &Client, url: &str) -> Result<(String, Option<String>), SampError> {
    let document = links(client, url)
        .await
        .map_err(|error| SampError::NotMade(error.to_string()))?;
    let link = this(&document).map_err(|error| SampError::NotMade(error.to_string()))?;
    if link.auth == Auth::Needed {
        return Err(not_made("its archive wants a log-in"));
    }
    let url = link.url().unwrap_or_default();
    Ok((request::clean(url), link.content_type.clone()))
}

fn not_made(why: &str) -> SampError {
    SampError::NotMade(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(format: Option<&str>, freight: Freight) -> Result<Parcel, String> {
        let dispatch = Dispatch {
            name: "M16".to_owned(),
            url: "http://a.example/1 2".to_owned(),
            format: format.map(str::to_owned),
            freight,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let client = Client::new(crate::transfer::settings());
        let ready = runtime.block_on(ready(client, dispatch));
        ready
            .map(|(parcel, _)| parcel)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn images_go_out_as_fits_only() {
        for format in [Some("image/fits"), Some("application/x-fits"), None] {
            let parcel = made(format, Freight::Image);
            assert!(matches!(parcel, Ok(Parcel::Image { .. })), "{format:?}");
        }
        let why = made(Some("image/jpeg"), Freight::Image).unwrap_err();
        assert!(why.contains("its file is image/jpeg"), "{why}");
    }

    #[test]
    fn spectra_say_their_format() {
        let meta = vec![("Target.Name", "M16".to_owned())];
        let parcel = made(
            Some("application/x-votable+xml"),
            Freight::Spectrum(meta.clone()),
        );
        let Ok(Parcel::Spectrum { meta: told, .. }) = parcel else {
            panic!("{parcel:?}");
        };
        let format = "application/x-votable+xml".to_owned();
        assert_eq!(told, [meta, vec![("Access.Format", format)]].concat());
    }
}
