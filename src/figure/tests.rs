//! Pictures, read back by readers that are not ours.

use super::*;
use quick_xml::{Reader, events::Event};
use std::{
    io::{Cursor, Write as _},
    process::{Command, Stdio},
};

const RED: Colour = Colour::rgb(200, 0, 0);
const BLACK: Colour = Colour::rgb(0, 0, 0);

fn figure(items: Vec<Item>) -> Figure {
    Figure {
        title: "Sky & <all>".to_owned(),
        width: 40.0,
        height: 20.0,
        items,
    }
}

fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}

fn filled(area: Area, fill: Colour) -> Item {
    Item::Polygon {
        corners: area.corners().to_vec(),
        fill: Some(fill),
        line: None,
    }
}

fn text(words: &str, at: Point, anchor: Anchor) -> Text {
    Text {
        words: words.to_owned(),
        at,
        anchor,
        size: 10.0,
        weight: Weight::Regular,
        turned: 0.0,
        colour: BLACK,
    }
}

fn svg(figure: &Figure) -> String {
    let mut out = Vec::new();
    write_svg(figure, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The pixels of a picture as a decoder reads them: width, height, and four bytes each.
fn decoded(figure: &Figure, scale: f32) -> (u32, u32, Vec<u8>) {
    let mut out = Vec::new();
    write_png(figure, scale, &mut out).unwrap();
    let mut reader = png::Decoder::new(Cursor::new(out)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

fn pixel((width, _, pixels): &(u32, u32, Vec<u8>), x: u32, y: u32) -> [u8; 4] {
    let at = ((y * width + x) * 4) as usize;
    pixels[at..at + 4].try_into().unwrap()
}

/// How many pixels of a column are dark.
fn n_dark(picture: &(u32, u32, Vec<u8>), x: u32) -> usize {
    (0..picture.1)
        .filter(|y| pixel(picture, x, *y)[0] < 128)
        .count()
}

#[test]
fn a_picture_as_svg_is_well_formed_and_escaped() {
    let everything = figure(vec![
        filled(area(0.0, 0.0, 10.0, 10.0), RED.faint(0.5)),
        Item::Text(text("a < b & \"c\" \u{1}λ", [1.0, 1.0], Anchor::Middle)),
        Item::Clipped {
            to: area(1.0, 1.0, 5.0, 5.0),
            items: vec![Item::Dots {
                centres: vec![[2.0, 2.0], [3.0, 3.0]],
                radius: 1.5,
                fill: RED,
            }],
        },
        Item::Image {
            area: area(0.0, 0.0, 4.0, 4.0),
            pixels: Arc::new(Pixels::new(1, vec![1, 2, 3, 255]).unwrap()),
        },
    ]);
    let text = svg(&everything);
    let mut reader = Reader::from_str(&text);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(it) | Event::Empty(it) => {
                names.push(it.name().as_ref().to_owned());
                for attribute in it.attributes() {
                    attribute.unwrap();
                }
            }
            _ => {}
        }
    }
    let expected = [
        "svg", "title", "rect", "polygon", "text", "clipPath", "rect", "g", "g", "circle",
        "circle", "image",
    ];
    assert_eq!(names, expected);
    for part in [
        "<title>Sky &amp; &lt;all&gt;</title>",
        "width=\"40pt\" height=\"20pt\" viewBox=\"0 0 40 20\"",
        "points=\"0,0 10,0 10,10 0,10\"",
        "fill=\"#c80000\" fill-opacity=\"0.502\"",
        "a &lt; b &amp; ",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains('\u{1}'), "control characters are no XML");
}

#[test]
fn a_picture_as_png_has_the_size_and_the_colours_asked_for() {
    let picture = figure(vec![filled(area(10.0, 5.0, 10.0, 5.0), RED)]);
    let drawn = decoded(&picture, 2.0);
    assert_eq!((drawn.0, drawn.1), (80, 40));
    assert_eq!(pixel(&drawn, 1, 1), [255, 255, 255, 255], "the ground");
    assert_eq!(pixel(&drawn, 20, 10), [200, 0, 0, 255], "its first pixel");
    assert_eq!(pixel(&drawn, 39, 19), [200, 0, 0, 255], "its last pixel");
    assert_eq!(pixel(&drawn, 40, 19), [255, 255, 255, 255], "beside it");
}

#[test]
fn a_colour_that_is_half_seen_is_mixed_with_what_is_under_it() {
    let black = filled(area(0.0, 0.0, 40.0, 20.0), BLACK.faint(0.5));
    let drawn = decoded(&figure(vec![black]), 1.0);
    // 128 of 255 is black: 127 of white is left.
    assert!(pixel(&drawn, 5, 5)[0].abs_diff(127) <= 1);
}

#[test]
fn only_what_lies_in_the_area_of_clipped_items_is_seen() {
    let picture = figure(vec![Item::Clipped {
        to: area(0.0, 0.0, 10.0, 20.0),
        items: vec![filled(area(0.0, 0.0, 40.0, 20.0), RED)],
    }]);
    let drawn = decoded(&picture, 1.0);
    assert_eq!(pixel(&drawn, 9, 9), [200, 0, 0, 255]);
    assert_eq!(pixel(&drawn, 10, 9), [255, 255, 255, 255]);
}

#[test]
fn pixels_are_stretched_over_their_area() {
    let two = Pixels::new(2, vec![255, 0, 0, 255, 0, 0, 255, 255]).unwrap();
    let picture = figure(vec![Item::Image {
        area: area(10.0, 0.0, 20.0, 20.0),
        pixels: Arc::new(two),
    }]);
    let drawn = decoded(&picture, 1.0);
    assert_eq!(pixel(&drawn, 9, 10), [255, 255, 255, 255], "beside");
    assert_eq!(pixel(&drawn, 12, 10), [255, 0, 0, 255]);
    assert_eq!(pixel(&drawn, 27, 10), [0, 0, 255, 255]);
}

#[test]
fn a_text_stands_where_its_anchor_says() {
    // A bar of full height is found left of, around, or right of the middle.
    for (anchor, left, right) in [
        (Anchor::Start, 0, 1),
        (Anchor::Middle, 1, 1),
        (Anchor::End, 1, 0),
    ] {
        let drawn = decoded(
            &figure(vec![Item::Text(text("MMM", [20.0, 15.0], anchor))]),
            4.0,
        );
        let dark =
            |columns: std::ops::Range<u32>| columns.map(|x| n_dark(&drawn, x)).sum::<usize>();
        assert_eq!(usize::from(dark(0..78) > 0), left, "{anchor:?}");
        assert_eq!(usize::from(dark(82..160) > 0), right, "{anchor:?}");
    }
}

#[test]
fn a_text_is_as_wide_as_its_letters() {
    let digits = text("00", [0.0, 0.0], Anchor::Start);
    // IBM Plex Sans: every digit is 600 of 1000 units wide.
    assert!((digits.width() - 12.0).abs() < 0.01, "{}", digits.width());
}

#[test]
fn a_text_that_is_turned_runs_upwards() {
    let lying = text("MMM", [20.0, 18.0], Anchor::Start);
    let turned = Item::Text(Text {
        turned: -90.0,
        ..lying
    });
    let drawn = decoded(&figure(vec![turned]), 1.0);
    let dark = |x: u32| n_dark(&drawn, x);
    assert!((13..20).map(dark).sum::<usize>() > 0, "left of its foot");
    assert_eq!((21..40).map(dark).sum::<usize>(), 0, "nothing beside it");
}

#[test]
fn places_that_are_no_numbers_are_left_out() {
    let nowhere = Item::Polyline {
        points: vec![[f32::NAN, 1.0], [2.0, 2.0]],
        line: Line::solid(1.0, BLACK),
    };
    let text = svg(&figure(vec![nowhere]));
    assert!(!text.contains("polyline"), "{text}");
}

#[test]
fn a_picture_without_pixels_or_with_too_many_is_refused() {
    for scale in [0.0, -1.0, f32::NAN, 1e6] {
        let result = write_png(&figure(Vec::new()), scale, &mut Vec::new());
        assert!(matches!(result, Err(PngError::Size { .. })), "{scale}");
    }
    assert_eq!(Pixels::new(2, vec![0; 12]), None, "one and a half rows");
    assert_eq!(Pixels::new(0, Vec::new()), None);
}

/// librsvg draws the same as we do, where it is installed.
#[test]
fn another_renderer_draws_the_same_from_svg() {
    let picture = figure(vec![
        filled(area(10.0, 5.0, 10.0, 5.0), RED),
        Item::Image {
            area: area(24.0, 0.0, 12.0, 20.0),
            pixels: Arc::new(Pixels::new(1, vec![0, 0, 255, 255]).unwrap()),
        },
    ]);
    let begun = Command::new("rsvg-convert")
        .args(["--width", "40", "--height", "20"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut renderer) = begun else {
        return;
    };
    let mut drawing = renderer.stdin.take().unwrap();
    drawing.write_all(svg(&picture).as_bytes()).unwrap();
    drop(drawing);
    let drawn = renderer.wait_with_output().unwrap();
    assert!(drawn.status.success(), "it can be read");
    let mut decoder = png::Decoder::new(Cursor::new(drawn.stdout));
    decoder.set_transformations(png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let theirs = (info.width, info.height, pixels);
    let ours = decoded(&picture, 1.0);
    for (x, y) in [(1, 1), (15, 7), (30, 10)] {
        assert_eq!(pixel(&theirs, x, y), pixel(&ours, x, y), "at {x}, {y}");
    }
}
