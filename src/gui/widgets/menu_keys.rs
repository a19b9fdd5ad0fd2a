//! What keys do in menus, wherever they are: egui leaves the focus where it was when a menu opens, and loses it when the
//! menu closes.

use eframe::egui::{self, Context, FocusDirection, Id, Key, Popup};

/// Where the keyboard was when a menu was opened by it.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    /// Whether a menu was open in the frame before.
    was_open: bool,
    /// What had the focus when it opened, and gets it back.
    owner: Option<Id>,
    /// Whether the focus is still to go into it.
    leads: bool,
    /// What had the focus in the frame before.
    focused: Option<Id>,
}

/// Leads the focus into a menu that has just been opened by keys, up and down its entries, and back when it closes. To be
/// called before anything is drawn.
pub(crate) fn lead_focus(ctx: &Context) {
    let id = Id::unique("menu keys");
    let mut memory: Memory = ctx.data(|data| data.get_temp(id)).unwrap_or_default();
    let is_open = Popup::is_any_open(ctx);
    let focused = ctx.memory(egui::Memory::focused);
    match (memory.was_open, is_open) {
        (false, true) => {
            memory.owner = focused;
            // In its first frame a menu is only measured, and takes no focus.
            memory.leads = focused.is_some();
            ctx.request_repaint();
        }
        (true, true) if memory.leads => {
            memory.leads = false;
            go(ctx, FocusDirection::Next);
        }
        (true, true) if memory.owner.is_some() => {
            let is_pressed = |key| ctx.input(|input| input.key_pressed(key));
            if is_pressed(Key::ArrowDown) {
                go(ctx, FocusDirection::Next);
            } else if is_pressed(Key::ArrowUp) {
                go(ctx, FocusDirection::Previous);
            }
        }
        (true, false) => {
            // What was picked may have led elsewhere.
            memory.leads = false;
            let is_lost = focused.is_none() || focused == memory.focused;
            if let Some(owner) = memory.owner.take().filter(|_| is_lost) {
                ctx.memory_mut(|memory| memory.request_focus(owner));
            }
        }
        (true, true) | (false, false) => {}
    }
    memory.was_open = is_open;
    memory.focused = focused;
    ctx.data_mut(|data| data.insert_temp(id, memory));
}

fn go(ctx: &Context, direction: FocusDirection) {
    ctx.memory_mut(|memory| memory.move_focus(direction));
}
