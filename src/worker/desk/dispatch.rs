//! Makes a dataset ready to be sent: finds out where its file is.

use crate::{
    http::{self, Client},
    protocol::{request, soda::Cut},
    samp::{Parcel, SampError},
    transfer::{
        TransferError,
        address::{Address, address},
        trial,
    },
};

/// A dataset to hand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatch {
    /// What the receivers call it.
    pub name: String,
    /// Its `access_url`.
    pub url: String,
    /// Its `access_format`.
    pub format: Option<String>,
    /// As what it goes.
    pub freight: Freight,
    /// The part of it that goes, which its archive cuts out; `None`: the whole.
    pub cut: Option<Cut>,
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

/// Where the file of a dataset is, or that of a part of it, as something to be sent; one behind `DataLink` is looked for
/// there. A cut-out is asked for once before, because its receivers could not say why there is none.
pub(super) async fn ready(
    client: Result<Client, http::Failure>,
    dispatch: Dispatch,
) -> Result<(Parcel, String), SampError> {
    let Dispatch {
        name,
        url,
        format,
        freight,
        cut,
    } = dispatch;
    let client = client.map_err(|failure| SampError::NotMade(failure.to_string()))?;
    let found = address(&client, &url, format.as_deref(), cut.as_ref()).await;
    let mut at = found.map_err(|error| not_made(&error))?;
    if cut.is_some() {
        let tried = trial::of_cutout(&client, at).await;
        at = tried.map_err(|error| not_made(&error))?;
    }
    let Address { url, media_type } = at;
    let url = request::clean(&url);
    let parcel = match freight {
        Freight::Image => {
            if let Some(format) = media_type.filter(|format| !is_fits(format)) {
                let why = format!("its file is {format}, and images go out as FITS");
                return Err(SampError::NotMade(why));
            }
            Parcel::Image { url }
        }
        Freight::Spectrum(mut meta) => {
            if let Some(format) = media_type {
                meta.push(("Access.Format", format));
            }
            Parcel::Spectrum { url, meta }
        }
    };
    Ok((parcel, name))
}

/// Why it is not sent; where that is for want of a cut-out, with what can be done.
fn not_made(error: &TransferError) -> SampError {
    let why = match error {
        TransferError::NoLinks => {
            "its record leads to the file itself, not to links; the whole can be sent instead"
                .to_owned()
        }
        TransferError::NoCutout(_) | TransferError::NothingInIt => {
            format!("{error}; the whole can be sent instead")
        }
        other => other.to_string(),
    };
    SampError::NotMade(why)
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
            cut: None,
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
