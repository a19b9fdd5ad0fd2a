//! The icons of the other programs: read off the window's thread, and small.

use crate::{
    gui::{
        background::{Background, OnDemand},
        state::State,
    },
    samp::{Client, Icon},
    transfer::{Picture, picture},
};
use eframe::egui::{ColorImage, Context, Id, TextureHandle, TextureOptions};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// Icons that are shown at most.
const MOST: usize = 100;

/// The textures by the identifiers of the clients.
type Textures = Arc<BTreeMap<String, TextureHandle>>;

/// Reads icons, each for the client of that identifier.
type Reading = OnDemand<(String, Icon), (String, Option<Picture>)>;

/// The icons that the graphics card has, and those that are being read.
#[derive(Default)]
pub(crate) struct Icons {
    /// Whose icons these are.
    clients: Arc<[Client]>,
    /// What each client serves, as far as it was looked at.
    seen: BTreeMap<String, Icon>,
    textures: Textures,
    reading: Reading,
}

impl fmt::Debug for Icons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icons({})", self.textures.len())
    }
}

impl Icons {
    /// Takes in icons that were read, and has those read that are new.
    pub(crate) fn keep_up(&mut self, ctx: &Context, state: &State) {
        if !Arc::ptr_eq(&self.clients, &state.programs.clients) {
            self.clients = Arc::clone(&state.programs.clients);
            self.look_through(ctx);
        }
        for (id, picture) in self.reading.answers() {
            if let Some(picture) = picture.filter(|_| self.seen.contains_key(&id)) {
                let texture = texture(ctx, &picture);
                Arc::make_mut(&mut self.textures).insert(id, texture);
            }
        }
        ctx.data_mut(|data| data.insert_temp(place(), Arc::clone(&self.textures)));
    }

    fn look_through(&mut self, ctx: &Context) {
        let icons = self.clients.iter().filter_map(|client| {
            let icon = client.icon.clone()?;
            Some((client.id.clone(), icon))
        });
        let now: BTreeMap<String, Icon> = icons.take(MOST).collect();
        let before = std::mem::replace(&mut self.seen, now);
        let is_same = |id: &String| {
            self.seen
                .get(id)
                .is_some_and(|it| before.get(id) == Some(it))
        };
        Arc::make_mut(&mut self.textures).retain(|id, _| is_same(id));
        let new = self.seen.iter().filter(|(id, _)| !is_same(id));
        for (id, icon) in new {
            let read = |(id, icon): (_, Icon)| (id, picture::icon(icon.bytes()).ok());
            let start = || Background::start_in_turn("icons", ctx, read);
            self.reading.ask((id.clone(), icon.clone()), start);
        }
    }
}

/// The icon of a client, if it has one that can be shown.
pub(crate) fn icon(ctx: &Context, id: &str) -> Option<TextureHandle> {
    let textures: Option<Textures> = ctx.data(|data| data.get_temp(place()));
    textures?.get(id).cloned()
}

/// Where it is kept for whatever draws a menu.
fn place() -> Id {
    Id::unique("icons of programs")
}

fn texture(ctx: &Context, picture: &Picture) -> TextureHandle {
    let size = [picture.width, picture.height].map(|side| side as usize);
    let image = ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
    ctx.load_texture("icon", image, TextureOptions::LINEAR)
}
