//! A picture as PNG.

use super::{Area, Colour, Figure, Item, Line, Pixels, Point, face};
use std::{
    io::{self, Write},
    sync::Arc,
};
use vello_cpu::{
    Image, ImageSource, Pixmap, RenderContext, Resources,
    color::{AlphaColor, PremulRgba8, Srgb},
    kurbo::{Affine, BezPath, Circle, Rect, Shape as _, Stroke},
    peniko::{Fill, ImageQuality, ImageSampler},
};

/// No picture is wider or higher, in pixels: a page of A0 at 300 dots an inch.
const MOST: f32 = 14_000.0;

/// Dots in a point at one dot an inch, and metres in a point.
const METRES_IN_POINT: f32 = 0.0254 / 72.0;

/// Why a picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It has no pixels, or too many.
    #[error("a picture of {width} by {height} pixels cannot be drawn")]
    Size {
        /// In pixels.
        width: f32,
        /// In pixels.
        height: f32,
    },
    /// It could not be written.
    #[error("the picture could not be written: {0}")]
    Written(#[from] png::EncodingError),
}

impl From<PngError> for io::Error {
    fn from(error: PngError) -> Self {
        match error {
            PngError::Written(png::EncodingError::IoError(error)) => error,
            other => Self::other(other),
        }
    }
}

/// Writes a picture as PNG, of so many pixels in a point.
pub fn write_png(figure: &Figure, scale: f32, out: &mut dyn Write) -> Result<(), PngError> {
    let pixels = draw(figure, scale)?;
    Ok(encode(&pixels, Some(scale), out)?)
}

/// Writes pixels as PNG; `scale`: how many of them a point has.
pub(super) fn encode(
    pixels: &Pixels,
    scale: Option<f32>,
    out: &mut dyn Write,
) -> Result<(), png::EncodingError> {
    let (width, height) = (pixels.width().into(), pixels.height().into());
    let mut encoder = png::Encoder::new(out, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(scale.map(|scale| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from float keeps within the type"
        )]
        let per_metre = (scale / METRES_IN_POINT).round() as u32;
        png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit: png::Unit::Meter,
        }
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels.rgba())?;
    writer.finish()
}

fn draw(figure: &Figure, scale: f32) -> Result<Pixels, PngError> {
    let (wide, high) = (figure.width * scale, figure.height * scale);
    let wrong = PngError::Size {
        width: wide,
        height: high,
    };
    let side = |length: f32| (1.0..=MOST).contains(&length).then(|| whole(length));
    let (Some(width), Some(height)) = (side(wide), side(high)) else {
        return Err(wrong);
    };
    let mut brush = Brush {
        context: RenderContext::new(width, height),
        scale: Affine::scale(f64::from(scale)),
    };
    brush.context.set_transform(brush.scale);
    brush.context.set_fill_rule(Fill::EvenOdd);
    brush.colour(Colour::rgb(255, 255, 255));
    let page = Rect::new(0.0, 0.0, figure.width.into(), figure.height.into());
    // A little more than the page, so that a last column of which only a part is seen is white as well.
    brush.context.fill_rect(&page.inflate(1.0, 1.0));
    brush.items(&figure.items);
    let mut target = Pixmap::new(width, height);
    brush.context.flush();
    brush.context.render(&mut target, &mut Resources::new());
    let drawn = target.take_unpremultiplied();
    let rgba = drawn.into_iter().flat_map(|it| [it.r, it.g, it.b, it.a]);
    Pixels::new(width, rgba.collect()).ok_or(wrong)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the caller has checked the range"
)]
fn whole(length: f32) -> u16 {
    length.round() as u16
}

struct Brush {
    context: RenderContext,
    scale: Affine,
}

impl Brush {
    fn items(&mut self, items: &[Item]) {
        for item in items.iter().filter(|item| item.is_drawable()) {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Polygon {
                corners,
                fill,
                line,
            } => {
                let mut path = path(corners);
                path.close_path();
                self.fill(&path, *fill);
                self.line(&path, *line);
            }
            Item::Polyline { points, line } => self.line(&path(points), Some(*line)),
            Item::Dots {
                centres,
                radius,
                fill,
            } => {
                for [x, y] in centres {
                    let disc = Circle::new((f64::from(*x), f64::from(*y)), f64::from(*radius));
                    self.fill(&disc.to_path(0.01), Some(*fill));
                }
            }
            Item::Text(text) => {
                self.context.set_fill_rule(Fill::NonZero);
                self.fill(&face::outline(text), Some(text.colour));
                self.context.set_fill_rule(Fill::EvenOdd);
            }
            Item::Image { area, pixels } => self.image(*area, pixels),
            Item::Clipped { to, items } => {
                self.context.push_clip_path(&rect(*to).to_path(0.01));
                self.items(items);
                self.context.pop_clip_path();
            }
        }
    }

    fn colour(&mut self, Colour([red, green, blue, alpha]): Colour) {
        let colour = AlphaColor::<Srgb>::from_rgba8(red, green, blue, alpha);
        self.context.set_paint(colour);
    }

    fn fill(&mut self, path: &BezPath, fill: Option<Colour>) {
        if let Some(colour) = fill {
            self.colour(colour);
            self.context.fill_path(path);
        }
    }

    fn line(&mut self, path: &BezPath, line: Option<Line>) {
        let Some(line) = line else {
            return;
        };
        let mut stroke = Stroke::new(line.width.into());
        if let Some(dash) = line.dash {
            stroke = stroke.with_dashes(0.0, [f64::from(dash); 2]);
        }
        self.colour(line.colour);
        self.context.set_stroke(stroke);
        self.context.stroke_path(path);
    }

    fn image(&mut self, area: Area, pixels: &Pixels) {
        let (width, height) = (pixels.width(), pixels.height());
        let data = pixels.rgba().as_chunks::<4>().0;
        let data = data.iter().map(|[r, g, b, a]| {
            let part =
                |value: u8| u8::try_from(u16::from(value) * u16::from(*a) / 255).unwrap_or(u8::MAX);
            PremulRgba8 {
                r: part(*r),
                g: part(*g),
                b: part(*b),
                a: *a,
            }
        });
        let pixmap = Pixmap::from_parts(data.collect(), width, height);
        self.context.set_paint(Image {
            image: ImageSource::Pixmap(Arc::new(pixmap)),
            sampler: ImageSampler {
                quality: ImageQuality::Low,
                ..ImageSampler::default()
            },
        });
        let place = rect(area);
        let stretched = Affine::translate((place.x0, place.y0))
            * Affine::scale_non_uniform(
                place.width() / f64::from(width),
                place.height() / f64::from(height),
            );
        self.context.set_paint_transform(stretched);
        self.context.fill_rect(&place);
        self.context.reset_paint_transform();
    }
}

fn rect(area: Area) -> Rect {
    let [first, _, last, _] = area.corners().map(|corner| corner.map(f64::from));
    Rect::new(first[0], first[1], last[0], last[1])
}

fn path(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (nr, point) in points.iter().enumerate() {
        let [x, y] = point.map(f64::from);
        if nr == 0 {
            path.move_to((x, y));
        } else {
            path.line_to((x, y));
        }
    }
    path
}
