//! Files as they are put in their place, or not.

use super::*;

#[test]
fn what_the_system_says_of_a_place_is_said_in_our_words() {
    use io::ErrorKind as Kind;
    for (kind, expected) in [
        (Kind::StorageFull, "the disk is full"),
        (Kind::QuotaExceeded, "the disk is full"),
        (Kind::ReadOnlyFilesystem, "you may not write there"),
        (
            Kind::StaleNetworkFileHandle,
            "the drive is not there any more",
        ),
        (Kind::HostUnreachable, "the drive is not there any more"),
        (Kind::TimedOut, "does not answer"),
        (Kind::Other, "could not be written"),
    ] {
        let said = SaveError::of(&kind.into(), Path::new("/mnt/m16.vot")).to_string();
        assert!(said.contains(expected), "{kind}: {said}");
        assert!(said.ends_with("/mnt/m16.vot"), "{said}");
    }
}

#[test]
fn what_is_saved_over_a_file_keeps_its_permissions_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.vot");
    fs::write(&path, "old").unwrap();
    let saved = save(&record(), &path).unwrap();
    assert_eq!(saved.rows, 2);
    assert!(fs::read(&path).unwrap().starts_with(b"<?xml"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_save_that_fails_leaves_the_old_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.vot");
    fs::write(&path, "old").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = save(&record(), &path).unwrap_err();
    assert!(matches!(error, SaveError::NotAllowed(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_place_that_is_gone_before_the_file_is_whole_is_a_sentence() {
    let formats = [
        Format::VOTable(Serialization::Binary2),
        Format::VOTable(Serialization::TableData),
        Format::Gzip(Serialization::Binary2),
        Format::Csv,
        Format::Parquet,
        Format::Fits,
    ];
    let record = record();
    let place = tempfile::tempdir().unwrap();
    let (folder, away) = (place.path().join("drive"), place.path().join("away"));
    for format in formats {
        for stays_empty in [false, true] {
            fs::create_dir(&folder).unwrap();
            let path = folder.join("found");
            fs::write(&path, "old").unwrap();
            let saved = save::whole_or_not(&path, |out| {
                write_to(&record, format, out)?;
                fs::rename(&folder, &away)?;
                // Where a drive was mounted, an empty folder stays.
                if stays_empty {
                    fs::create_dir(&folder)?;
                }
                Ok(())
            });
            let said = saved.unwrap_err().to_string();
            let expected = if stays_empty {
                "the drive is not there any more"
            } else {
                "there is no such folder"
            };
            assert!(said.starts_with(expected), "{format:?}: {said}");
            assert_eq!(fs::read_to_string(away.join("found")).unwrap(), "old");
            fs::remove_dir_all(&away).unwrap();
            if stays_empty {
                assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
                fs::remove_dir(&folder).unwrap();
            }
        }
    }
}

#[test]
fn what_cannot_be_saved_says_why_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (
            folder.path().join("missing/found.vot"),
            "there is no such folder; make it first",
        ),
        (
            folder.path().join("found.txt"),
            "use .vot, .vot.gz, .csv, .parquet or .fits",
        ),
        (
            folder.path().join("found"),
            "use .vot, .vot.gz, .csv, .parquet or .fits",
        ),
    ];
    for (path, expected) in cases {
        let said = save(&record(), &path).unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    }
    let inside = folder.path().join("folder.vot");
    fs::create_dir(&inside).unwrap();
    let said = save(&record(), &inside).unwrap_err().to_string();
    assert!(said.starts_with("this is a folder"), "{said}");
}
