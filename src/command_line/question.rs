//! The question that the options make.

use super::Refusal;
use crate::{
    discovery::positions,
    domain::{
        constraints::Question,
        ivoid::Ivoid,
        places::{self, Places},
    },
};
use clap::ArgMatches;
use std::{
    io::{self, Write as _},
    path::PathBuf,
};

/// The fields that were given; where none was, the example or nothing.
pub(super) fn question(matches: &ArgMatches, has_example: bool) -> Result<Question, Refusal> {
    let field = |name| matches.get_one::<String>(name).cloned();
    let places = positions(matches).map_err(Refusal::Positions)?;
    let space = field("space").or(places.map(|places| places.to_string()));
    let fields = [space, field("spectrum"), field("time")];
    let is_asked = fields.iter().any(Option::is_some);
    let mut question = if is_asked || !has_example {
        let [space, spectrum, time] = fields.map(Option::unwrap_or_default);
        Question {
            space,
            spectrum,
            time,
            ..Question::default()
        }
    } else {
        Question::example()
    };
    question.inclusive = matches.get_flag("inclusive");
    let services = matches.get_many::<String>("service").into_iter().flatten();
    question.services = services.map(|name| Ivoid::new(name)).collect();
    if let Some(product) = matches.get_one::<String>("product") {
        question.product = product.parse().unwrap_or_default();
    }
    Ok(question)
}

/// The positions of a file, with the radius around them.
fn positions(matches: &ArgMatches) -> Result<Option<Places>, String> {
    let (Some(file), Some(radius)) = (
        matches.get_one::<PathBuf>("positions"),
        matches.get_one::<String>("radius"),
    ) else {
        return Ok(None);
    };
    let radius = places::read_radius(radius).map_err(|error| format!("radius: {error}"))?;
    let list = positions::open(file)?;
    if list.n_without > 0 {
        // Where nobody reads it, nothing is to be done about that.
        let n = list.n_without;
        let file = file.display();
        writeln!(
            io::stderr(),
            "rows without a position are left out: {n} of {file}"
        )
        .ok();
    }
    let all = list.positions.iter().map(|it| it.position);
    let places = Places::new(&list.name, radius, all);
    places
        .map(Some)
        .map_err(|error| format!("{error}: {}", file.display()))
}
