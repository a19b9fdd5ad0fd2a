//! Space, spectrum, time, product, inclusive: the whole question.

use super::{
    error::ParseError,
    interval::Interval,
    ivoid::Ivoid,
    object::{Named, Resolved},
    places,
    region::Region,
    time::{self, Mjd},
    wavelength::{self, Metres},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Which kinds of dataset are wanted, as ObsCore's `dataproduct_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Product {
    /// `image` and `cube`.
    #[default]
    Images,
    /// `spectrum`, `sed` and `timeseries`.
    Spectra,
    /// All of these.
    Both,
}

impl Product {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Images, Self::Spectra, Self::Both];

    /// The word for it, in the window and on the command line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Spectra => "spectra",
            Self::Both => "both",
        }
    }

    /// The values of `dataproduct_type` that are wanted.
    pub fn types(self) -> &'static [&'static str] {
        match self {
            Self::Images => &["image", "cube"],
            Self::Spectra => &["spectrum", "sed", "timeseries"],
            Self::Both => &["image", "cube", "spectrum", "sed", "timeseries"],
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl FromStr for Product {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wanted = "give images, spectra or both";
        let mut all = Self::ALL.into_iter();
        all.find(|product| product.label().eq_ignore_ascii_case(text.trim()))
            .ok_or_else(|| ParseError::not_understood(text, wanted))
    }
}

/// What is asked: a dataset must meet every constraint that is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraints {
    /// Where on the sky.
    pub space: Option<Region>,
    /// At which wavelengths.
    pub spectrum: Option<Interval<Metres>>,
    /// When.
    pub time: Option<Interval<Mjd>>,
    /// Images, spectra or both.
    pub product: Product,
    /// Whether to ask services that do not declare their coverage, and to keep datasets that lack the metadata to decide.
    pub inclusive: bool,
}

/// The fields of a search as they are typed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Question {
    /// Where on the sky, such as `274.6880, -13.7920 1`; empty for anywhere.
    pub space: String,
    /// At which wavelength, such as `0.5..2 keV`; empty for any.
    pub spectrum: String,
    /// When, such as `1995-01-01 1995-12-31`; empty for any time.
    pub time: String,
    /// Images, spectra or both.
    pub product: Product,
    /// As in [`Constraints`].
    pub inclusive: bool,
    /// Where the object is that `space` names; `None` where it names none, or where that is not known yet.
    pub resolved: Option<Resolved>,
    /// The resources whose services are to be asked, whatever coverage they declare; where there are none, the registry
    /// says whom.
    #[serde(default)]
    pub services: Vec<Ivoid>,
}

/// One of the axes on which a dataset can be constrained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Axis {
    /// Where on the sky.
    Space,
    /// At which wavelength.
    Spectrum,
    /// When.
    Time,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Space => "space",
            Self::Spectrum => "spectrum",
            Self::Time => "time",
        })
    }
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum QuestionError {
    /// A field cannot be read.
    #[error("{axis}: {error}")]
    Field {
        /// Which field.
        axis: Axis,
        /// What is wrong with it, and what would be right.
        error: ParseError,
    },
    /// No field is filled in.
    #[error("nothing is asked yet; fill in at least one of space, spectrum and time")]
    NothingAsked,
    /// All is well, but the position of the object in the space field must be looked up first.
    #[error("space: the position of {} is not known yet", .0.name)]
    Unresolved(Named),
}

/// What the fields of a question mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What is asked, or the first field that cannot be read. That an object's position is not known yet is told last.
    pub constraints: Result<Constraints, QuestionError>,
    /// What stands under the space field.
    pub space: Meaning,
    /// What stands under the spectrum field.
    pub spectrum: Meaning,
    /// What stands under the time field.
    pub time: Meaning,
}

/// What stands under a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The field is empty; what that means.
    Empty(String),
    /// What was understood.
    Understood(String),
    /// What is wrong, and what would be right.
    Wrong(String),
}

impl Meaning {
    /// The sentence itself.
    pub fn text(&self) -> &str {
        match self {
            Self::Empty(text) | Self::Understood(text) | Self::Wrong(text) => text,
        }
    }

    fn of<T>(read: &Read<T>, empty: &str, echo: impl FnOnce(&T) -> String) -> Self {
        match read {
            Ok(None) => Self::Empty(empty.to_owned()),
            Ok(Some(value)) => Self::Understood(echo(value)),
            Err(QuestionError::Field { error, .. }) => Self::Wrong(error.to_string()),
            Err(QuestionError::Unresolved(named)) => Self::Understood(format!(
                "the object {}, within {}",
                named.name,
                named.radius.handy()
            )),
            Err(error @ QuestionError::NothingAsked) => Self::Wrong(error.to_string()),
        }
    }
}

impl Question {
    /// The example that tkdiscover opens with: X-ray images of the Eagle Nebula from 1995.
    pub fn example() -> Self {
        Self {
            space: "274.6880, -13.7920 1".to_owned(),
            spectrum: "2".to_owned(),
            time: "1995-01-01 1995-12-31".to_owned(),
            ..Self::default()
        }
    }

    /// The fields that are filled in, in one line: `274.6880, -13.7920 1; 2; 1995`. Many positions are counted.
    pub fn in_one_line(&self) -> String {
        let short = places::shortened(&self.space);
        let space = short.as_ref().unwrap_or(&self.space);
        let typed: Vec<&str> = [space, &self.spectrum, &self.time]
            .into_iter()
            .map(|field| field.trim())
            .filter(|field| !field.is_empty())
            .collect();
        typed.join("; ")
    }

    /// What is asked, as [`Reading::constraints`] has it.
    pub fn parse(&self) -> Result<Constraints, QuestionError> {
        self.read().constraints
    }

    /// The object that the space field names; `None` where it is empty, or holds coordinates.
    pub fn named(&self) -> Option<Named> {
        Named::parse(&self.space)
    }

    /// Reads each field once.
    pub fn read(&self) -> Reading {
        self.read_as(self.named().as_ref())
    }

    /// The same where it is known already what [`Question::named`] says.
    pub fn read_as(&self, named: Option<&Named>) -> Reading {
        let space = self.read_space(named);
        let (spectrum, time) = (self.read_spectrum(), self.read_time());
        let echo = |region: &Region| match (&self.resolved, named, region) {
            (Some(resolved), Some(_), Region::Cone(cone)) => {
                format!("{resolved}, within {}", cone.radius.handy())
            }
            _ => region.to_string(),
        };
        Reading {
            space: Meaning::of(&space, "anywhere on the sky", echo),
            spectrum: Meaning::of(&spectrum, "at any wavelength", wavelength::echo),
            time: Meaning::of(&time, "at any time", time::echo),
            constraints: self.constraints(space, spectrum, time),
        }
    }

    fn constraints(
        &self,
        space: Read<Region>,
        spectrum: Read<Interval<Metres>>,
        time: Read<Interval<Mjd>>,
    ) -> Result<Constraints, QuestionError> {
        let space = match space {
            Err(error @ QuestionError::Field { .. }) => return Err(error),
            other => other,
        };
        let (spectrum, time) = (spectrum?, time?);
        let constraints = Constraints {
            space: space?,
            spectrum,
            time,
            product: self.product,
            inclusive: self.inclusive,
        };
        let Constraints {
            space,
            spectrum,
            time,
            ..
        } = &constraints;
        if space.is_none() && spectrum.is_none() && time.is_none() {
            return Err(QuestionError::NothingAsked);
        }
        Ok(constraints)
    }

    fn read_space(&self, named: Option<&Named>) -> Read<Region> {
        let Some(named) = named else {
            return read(Axis::Space, &self.space, Region::parse);
        };
        let resolved = self.resolved.as_ref();
        match resolved.and_then(|resolved| named.cone(resolved)) {
            Some(cone) => Ok(Some(Region::Cone(cone))),
            None => Err(QuestionError::Unresolved(named.clone())),
        }
    }

    fn read_spectrum(&self) -> Read<Interval<Metres>> {
        read(Axis::Spectrum, &self.spectrum, wavelength::parse_interval)
    }

    fn read_time(&self) -> Read<Interval<Mjd>> {
        read(Axis::Time, &self.time, time::parse_interval)
    }
}

/// What a field says; `None` where it is empty.
type Read<T> = Result<Option<T>, QuestionError>;

fn read<T>(axis: Axis, text: &str, parse: impl FnOnce(&str) -> Result<T, ParseError>) -> Read<T> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match parse(text) {
        Ok(value) => Ok(Some(value)),
        Err(error) => Err(QuestionError::Field { axis, error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::angle::Position;

    fn around(space: &str) -> Question {
        Question {
            space: space.to_owned(),
            ..Question::default()
        }
    }

    #[test]
    fn a_question_about_an_object_can_be_asked_when_its_position_is_known() {
        let mut question = around("M16 1");
        let Err(QuestionError::Unresolved(named)) = question.parse() else {
            panic!("got {:?}", question.parse());
        };
        assert_eq!(named.name, "M16");
        let meaning = Meaning::Understood("the object M16, within 1 deg".to_owned());
        assert_eq!(question.read().space, meaning);
        question.resolved = Some(Resolved {
            asked: "M16".to_owned(),
            object: "M 16".to_owned(),
            position: Position::new(274.7, -13.806_667).unwrap(),
            source: "SIMBAD".to_owned(),
        });
        let cone = around("274.7 -13.806667 1").parse().unwrap().space;
        assert_eq!(question.parse().unwrap().space, cone);
        let meaning = "M 16: 18 18 48.0 -13 48 24 (SIMBAD), within 1 deg";
        assert_eq!(question.read().space.text(), meaning);
        question.space = "M17 1".to_owned();
        let unresolved = question.parse();
        assert!(
            matches!(unresolved, Err(QuestionError::Unresolved(_))),
            "it is that of another"
        );
        question.space = "10 20 1".to_owned();
        assert_eq!(
            question.parse(),
            around("10 20 1").parse(),
            "coordinates need none"
        );
    }

    #[test]
    fn what_is_wrong_elsewhere_is_said_before_a_position_is_looked_up() {
        let mut question = around("M16");
        question.time = "yesterday".to_owned();
        let error = question.parse().unwrap_err();
        assert!(
            matches!(
                error,
                QuestionError::Field {
                    axis: Axis::Time,
                    ..
                }
            ),
            "{error}"
        );
    }
}
