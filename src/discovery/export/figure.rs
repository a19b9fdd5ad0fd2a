//! Pictures as files: SVG or PNG, whole or not at all.

use super::save::{SaveError, whole_or_not};
use crate::figure::{Figure, write_png, write_svg};
use std::{ffi::OsStr, path::Path};

/// Pixels in a point of a PNG: 300 dots an inch, as journals ask for.
const SCALE: f32 = 300.0 / 72.0;

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

/// Saves a picture in the format that the ending stands for; it is drawn only where the ending says one.
pub fn save_figure(draw: impl FnOnce() -> Figure, path: &Path) -> Result<(), SaveError> {
    let format = format_of(path)?;
    let figure = draw();
    whole_or_not(path, |out| match format {
        Format::Svg => write_svg(&figure, out),
        Format::Png => Ok(write_png(&figure, SCALE, out)?),
    })
}

/// Whether a path ends as a picture does that can be written.
pub fn is_picture(path: &Path) -> bool {
    format_of(path).is_ok()
}

fn format_of(path: &Path) -> Result<Format, SaveError> {
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    match ending.as_ref().and_then(|it| it.to_str()) {
        Some("svg") => Ok(Format::Svg),
        Some("png") => Ok(Format::Png),
        _ => Err(SaveError::PictureEnding(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Area, Colour, Item};
    use std::fs;

    fn red() -> Figure {
        let area = Area {
            x: 0.0,
            y: 0.0,
            width: 72.0,
            height: 36.0,
        };
        Figure {
            title: "red".to_owned(),
            width: 72.0,
            height: 36.0,
            items: vec![Item::Polygon {
                corners: area.corners().to_vec(),
                fill: Some(Colour::rgb(200, 0, 0)),
                line: None,
            }],
        }
    }

    #[test]
    fn the_ending_says_how_a_picture_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (svg, png) = (folder.path().join("a.SVG"), folder.path().join("a.png"));
        save_figure(red, &svg).unwrap();
        save_figure(red, &png).unwrap();
        let text = fs::read_to_string(svg).unwrap();
        assert!(text.contains("<title>red</title>"), "{text}");
        let bytes = fs::read(png).unwrap();
        // PNG, 11.2.1: the width and the height stand behind the signature and the head of IHDR.
        assert_eq!(&bytes[1..4], b"PNG");
        assert_eq!(bytes[16..24], [0, 0, 1, 44, 0, 0, 0, 150], "300 by 150");
    }

    #[test]
    fn a_picture_that_cannot_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("none/a.svg");
        let error = save_figure(red, &missing).unwrap_err();
        assert!(matches!(error, SaveError::NoFolder(_)), "{error}");
        let table = folder.path().join("a.vot");
        let error = save_figure(|| panic!("it is not drawn"), &table).unwrap_err();
        assert!(
            error.to_string().contains("use .svg or .png"),
            "it says what is known: {error}"
        );
        let kept = folder.path().join("kept.png");
        fs::write(&kept, "mine").unwrap();
        let too_large = || Figure {
            width: 1e6,
            ..red()
        };
        let error = save_figure(too_large, &kept).unwrap_err();
        assert!(error.details().contains("cannot be drawn"), "{error}");
        assert_eq!(fs::read(&kept).unwrap(), b"mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no rest");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        let error = save_figure(red, &path).unwrap_err();
        assert!(matches!(error, SaveError::Full(_)), "{error:?}");
    }
}
