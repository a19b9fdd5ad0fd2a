//! Datasets that lack time or wavelength.

use super::*;

#[test]
fn datasets_that_lack_an_axis_are_pointed_at_and_selected_in_the_strips() {
    let mut harness = window(two());
    let layout = layout(&harness);
    let look = look(&harness);
    let place = layout.place(look);
    // Row 2 has no time and 1 µm; row 3 no wavelength and MJD 50001.
    let no_time = pos2(layout.without_time.center().x, place.y(-6.0));
    let no_wave = pos2(place.x(50_001.0), layout.without_wave.center().y);
    harness.event(egui::Event::PointerMoved(no_time));
    harness.run_steps(2);
    assert_eq!(harness.state().hover.now(), Hovered::Dataset(2));
    drag(&mut harness, no_wave, no_wave, Modifiers::NONE);
    assert_eq!(harness.state().state.selected, Selected::Dataset(3));
    drag(&mut harness, no_time, no_time, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [2, 3]);
    let corner = pos2(layout.without_time.left(), layout.without_wave.bottom());
    drag(
        &mut harness,
        corner,
        layout.plot.right_top(),
        Modifiers::SHIFT,
    );
    until(&mut harness, |desk| desk.state.selection.len() == 4);
    let strip = layout.without_time;
    drag(
        &mut harness,
        strip.left_top(),
        strip.right_bottom(),
        Modifiers::SHIFT,
    );
    until(&mut harness, |desk| desk.state.selection.len() == 1);
    assert_eq!(selected(&harness), [2]);
}

#[test]
fn where_no_dataset_has_a_place_the_plot_says_why() {
    let harness = window(with(&[
        [NULL, NULL, 1e-6, 1e-6],
        [50_001.0, 50_001.0, NULL, NULL],
    ]));
    harness.get_by_label(
        "No dataset tells both its time and its wavelength; each is in a strip at the edge, by what it tells",
    );
    harness.get_by_label("1 without time, 1 without wavelength");
}
