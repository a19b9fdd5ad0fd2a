//! The geometry functions of ADQL 2.1, section 4, and MOC.

use super::{PURE, Wrong, any_null, number, scalar, text};
use crate::domain::angle::Position;
use crate::practice::geometry::{self, Geometry};
use rusqlite::{Connection, functions::Context, types::ValueRef};
use std::sync::Arc;

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    scalar(connection, "adql_point", -1, |context| {
        let (position, _) = leading_position(context)?;
        Ok(Geometry::Point(position).text())
    })?;
    scalar(connection, "adql_circle", -1, |context| {
        let (centre, next) = leading_position(context)?;
        Ok(geometry::small_circle(centre, number(context, next)?)?.text())
    })?;
    scalar(connection, "adql_box", -1, |context| {
        let (centre, next) = leading_position(context)?;
        let (width, height) = (number(context, next)?, number(context, next + 1)?);
        Ok(geometry::polygon(&box_corners(centre, width, height)?)?.text())
    })?;
    scalar(connection, "adql_polygon", -1, |context| {
        Ok(geometry::polygon(&corners(context)?)?.text())
    })?;
    scalar(connection, "adql_region", 1, |context| {
        Ok(Geometry::parse(&text(context, 0))?.text())
    })?;
    scalar(connection, "adql_moc", -1, map)?;
    two_geometries(connection, "adql_contains", |inner, outer| {
        inner.is_in(outer)
    })?;
    two_geometries(connection, "adql_intersects", |one, other| {
        Ok(one.meets(other))
    })?;
    scalar(connection, "adql_distance", -1, distance)?;
    scalar(connection, "adql_area", 1, |context| {
        Ok(Geometry::parse(&text(context, 0))?.area())
    })?;
    scalar(connection, "adql_centroid", 1, |context| {
        let centre = Geometry::parse(&text(context, 0))?.centre();
        Ok(Geometry::Point(centre).text())
    })?;
    scalar(connection, "adql_coord1", 1, |context| {
        Ok(point(context, 0)?.ra.0)
    })?;
    scalar(connection, "adql_coord2", 1, |context| {
        Ok(point(context, 0)?.dec.0)
    })?;
    scalar(connection, "adql_coordsys", 1, |_| Ok("ICRS".to_owned()))
}

/// A function of two geometries that is true or false, 1 or 0. What does not change from row to row is read once.
fn two_geometries(
    connection: &Connection,
    name: &str,
    holds: impl Fn(&Geometry, &Geometry) -> Result<bool, Wrong> + Send + 'static,
) -> rusqlite::Result<()> {
    connection.create_scalar_function(name, 2, PURE, move |context| {
        if any_null(context) {
            return Ok(None);
        }
        let (one, other) = (remembered(context, 0)?, remembered(context, 1)?);
        Ok(Some(i64::from(holds(&one.1, &other.1)?)))
    })
}

/// A geometry with the text that it was read from.
type Remembered = Arc<(String, Geometry)>;

fn remembered(context: &Context<'_>, nr: u8) -> Result<Remembered, rusqlite::Error> {
    let given = context.get_raw(nr.into());
    let given = given
        .as_str()
        .map_err(|error| Wrong(format!("a geometry is expected: {error}")))?;
    if let Some(known) = context.get_aux::<(String, Geometry)>(nr.into())?
        && known.0 == given
    {
        return Ok(known);
    }
    let geometry = Geometry::parse(given)?;
    context.set_aux(nr.into(), (given.to_owned(), geometry))
}

/// The number of the first argument that is no frame: ADQL 2.0 had one in front, which 2.1 still allows.
fn after_frame(context: &Context<'_>) -> usize {
    match context.len() {
        0 => 0,
        _ => match context.get_raw(0) {
            ValueRef::Text(bytes) => usize::from(!bytes.starts_with(b"Position ")),
            _ => 0,
        },
    }
}

/// The position that the arguments begin with, as two numbers or as a point, and the number of the argument after it.
fn leading_position(context: &Context<'_>) -> Result<(Position, usize), Wrong> {
    let start = after_frame(context);
    if start < context.len() && matches!(context.get_raw(start), ValueRef::Text(_)) {
        return Ok((point(context, start)?, start + 1));
    }
    let position = geometry::position(number(context, start)?, number(context, start + 1)?)?;
    Ok((position, start + 2))
}

fn point(context: &Context<'_>, nr: usize) -> Result<Position, Wrong> {
    match Geometry::parse(&text(context, nr))? {
        Geometry::Point(position) => Ok(position),
        Geometry::Region(_) => Err(Wrong("a POINT is expected".to_owned())),
    }
}

/// The corners of a polygon, as points or as pairs of numbers.
fn corners(context: &Context<'_>) -> Result<Vec<Position>, Wrong> {
    let start = after_frame(context);
    if start < context.len() && matches!(context.get_raw(start), ValueRef::Text(_)) {
        return (start..context.len())
            .map(|nr| point(context, nr))
            .collect();
    }
    let numbers: Result<Vec<f64>, Wrong> = (start..context.len())
        .map(|nr| number(context, nr))
        .collect();
    geometry::positions(&numbers?)
}

/// ADQL 2.1, 4.2.9: a box is a polygon whose corners lie half its sizes along the axes from its centre.
fn box_corners(centre: Position, width: f64, height: f64) -> Result<Vec<Position>, Wrong> {
    let (ra, dec) = (centre.ra.0, centre.dec.0);
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        .iter()
        .map(|(x, y)| geometry::position(ra + x * width, dec + y * height))
        .collect()
}

/// `MOC(order, geometry)`, or `MOC('6/...')`.
fn map(context: &Context<'_>) -> Result<String, Wrong> {
    if context.len() == 1 {
        let given = text(context, 0);
        Geometry::parse(&given)?;
        return Ok(given);
    }
    let order = text(context, 0);
    let order: u8 = order
        .parse()
        .map_err(|error| Wrong(format!("{order} is not the order of a map: {error}")))?;
    Geometry::parse(&text(context, 1))?.map(order)
}

fn distance(context: &Context<'_>) -> Result<f64, Wrong> {
    let (one, other) = match context.len() {
        2 => (point(context, 0)?, point(context, 1)?),
        4 => (
            geometry::position(number(context, 0)?, number(context, 1)?)?,
            geometry::position(number(context, 2)?, number(context, 3)?)?,
        ),
        n_arguments => {
            return Err(Wrong(format!(
                "DISTANCE does not take {n_arguments} arguments"
            )));
        }
    };
    Ok(one.separation(other).0)
}
