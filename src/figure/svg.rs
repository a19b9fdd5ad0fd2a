//! A picture as SVG 1.1: text stays text, so that it can be edited and searched.

use super::{Anchor, Area, Colour, Figure, Item, Line, Pixels, Point, Text, Weight, pixels};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// The faces of the texts: ours where it is installed, else one of its kind.
const FAMILY: &str = "'IBM Plex Sans', 'Helvetica Neue', Helvetica, Arial, sans-serif";

/// Writes a picture as SVG.
pub fn write_svg(figure: &Figure, out: &mut dyn Write) -> io::Result<()> {
    let mut svg = Svg {
        writer: Writer::new_with_indent(out, b' ', 1),
        n_clips: 0,
    };
    svg.figure(figure)
}

struct Svg<'a> {
    writer: Writer<&'a mut dyn Write>,
    /// How many areas have a name already.
    n_clips: usize,
}

/// The attributes of an element.
type Attributes = Vec<(&'static str, String)>;

impl Svg<'_> {
    fn figure(&mut self, figure: &Figure) -> io::Result<()> {
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
        self.writer.write_event(Event::Decl(declaration))?;
        let (width, height) = (number(figure.width), number(figure.height));
        self.open(
            "svg",
            vec![
                ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
                ("xmlns:xlink", "http://www.w3.org/1999/xlink".to_owned()),
                ("version", "1.1".to_owned()),
                ("width", format!("{width}pt")),
                ("height", format!("{height}pt")),
                ("viewBox", format!("0 0 {width} {height}")),
                ("font-family", FAMILY.to_owned()),
            ],
        )?;
        self.words("title", Vec::new(), &figure.title)?;
        let page = vec![
            ("width", width),
            ("height", height),
            ("fill", "#ffffff".to_owned()),
        ];
        self.empty("rect", page)?;
        self.items(&figure.items)?;
        self.close("svg")?;
        self.writer.get_mut().write_all(b"\n")
    }

    fn items(&mut self, items: &[Item]) -> io::Result<()> {
        let mut drawable = items.iter().filter(|item| item.is_drawable());
        drawable.try_for_each(|item| self.item(item))
    }

    fn item(&mut self, item: &Item) -> io::Result<()> {
        match item {
            Item::Polygon {
                corners,
                fill,
                line,
            } => {
                let mut attributes = vec![
                    ("points", places(corners)),
                    ("fill-rule", "evenodd".to_owned()),
                ];
                paint(&mut attributes, *fill, *line);
                self.empty("polygon", attributes)
            }
            Item::Polyline { points, line } => {
                let mut attributes = vec![("points", places(points))];
                paint(&mut attributes, None, Some(*line));
                self.empty("polyline", attributes)
            }
            Item::Dots {
                centres,
                radius,
                fill,
            } => self.dots(centres, *radius, *fill),
            Item::Text(text) => self.text(text),
            Item::Image { area, pixels } => self.image(*area, pixels),
            Item::Clipped { to, items } => self.clipped(*to, items),
        }
    }

    fn dots(&mut self, centres: &[Point], radius: f32, fill: Colour) -> io::Result<()> {
        let mut attributes = Vec::new();
        paint(&mut attributes, Some(fill), None);
        self.open("g", attributes)?;
        for [x, y] in centres {
            let disc = vec![
                ("cx", number(*x)),
                ("cy", number(*y)),
                ("r", number(radius)),
            ];
            self.empty("circle", disc)?;
        }
        self.close("g")
    }

    fn text(&mut self, text: &Text) -> io::Result<()> {
        let [x, y] = text.at.map(number);
        let mut attributes = vec![
            ("x", x.clone()),
            ("y", y.clone()),
            ("font-size", number(text.size)),
        ];
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => attributes.push(("text-anchor", "middle".to_owned())),
            Anchor::End => attributes.push(("text-anchor", "end".to_owned())),
        }
        if text.weight == Weight::Strong {
            attributes.push(("font-weight", "600".to_owned()));
        }
        if text.turned != 0.0 {
            let turn = format!("rotate({} {x} {y})", number(text.turned));
            attributes.push(("transform", turn));
        }
        paint(&mut attributes, Some(text.colour), None);
        self.words("text", attributes, &text.words)
    }

    fn image(&mut self, area: Area, pixels: &Pixels) -> io::Result<()> {
        let mut png = Vec::new();
        pixels::encode(pixels, None, &mut png).map_err(io::Error::other)?;
        let data = base64_simd::STANDARD.encode_to_string(png);
        let mut attributes = placed(area);
        attributes.extend([
            ("preserveAspectRatio", "none".to_owned()),
            ("style", "image-rendering:pixelated".to_owned()),
            ("xlink:href", format!("data:image/png;base64,{data}")),
        ]);
        self.empty("image", attributes)
    }

    fn clipped(&mut self, to: Area, items: &[Item]) -> io::Result<()> {
        self.n_clips += 1;
        let name = format!("clip{}", self.n_clips);
        self.open("clipPath", vec![("id", name.clone())])?;
        self.empty("rect", placed(to))?;
        self.close("clipPath")?;
        self.open("g", vec![("clip-path", format!("url(#{name})"))])?;
        self.items(items)?;
        self.close("g")
    }

    fn open(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer
            .write_event(Event::Start(element(name, attributes)))
    }

    fn empty(&mut self, name: &str, attributes: Attributes) -> io::Result<()> {
        self.writer
            .write_event(Event::Empty(element(name, attributes)))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    fn words(&mut self, name: &str, attributes: Attributes, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        // XML 1.0, 2.2: no other control characters may stand in a document, escaped or not.
        let is_allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        let text: String = text.chars().filter(is_allowed).collect();
        self.writer
            .write_event(Event::Text(BytesText::new(&text)))?;
        self.close(name)
    }
}

fn element(name: &str, attributes: Attributes) -> BytesStart<'_> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((key, value.as_str()));
    }
    element
}

fn paint(attributes: &mut Attributes, fill: Option<Colour>, line: Option<Line>) {
    let opaque = |alpha: u8| number(f32::from(alpha) / 255.0);
    match fill {
        Some(Colour([red, green, blue, alpha])) => {
            attributes.push(("fill", format!("#{red:02x}{green:02x}{blue:02x}")));
            if alpha < 255 {
                attributes.push(("fill-opacity", opaque(alpha)));
            }
        }
        None => attributes.push(("fill", "none".to_owned())),
    }
    let Some(line) = line else {
        return;
    };
    let Colour([red, green, blue, alpha]) = line.colour;
    attributes.push(("stroke", format!("#{red:02x}{green:02x}{blue:02x}")));
    attributes.push(("stroke-width", number(line.width)));
    if alpha < 255 {
        attributes.push(("stroke-opacity", opaque(alpha)));
    }
    if let Some(dash) = line.dash {
        attributes.push(("stroke-dasharray", number(dash)));
    }
}

fn placed(area: Area) -> Attributes {
    vec![
        ("x", number(area.x)),
        ("y", number(area.y)),
        ("width", number(area.width)),
        ("height", number(area.height)),
    ]
}

fn places(points: &[Point]) -> String {
    let mut text = String::with_capacity(points.len() * 14);
    for [x, y] in points {
        let gap = if text.is_empty() { "" } else { " " };
        write!(text, "{gap}{},{}", number(*x), number(*y)).ok();
    }
    text
}

/// A number to a thousandth of a point, without trailing zeros.
fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}
