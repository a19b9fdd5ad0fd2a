//! How it stands with the other programs, in the menu bar; and the menus that send something to them.

use super::{
    button::{entry_ui, help},
    carry::target_ui,
    icons::icon,
};
use crate::{
    gui::{
        action::{Action, Actions, Part, SampAction},
        state::{OwnHub, Programs, State, Tab},
        style::{self, SPACE_M, SPACE_S},
        widgets::mark::Mark,
    },
    samp::{Client, HubState, To},
};
use eframe::egui::{
    Align, Button, Frame, Image, Label, Layout, Margin, RichText, Role, Ui, WidgetInfo, vec2,
};

/// Programs that are named in the menu bar.
const MOST_NAMED: usize = 2;

/// Characters of a name that are shown in the menu bar.
const LONGEST: usize = 18;

/// How high the list of clients is in a menu at most: beyond, it says where the others are.
const MOST_IN_MENU: usize = 20;

/// What was sent last, in the menu: the list of programs has more.
const LATEST: usize = 3;

/// The side of an icon in a menu, in points.
const ICON: f32 = 16.0;

/// How it stands with the hub: a mark, a few words, and a sentence.
pub(super) fn status(programs: &Programs) -> (Mark, String, String) {
    let say = |mark, few: &str, sentence: String| (mark, few.to_owned(), sentence);
    match &programs.hub {
        _ if programs.own == OwnHub::Starting => {
            let sentence = "A SAMP hub is being started …".to_owned();
            say(Mark::Asking, "starting a hub …", sentence)
        }
        HubState::None => say(
            Mark::LeftOut,
            "no hub",
            "No SAMP hub is there: start TOPCAT or Aladin, which bring one, or a hub of our own."
                .to_owned(),
        ),
        HubState::Stale { url } => say(
            Mark::Warning,
            "hub gone",
            format!("A SAMP hub has gone without a word ({url}): start another."),
        ),
        HubState::Failed(error) => say(Mark::Failed, "hub out of reach", first_up(error)),
        HubState::PutOut(why) => say(
            Mark::Warning,
            "put out",
            format!("The hub has put vodiscover out, saying \"{why}\": Look for a hub goes back."),
        ),
        HubState::Registered { name, url } => {
            let ours = match programs.own {
                OwnHub::Running | OwnHub::Stopping => "our hub".to_owned(),
                // jsamp's hub, which is that of TOPCAT and Aladin too, calls itself Hub.
                OwnHub::None | OwnHub::Starting if name == "Hub" => "the SAMP hub".to_owned(),
                OwnHub::None | OwnHub::Starting => format!("the hub {name}"),
            };
            let names = named(programs);
            if names.is_empty() {
                let sentence = format!("Connected with {ours} ({url}); no other program is.");
                say(Mark::Empty, "no programs", sentence)
            } else {
                say(
                    Mark::Good,
                    &names,
                    format!("Connected with {ours} ({url})."),
                )
            }
        }
    }
}

fn first_up(error: &crate::samp::SampError) -> String {
    format!("{}.", crate::gui::reduce::sentence(&error.to_string()))
}

/// The first programs by name, and how many more there are.
fn named(programs: &Programs) -> String {
    let names: Vec<String> = programs
        .others()
        .take(MOST_NAMED)
        .map(|client| shortened(&client.name))
        .collect();
    let names = names.join(", ");
    match programs.others().count().saturating_sub(MOST_NAMED) {
        0 => names,
        n => format!("{names} and {n} more"),
    }
}

/// A name as far as there is room for it.
pub(super) fn shortened(name: &str) -> String {
    let mut letters = name.chars();
    let shown: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        shown.trim_end().to_owned() + "…"
    } else {
        shown
    }
}

/// How it stands, at the right end of the menu bar. Asks for: `Show`.
pub(super) fn status_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let (mark, few, sentence) = status(&state.programs);
    let text = format!("SAMP: {few}");
    let show = Action::Show(Tab::Programs);
    let button = Button::new(RichText::new(&text).size(style::TEXT_SMALL)).frame(false);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    mark.ui(ui);
    let around = response.rect.expand2(vec2(SPACE_S, 0.0));
    target_ui(ui, around, &To::All, state, actions);
    let told = format!("{sentence}\n{}", help(ui, &show));
    if response.on_hover_text(told).clicked() {
        actions.push(show);
    }
}

/// What the menu SAMP has besides what has keys.
pub(super) fn samp_menu_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let samp = |action| Action::Samp(action);
    ui.separator();
    let (_, _, sentence) = status(&state.programs);
    ui.set_max_width(360.0);
    note_ui(ui, &sentence);
    let hub = match state.programs.own {
        OwnHub::None | OwnHub::Starting => SampAction::StartHub,
        OwnHub::Running | OwnHub::Stopping => SampAction::StopHub,
    };
    for action in [hub, SampAction::LookForHub] {
        entry_ui(ui, &samp(action), state, actions);
    }
    ui.separator();
    note_ui(ui, "Send to");
    each_ui(ui, state, |ui, to| all_ui(ui, to, state, actions));
    ui.separator();
    entry_ui(ui, &samp(SampAction::ToggleHighlights), state, actions);
    entry_ui(ui, &Action::Show(Tab::Programs), state, actions);
    for (nr, sent) in state.programs.sent.iter().rev().take(LATEST).enumerate() {
        if nr == 0 {
            ui.separator();
        }
        note_ui(ui, &sent.in_a_line());
    }
}

/// Words between the entries of a menu, in line with theirs.
fn note_ui(ui: &mut Ui, text: &str) {
    let weak = style::palette(ui).weak;
    Frame::new()
        .inner_margin(Margin::symmetric(8, 4))
        .show(ui, |ui| {
            // Entries of menus are justified, which would stretch the words.
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.add(Label::new(RichText::new(text).small().color(weak)).wrap());
            });
        });
}

/// Everything that can be sent to a program.
fn all_ui(ui: &mut Ui, to: &To, state: &State, actions: &mut Actions) {
    let to = || to.clone();
    let groups = [
        vec![
            SampAction::SendTable(Part::All, to()),
            SampAction::SendTable(Part::Selected, to()),
            SampAction::SendTable(Part::Listed, to()),
        ],
        vec![
            SampAction::SendImage(None, to()),
            // With its row it is named as its neighbours are.
            SampAction::SendCutout(state.shown_row(), to()),
            SampAction::SendSpectrum(None, to()),
            SampAction::PointAtRow(None, to()),
        ],
        vec![
            SampAction::SendRegion(to()),
            SampAction::SendFootprints(to()),
        ],
    ];
    for (nr, group) in groups.into_iter().enumerate() {
        if nr > 0 {
            ui.separator();
        }
        for action in group {
            entry_ui(ui, &Action::Samp(action), state, actions);
        }
    }
}

/// Everything that can be sent to this client.
pub(super) fn each_one_ui(ui: &mut Ui, client: &Client, state: &State, actions: &mut Actions) {
    narrow(ui);
    all_ui(ui, &To::One(client.id.clone()), state, actions);
}

/// A menu that sends the dataset in a row, or what is selected with it. Without a hub, its name alone, with the reason.
pub(crate) fn send_to_ui(ui: &mut Ui, row: usize, state: &State, actions: &mut Actions) {
    if !state.programs.is_registered() {
        let why = status(&state.programs).2;
        ui.add_enabled(false, Button::new("Send to"))
            .on_disabled_hover_text(why);
        return;
    }
    ui.menu_button("Send to", |ui| {
        dataset_menu_ui(ui, row, state, actions);
    });
}

/// Each program with what it takes of a dataset.
pub(crate) fn dataset_menu_ui(ui: &mut Ui, row: usize, state: &State, actions: &mut Actions) {
    each_ui(ui, state, |ui, to| {
        for action in [
            SampAction::SendImage(Some(row), to.clone()),
            SampAction::SendCutout(Some(row), to.clone()),
            SampAction::SendSpectrum(Some(row), to.clone()),
            SampAction::SendTable(Part::Selected, to.clone()),
            SampAction::SendFootprints(to.clone()),
            SampAction::PointAtRow(Some(row), to.clone()),
        ] {
            entry_ui(ui, &Action::Samp(action), state, actions);
        }
    });
}

/// A menu for all programs together, and one for each.
pub(crate) fn each_ui(ui: &mut Ui, state: &State, mut add: impl FnMut(&mut Ui, &To)) {
    ui.spacing_mut().button_padding.x = SPACE_M;
    ui.menu_button("All programs", |ui| {
        narrow(ui);
        add(ui, &To::All);
    });
    let mut others = state.programs.others();
    for client in others.by_ref().take(MOST_IN_MENU) {
        let name = shortened(&client.name);
        let to = To::One(client.id.clone());
        let menu = |ui: &mut Ui| {
            narrow(ui);
            add(ui, &to);
        };
        ui.push_id(&client.id, |ui| match icon(ui.ctx(), &client.id) {
            Some(texture) => {
                let image = Image::new(&texture).fit_to_exact_size(vec2(ICON, ICON));
                ui.menu_image_text_button(image, name, menu);
            }
            None => {
                ui.menu_button(name, menu);
            }
        });
    }
    if others.next().is_some() {
        ui.label(RichText::new("The others stand in the list Programs").weak());
    }
}

fn narrow(ui: &mut Ui) {
    ui.set_min_width(200.0);
    ui.spacing_mut().button_padding.x = SPACE_M;
    ui.spacing_mut().item_spacing.y = SPACE_S;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::testing::{client, opened, registered};

    #[test]
    fn the_menu_bar_says_how_it_stands_in_few_words() {
        let mut state = opened();
        let few = |state: &State| status(&state.programs).1;
        assert_eq!(few(&state), "no hub");
        state.programs.own = OwnHub::Starting;
        assert_eq!(few(&state), "starting a hub …");
        state.programs.own = OwnHub::None;
        registered(&mut state, &[]);
        assert_eq!(few(&state), "no programs");
        let topcat = client("c1", "TOPCAT", &[]);
        registered(&mut state, std::slice::from_ref(&topcat));
        assert_eq!(few(&state), "TOPCAT");
        let long = client("c2", "A program of a very long name indeed", &[]);
        let third = client("c3", "Aladin", &[]);
        registered(&mut state, &[topcat, long, third]);
        assert_eq!(few(&state), "TOPCAT, A program of a ver… and 1 more");
    }
}
