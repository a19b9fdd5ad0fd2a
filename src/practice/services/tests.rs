//! What the table of services must hold.

use super::*;
use crate::practice::sky::Shape;

#[test]
fn there_are_enough_services_of_every_protocol_on_enough_hosts() {
    let doors = doors();
    assert!(doors.len() >= 40, "{} services", doors.len());
    for protocol in [
        Protocol::Sia1,
        Protocol::Sia2,
        Protocol::Ssap,
        Protocol::ObsCore,
    ] {
        let n_doors = doors
            .iter()
            .filter(|door| door.protocol == protocol)
            .count();
        assert!(n_doors >= 5, "{n_doors} of {protocol}");
    }
    let n_hosts = (0..ARCHIVES.len())
        .filter(|host| doors.iter().any(|door| door.host == *host))
        .count();
    assert!(n_hosts >= 12, "{n_hosts} hosts");
}

#[test]
fn what_the_table_names_exists() {
    for record in records() {
        for by in record.served_by {
            assert!(records().any(|other| other.local == *by), "{by}");
        }
        for id in record.doors.iter().flat_map(|door| door.collections) {
            assert!(collection(id).is_some(), "{id}");
        }
    }
    for collection in COLLECTIONS {
        assert!(
            home(collection.id) > 0,
            "{} is at home nowhere",
            collection.id
        );
        assert!(
            doors()
                .iter()
                .any(|door| door.collections.contains(&collection.id)),
            "{} is served nowhere",
            collection.id
        );
    }
}

#[test]
fn each_door_serves_what_its_protocol_can_tell() {
    for door in doors() {
        for collection in door.collections.iter().filter_map(|id| collection(id)) {
            match door.protocol {
                Protocol::Sia1 => assert!(
                    collection.kind.is_image() && collection.shape == Shape::Square,
                    "SIA1 describes images by their pixels: {}",
                    collection.id
                ),
                Protocol::Sia2 => assert!(collection.kind.is_image(), "{}", collection.id),
                Protocol::Ssap => assert!(!collection.kind.is_image(), "{}", collection.id),
                Protocol::ObsCore => {}
            }
        }
    }
}
