//! The name resolver of the practice VO: a dozen well-known objects, in Sesame's format.

use super::{
    answer::Answer,
    xml::{document, element},
};
use percent_encoding::percent_decode_str;

/// An object, and the names by which it is asked for, in small letters without blanks.
struct Object {
    name: &'static str,
    aliases: &'static [&'static str],
    /// ICRS degrees.
    ra: f64,
    dec: f64,
}

const fn object(name: &'static str, aliases: &'static [&'static str], ra: f64, dec: f64) -> Object {
    Object {
        name,
        aliases,
        ra,
        dec,
    }
}

/// The objects, where the datasets of the practice sky gather.
const OBJECTS: [Object; 16] = [
    object(
        "M 1",
        &["m1", "ngc1952", "crab", "crabnebula", "taua"],
        83.633,
        22.015,
    ),
    object(
        "M 16",
        &["m16", "ngc6611", "eaglenebula"],
        274.7,
        -13.806_667,
    ),
    object(
        "M 31",
        &["m31", "ngc224", "andromedagalaxy"],
        10.685,
        41.269,
    ),
    object("M 42", &["m42", "ngc1976", "orionnebula"], 83.822, -5.391),
    object("M 45", &["m45", "pleiades"], 56.75, 24.117),
    object(
        "M 51",
        &["m51", "ngc5194", "whirlpoolgalaxy"],
        202.47,
        47.195,
    ),
    object("M 82", &["m82", "ngc3034"], 148.968, 69.68),
    object("M 87", &["m87", "ngc4486", "vira"], 187.706, 12.391),
    object("3C 273", &["3c273"], 187.278, 2.052),
    object("eta Car", &["etacar", "etacarinae"], 161.265, -59.684),
    object(
        "omega Cen",
        &["omegacen", "omegacentauri", "ngc5139"],
        201.697,
        -47.48,
    ),
    object("rho Oph", &["rhooph", "rhoophiuchi"], 246.8, -24.5),
    object(
        "Sgr A*",
        &["sgra*", "galacticcentre", "galacticcenter"],
        266.417,
        -29.008,
    ),
    object("LMC", &["lmc", "largemagellaniccloud"], 80.894, -69.756),
    object("SMC", &["smc", "smallmagellaniccloud"], 13.187, -72.829),
    object(
        "Coma Cluster",
        &["comacluster", "aco1656", "abell1656"],
        194.953,
        27.981,
    ),
];

/// Answers a question for the object of this name, which is escaped as in an address.
pub(super) fn answer(query: &str) -> Answer {
    let name = percent_decode_str(query).decode_utf8_lossy();
    let small: String = name.to_lowercase().split_whitespace().collect();
    let known = OBJECTS
        .iter()
        .find(|it| it.aliases.contains(&small.as_str()));
    let told = known.map_or_else(
        || element("INFO", "*** Nothing found ***"),
        |object| {
            format!(
                "<Resolver name=\"P=Practice VO\">{}{}{}</Resolver>",
                element("jradeg", &object.ra.to_string()),
                element("jdedeg", &object.dec.to_string()),
                element("oname", object.name)
            )
        },
    );
    let name = element("name", &name);
    let root = format!("<Sesame><Target option=\"SNV\">{name}{told}</Target></Sesame>");
    Answer::xml(document(&root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::sky::PLACES;

    #[test]
    fn every_object_lies_where_the_datasets_of_the_practice_sky_gather() {
        for object in &OBJECTS {
            let near = PLACES.iter().any(|place| {
                (place.ra - object.ra).abs() < 0.01 && (place.dec - object.dec).abs() < 0.01
            });
            assert!(near, "{}", object.name);
        }
    }
}
