//! What services with parameters leave out of their answers is said.

use super::*;

fn anywhere() -> Constraints {
    Constraints {
        space: None,
        ..question()
    }
}

fn inclusive(asked: Constraints) -> Constraints {
    Constraints {
        inclusive: true,
        ..asked
    }
}

/// Of the first way to ask.
fn misses(protocol: Protocol, asked: &Constraints) -> String {
    let service = service(protocol, "http://x.org/q");
    requests(&service, asked, 1000).remove(0).misses
}

/// Of the first way to ask.
fn caveat(protocol: Protocol, asked: &Constraints) -> String {
    let service = service(protocol, "http://x.org/q");
    requests(&service, asked, 1000).remove(0).caveat
}

const WITH_PARAMETERS: [Protocol; 3] = [Protocol::Sia1, Protocol::Sia2, Protocol::Ssap];

#[test]
fn nothing_is_left_out_where_a_place_alone_is_asked_for() {
    for protocol in WITH_PARAMETERS {
        assert_eq!(misses(protocol, &question()), "");
        assert_eq!(caveat(protocol, &narrow()), "");
    }
    // It is asked neither for a wavelength nor for a time, as SSAP is not for a time where it has a place.
    assert_eq!(caveat(Protocol::Sia1, &question()), "");
    let in_time = Constraints {
        spectrum: None,
        ..question()
    };
    assert_eq!(caveat(Protocol::Ssap, &in_time), "");
}

#[test]
fn what_services_may_leave_out_by_their_own_comparisons_is_a_detail() {
    assert_eq!(
        caveat(Protocol::Sia2, &question()),
        "the service compares place and wavelength and time itself, \
         and may leave out datasets with one limit only or with exchanged limits"
    );
    assert_eq!(
        caveat(Protocol::Ssap, &question()),
        "the service compares place and wavelength itself, \
         and may leave out datasets with one limit only or with exchanged limits"
    );
    for protocol in WITH_PARAMETERS {
        for asked in [question(), narrow()].map(inclusive) {
            assert_eq!(
                caveat(protocol, &asked),
                "the service compares place itself, and may leave out datasets without a position"
            );
            assert_eq!(misses(protocol, &asked), "");
        }
    }
}

#[test]
fn what_an_inclusive_question_without_a_place_does_not_get_is_said() {
    for protocol in [Protocol::Sia2, Protocol::Ssap] {
        let said = misses(protocol, &inclusive(anywhere()));
        assert!(
            said.contains("datasets without a wavelength or a time"),
            "{said}"
        );
        assert!(said.contains("give a place of at most 0.1 deg"), "{said}");
        let said = misses(protocol, &anywhere());
        assert!(!said.contains("datasets without"), "{said}");
    }
}

#[test]
fn spectra_of_which_the_service_may_look_at_the_middle_only_are_said_to_be_missing() {
    let middle = "spectra whose middle lies outside the time asked for may be missing";
    let said = misses(Protocol::Ssap, &anywhere());
    assert!(said.contains(middle), "{said}");
    let whenever = Constraints {
        time: None,
        ..anywhere()
    };
    for (protocol, asked) in [
        (Protocol::Ssap, question()),
        (Protocol::Ssap, whenever),
        (Protocol::Sia2, anywhere()),
    ] {
        let said = misses(protocol, &asked);
        assert!(!said.contains(middle), "{said}");
    }
}

#[test]
fn a_part_sends_what_it_was_cut_along_and_says_what_that_may_miss() {
    let whole = narrow();
    let earlier = Constraints {
        time: Interval::new(Mjd(49718.0), Mjd(49900.0)),
        ..narrow()
    };
    let smaller = Constraints {
        space: cone(274.688, -13.792, 0.05),
        ..question()
    };
    for (protocol, expected) in [
        (Protocol::Sia2, "TIME=49717.995%2049900.005"),
        // MJD 49718 is 1995-01-01, and 49900 the 182nd day after it, 1995-07-02.
        (
            Protocol::Ssap,
            "TIME=1994-12-31T23:52:48/1995-07-02T00:07:12",
        ),
    ] {
        let service = service(protocol, "http://x.org/q");
        let rung = requests_for_part(&service, &earlier, &whole, 1000).remove(0);
        assert!(rung.request.url.contains(expected), "{}", rung.request.url);
        assert!(!rung.request.url.contains("BAND"), "{}", rung.request.url);
        assert!(rung.caveat.contains("one limit only"), "{}", rung.caveat);
        let rung = requests_for_part(&service, &smaller, &whole, 1000).remove(0);
        assert!(!rung.request.url.contains("TIME"), "{}", rung.request.url);
        assert_eq!(rung.caveat, "");
    }
}

#[test]
fn a_small_part_of_a_large_place_is_no_less_narrow_than_the_whole() {
    // Without BAND it might hold more than the whole has with it.
    let service = service(Protocol::Sia2, "http://x.org/q");
    let rung = requests_for_part(&service, &narrow(), &question(), 1000).remove(0);
    assert!(rung.request.url.contains("BAND="), "{}", rung.request.url);
    assert!(rung.request.url.contains("TIME="), "{}", rung.request.url);
}
