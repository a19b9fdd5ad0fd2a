//! The service under the pointer in the plot.

use super::*;

#[test]
fn the_datasets_of_the_service_under_the_pointer_are_marked() {
    let (mut state, id) = running();
    tell(&mut state, id, planned());
    let rows = |title: &str| Arc::new(datasets(&[title]));
    tell(&mut state, id, Happening::Rows(ServiceNr(0), rows("Eagle")));
    let mut harness = window(state);
    let pointed = |desk: &Desk| -> Vec<usize> {
        let plot = desk.view.plot.as_ref().unwrap();
        plot.pointed.iter().collect()
    };
    assert_eq!(pointed(harness.state()), [0; 0]);
    // The list of services says so in each frame in which the pointer is there.
    harness.state_mut().points_at = Hovered::Service(ServiceNr(0));
    until(&mut harness, |desk| pointed(desk) == [0]);
    let plot = harness.state().view.plot.clone().unwrap();
    assert_eq!(plot.times.pointed.iter().max(), Some(&1));
    tell(
        &mut harness.state_mut().state,
        id,
        Happening::Rows(ServiceNr(0), rows("Eagle again")),
    );
    until(&mut harness, |desk| pointed(desk) == [0, 1]);
    harness.state_mut().points_at = Hovered::Service(ServiceNr(1));
    until(&mut harness, |desk| pointed(desk).is_empty());
}
