//! Names that servers, addresses and titles give, and what becomes of them.

use super::*;

fn named(disposition: &str) -> String {
    file_name(Hints {
        disposition: Some(disposition),
        url: "http://a.example/get",
        title: "Eagle",
        ..Hints::default()
    })
}

#[test]
fn the_server_names_the_file_but_only_by_a_name() {
    // RFC 6266, section 5, and what is tried in its place.
    for (disposition, expected) in [
        ("attachment; filename=\"m16.fits\"", "m16.fits"),
        ("Attachment; FILENAME=m16.fits ", "m16.fits"),
        ("attachment; filename=\"a;b.fits\"; size=3", "a;b.fits"),
        (r#"attachment; filename="say \"hi\".fits""#, "say _hi_.fits"),
        (
            "attachment; filename=\"x\"; filename*=UTF-8''K%c3%b6nigstuhl%20%e2%82%ac.fits",
            "Königstuhl €.fits",
        ),
        (
            "attachment; filename*=iso-8859-1'de'K%F6nig.fits",
            "König.fits",
        ),
        (
            "attachment; filename=\"../../.ssh/authorized_keys\"",
            "authorized_keys",
        ),
        ("attachment; filename=\"/etc/passwd\"", "passwd"),
        (r"attachment; filename=C:\Windows\win.ini", "win.ini"),
        (r#"attachment; filename="C:\Windows\win.ini""#, "win.ini"),
        ("attachment; filename*=UTF-8''..%2F..%2Fx.fits", "x.fits"),
        ("attachment; filename=\".bashrc\"", "bashrc"),
        ("attachment; filename=\". .bashrc\"", "bashrc"),
        ("attachment; filename=\"- -rf\"", "rf"),
        ("attachment; filename=\"\u{200b}.profile\"", "profile"),
        (
            "attachment; filename*=UTF-8''%E2%80%8B.%20.x.fits",
            "x.fits",
        ),
        ("attachment; filename=\"-rf.fits\"", "rf.fits"),
        ("attachment; filename=\"NUL.fits\"", "_NUL.fits"),
        ("attachment; filename=\"com7\"", "_com7"),
        ("attachment; filename=\"a\u{202e}stif.exe\"", "astif.exe"),
        ("attachment; filename=\"a\tb\n.fits. \"", "ab.fits"),
        ("attachment; filename=\"..\"", "Eagle"),
        ("attachment; filename=\"\"", "Eagle"),
        ("inline", "Eagle"),
    ] {
        assert_eq!(named(disposition), expected, "{disposition}");
    }
}

#[test]
fn an_address_names_the_file_where_it_ends_like_one() {
    for (url, media_type, expected) in [
        ("http://a.example/data/m16%20x.fits", None, "m16 x.fits"),
        ("http://a.example/data/m16.fits/", None, "m16.fits"),
        (
            "http://a.example/get.php?id=7&file=dir%2Fm16.fits.gz",
            None,
            "m16.fits.gz",
        ),
        (
            "http://a.example/getproduct/m16.fits?preview=True",
            None,
            "m16.fits",
        ),
        (
            "http://a.example/siap.xml?id=7",
            Some("image/fits"),
            "Eagle.fits",
        ),
        ("http://a.example/get?id=7", Some("image/jpeg"), "Eagle.jpg"),
        ("http://a.example/get?id=7", None, "Eagle"),
        (
            "http://a.example/",
            Some("application/x-votable+xml;content=x"),
            "Eagle.vot",
        ),
        (
            "http://a.example/data/v1.2",
            Some("image/fits"),
            "Eagle.fits",
        ),
        ("http://a.example/data/..%2f..%2fm16.fits", None, "m16.fits"),
    ] {
        let hints = Hints {
            url,
            title: "Eagle",
            media_type,
            ..Hints::default()
        };
        assert_eq!(file_name(hints), expected, "{url}");
    }
}

#[test]
fn what_is_packed_besides_says_so() {
    let hints = |url| Hints {
        url,
        packing: Some("gzip"),
        ..Hints::default()
    };
    assert_eq!(file_name(hints("http://a.example/m16.fits")), "m16.fits.gz");
    assert_eq!(
        file_name(hints("http://a.example/m16.fits.gz")),
        "m16.fits.gz"
    );
}

#[test]
fn titles_become_names_without_paths_and_long_ones_are_cut() {
    let name = |title: &str| {
        file_name(Hints {
            url: "http://a.example/get",
            title,
            media_type: Some("image/fits"),
            ..Hints::default()
        })
    };
    assert_eq!(
        name("M16 / NGC 6611: 2 keV?"),
        "M16 _ NGC 6611_ 2 keV_.fits"
    );
    assert_eq!(name("  "), "dataset.fits");
    let long = name(&"Ö".repeat(300));
    assert!(long.len() <= 190 && long.ends_with("Ö.fits"), "{long}");
}

#[test]
fn a_number_stands_before_the_ending() {
    for (name, expected) in [
        ("m16.fits", "m16 (2).fits"),
        ("m16.fits.gz", "m16 (2).fits.gz"),
        ("NGC 1.2", "NGC 1.2 (2)"),
        ("readme", "readme (2)"),
    ] {
        assert_eq!(numbered(name, 2), expected);
        assert_eq!(numbered(name, 1), name);
    }
}

#[test]
fn a_part_of_a_file_is_named_as_one() {
    for (name, expected) in [
        ("m16.fits", "m16-cutout.fits"),
        ("m16.fits.fz", "m16-cutout.fits.fz"),
        ("NGC 1.2", "NGC 1.2-cutout"),
        ("m16_Cutout.fits", "m16_Cutout.fits"),
    ] {
        assert_eq!(cutout_name(name), expected);
    }
}
