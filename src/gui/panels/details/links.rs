//! The links of a dataset, as its service gives them by DataLink.

use crate::{
    gui::{
        action::{Action, Actions, TransferAction},
        format,
        panels::button::action_ui,
        state::{State, transfers::Finding},
        style::{self, SPACE_M, SPACE_S},
        widgets::mark::Mark,
    },
    protocol::{
        datalink::{Auth, Document, Link, Target},
        soda,
    },
};
use eframe::egui::{Label, RichText, ScrollArea, Ui};

/// The links, or that they are awaited, or why there are none.
pub(super) fn links_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.label(RichText::new("Links").font(style::small_strong()));
    ScrollArea::vertical()
        .id_salt("links")
        .auto_shrink([false, false])
        .show(ui, |ui| match &state.transfers.looked.links {
            Finding::Nothing => {}
            Finding::Awaited => {
                ui.label(RichText::new("Asking for the links …").weak());
            }
            Finding::Failed(trouble) => {
                let text = RichText::new(&trouble.sentence).color(style::palette(ui).error);
                let label = ui.add(Label::new(text).wrap().selectable(true));
                if !trouble.details.is_empty() {
                    label.on_hover_text(&trouble.details);
                }
            }
            Finding::Here(document) if document.links.is_empty() => {
                ui.label(RichText::new("Its service names no links").weak());
            }
            Finding::Here(document) => {
                for (nr, link) in document.links.iter().enumerate() {
                    link_ui(ui, (nr, link), document, state, actions);
                }
            }
        });
}

fn link_ui(
    ui: &mut Ui,
    (nr, link): (usize, &Link),
    document: &Document,
    state: &State,
    actions: &mut Actions,
) {
    let palette = style::palette(ui);
    ui.push_id(nr, |ui| {
        ui.add(Label::new(RichText::new(link.semantics.words()).font(style::strong())).truncate())
            .on_hover_text(link.semantics.term());
        let (text, colour) = match &link.target {
            Target::Error(words) => (words.clone(), palette.error),
            Target::Url(_) | Target::Service(_) => (about(link, document), palette.weak),
        };
        if !text.is_empty() {
            let text = RichText::new(text).small().color(colour);
            ui.add(Label::new(text).wrap().selectable(true));
        }
        if link.is_locked() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                Mark::Warning.ui(ui);
                let text = "only after a log-in, so it is not fetched here";
                ui.add(Label::new(RichText::new(text).small()).wrap());
            });
        }
        if is_soda(link, document) {
            let cutout = Action::Transfer(TransferAction::DownloadCutout);
            action_ui(ui, cutout, 0.0, state, actions);
        }
        if let Some(url) = document.address(link) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_S;
                ui.spacing_mut().button_padding.x = SPACE_M;
                let download = Action::Transfer(TransferAction::DownloadLink(nr));
                action_ui(ui, download, 0.0, state, actions);
                if ui.button("Open").on_hover_text(&url).clicked() {
                    actions.push(Action::Open(url.clone()));
                }
                if ui.button("Copy").on_hover_text(&url).clicked() {
                    actions.push(Action::Copy(url.clone()));
                }
            });
        }
        ui.add_space(SPACE_M);
    });
}

/// Whether a link leads to a service that cuts a part out of the dataset.
fn is_soda(link: &Link, document: &Document) -> bool {
    let of_link = |id: &str| document.services.iter().find(|service| service.id == *id);
    match &link.target {
        Target::Service(id) => of_link(id).is_some_and(soda::is_sync),
        Target::Url(_) | Target::Error(_) => false,
    }
}

/// What its service says of a link: what it is, of which type, how large.
fn about(link: &Link, document: &Document) -> String {
    let service = match &link.target {
        Target::Service(id) => {
            let descriptor = document.services.iter().find(|service| service.id == *id);
            let standard = descriptor.and_then(|service| service.standard_id.as_deref());
            Some(match standard {
                _ if descriptor.is_some_and(soda::is_sync) => {
                    "its archive cuts out a part of it (SODA)".to_owned()
                }
                _ if document.address(link).is_some() => "a service makes it".to_owned(),
                Some(standard) => format!("a service that wants parameters ({standard})"),
                None => "a service that wants parameters".to_owned(),
            })
        }
        Target::Url(_) | Target::Error(_) => None,
    };
    let auth = match link.auth {
        Auth::None => None,
        Auth::Optional => Some("a log-in shows more".to_owned()),
        Auth::Needed if link.authorized == Some(true) => None,
        Auth::Needed => Some("wants a log-in".to_owned()),
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "a size is shown in three digits"
    )]
    let size = link
        .content_length
        .map(|bytes| format::size(bytes as f64 / 1000.0));
    let parts = [
        link.description.clone(),
        link.content_type.clone(),
        size,
        link.content_qualifier.clone(),
        link.local_semantics.clone(),
        service,
        auth,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::datalink::{Descriptor, Semantics};

    #[test]
    fn a_link_is_described_in_one_line() {
        let file = Link {
            id: "x".to_owned(),
            target: Target::Url("http://a.example/1.fits".to_owned()),
            semantics: Semantics::of("#this"),
            local_semantics: None,
            description: Some("The image".to_owned()),
            content_type: Some("image/fits".to_owned()),
            content_length: Some(2_097_000),
            content_qualifier: None,
            auth: Auth::Needed,
            authorized: None,
        };
        let document = Document {
            links: Vec::new(),
            services: vec![Descriptor {
                id: "soda".to_owned(),
                standard_id: Some("ivo://ivoa.net/std/soda#sync-1.0".to_owned()),
                ..Descriptor::default()
            }],
        };
        assert_eq!(
            about(&file, &document),
            "The image, image/fits, 2.1 MB, wants a log-in"
        );
        let service = Link {
            target: Target::Service("soda".to_owned()),
            description: None,
            content_type: None,
            content_length: None,
            auth: Auth::None,
            ..file
        };
        assert_eq!(
            about(&service, &document),
            "its archive cuts out a part of it (SODA)"
        );
    }
}
