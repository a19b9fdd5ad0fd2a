//! TOPCAT, by its own account: which rows it has marked it says itself, when it is asked by clicks to send them back.

use std::time::Duration;

use vodiscover::{
    samp::{Heard, Notice, Parcel, Received, To, new_table_id},
    votable::{Datatype, Field},
};

use crate::{
    display::Display,
    samp_full::Kept,
    samp_peers::{Desk, answer, numbers},
    support::wait_until,
};

const MINUTE: Duration = Duration::from_mins(1);

/// TOPCAT's main window, and its buttons that open others.
pub(crate) const MAIN: &str = "^TOPCAT$";
const SUBSETS_BUTTON: (u32, u32) = (271, 42);
const ACTIVATION_BUTTON: (u32, u32) = (342, 42);
const PLOT_BUTTON: (u32, u32) = (423, 42);

const ACTIVATION: &str = "Activation Actions$";
/// The box of "Send row index", which is off until a person ticks it: in the short list, and at the end of a long one.
const SEND_ROW_INDEX: (u32, u32) = (40, 302);
pub(crate) const LAST_ACTION: (u32, u32) = (40, 393);

const SUBSETS: &str = "Row Subsets$";
/// The subset of the one row that is marked, and the one that a program has named by its selection.
pub(crate) const ACTIVATED: (u32, u32) = (217, 131);
const SELECTED: (u32, u32) = (217, 147);
const BROADCAST_SUBSET: (u32, u32) = (400, 42);

const PLOT: &str = "^Plane Plot";
/// Where the last two points are drawn.
const CENTRE: (u32, u32) = (284, 259);
const CORNER: (u32, u32) = (517, 87);

/// The corners of a square, and its centre.
const POINTS: [[f64; 2]; 5] = [[0., 0.], [10., 0.], [0., 10.], [10., 10.], [5., 5.]];

/// Has TOPCAT tell others of each row that is clicked in it.
pub(crate) fn tick_send_row_index(display: &Display, at: (u32, u32)) {
    display.open_from(MAIN, ACTIVATION_BUTTON, ACTIVATION);
    display.scroll_down_in(ACTIVATION, at);
    display.click_in(ACTIVATION, at);
}

/// Has TOPCAT send a subset of its rows to all.
pub(crate) fn broadcast_subset(display: &Display, subset: (u32, u32)) {
    display.open_from(MAIN, SUBSETS_BUTTON, SUBSETS);
    display.click_in(SUBSETS, subset);
    display.click_in(SUBSETS, BROADCAST_SUBSET);
}

/// Has TOPCAT send a subset back until it holds these rows, and nothing else has been heard of it meanwhile.
fn wait_for_subset(kept: &Kept, display: &Display, subset: (u32, u32), expected: &Received) {
    let mut heard = Vec::new();
    wait_until("TOPCAT has the rows", MINUTE, || {
        broadcast_subset(display, subset);
        heard = kept.received();
        heard.last() == Some(expected)
    });
    let are_subsets = |heard: &[Received]| {
        heard
            .iter()
            .all(|it| matches!(it, Received::Notice(Notice::Rows { .. })))
    };
    assert!(
        are_subsets(&heard),
        "it is not told its own rows: {heard:?}"
    );
}

fn wait_for_row(kept: &Kept, display: &Display, point: (u32, u32), expected: &Received) {
    wait_until("the point is clicked", MINUTE, || {
        display.click_in(PLOT, point);
        kept.received().last() == Some(expected)
    });
}

#[test]
fn topcat_marks_our_rows_and_a_point_clicked_in_its_plot_is_told_to_us() {
    let desk = Desk::new(MINUTE);
    let kept = Kept::new(&desk);
    let Some(_hub) = desk.jsamp_hub() else { return };
    let Some((_topcat, display)) = desk.topcat("-nohub") else {
        return;
    };
    kept.wait_for_hub();
    kept.wait_for("topcat", "table.select.rowList");
    let id = new_table_id().unwrap();
    let columns = ["x", "y"].map(|name| Field::new(name, Datatype::Double));
    let table = Parcel::Table {
        table: numbers(columns, &POINTS),
        id: id.clone(),
    };
    let loaded = [answer("topcat", Heard::Loaded)];
    assert_eq!(desk.send(table, "square", &To::All).unwrap(), loaded);

    tick_send_row_index(&display, SEND_ROW_INDEX);
    let row = |row| {
        Received::Notice(Notice::Row {
            table_id: id.clone(),
            row,
        })
    };
    let rows = |rows| {
        Received::Notice(Notice::Rows {
            table_id: id.clone(),
            rows,
        })
    };
    let notice = Notice::Row {
        table_id: id.clone(),
        row: 2,
    };
    assert_eq!(desk.notify(&notice).unwrap(), ["topcat"]);
    wait_for_subset(&kept, &display, ACTIVATED, &rows(vec![2]));
    let notice = Notice::Rows {
        table_id: id.clone(),
        rows: vec![0, 3, 4],
    };
    assert_eq!(desk.notify(&notice).unwrap(), ["topcat"]);
    wait_for_subset(&kept, &display, SELECTED, &rows(vec![0, 3, 4]));

    display.open_from(MAIN, PLOT_BUTTON, PLOT);
    wait_for_row(&kept, &display, CENTRE, &row(4));
    wait_for_row(&kept, &display, CORNER, &row(3));
}
