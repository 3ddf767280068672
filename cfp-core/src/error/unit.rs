//! Problems of units: unknown, missing, or not fitting.

use super::{Caller, Detail, Explain};
use crate::amount::Amount;
use crate::unit::{Dimension, Unit};

/// A unit could not be read, or does not fit where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitProblem {
    /// No unit has this name.
    #[error("unknown unit `{unit}`")]
    Unknown {
        /// What was written.
        unit: String,
        /// The known unit that differs by a slip of the pen, and whether it differs in the case of its letters alone.
        nearest: Option<(String, bool)>,
        /// What it measures, and what to write in its place, where it is a unit of a kind that no flow is measured in.
        other_kind: Option<(&'static str, &'static str)>,
    },
    /// Several units go by this name.
    #[error("unit `{unit}` has several meanings: {}", told(choices))]
    Ambiguous {
        /// What was written.
        unit: String,
        /// The units it may stand for, as they are written here, and what each is.
        choices: Vec<(String, &'static str)>,
    },
    /// A number without a unit.
    #[error("`{text}` has no unit")]
    NoUnit {
        /// What was written.
        text: String,
    },
    /// A quantity of another dimension than the place needs.
    #[error("`{given}` is {} where {} is needed", .given_dimension.describe(), .expected_dimension.describe())]
    WrongDimension {
        /// What was written, an amount with its unit or a unit alone.
        given: String,
        /// What it measures.
        given_dimension: Dimension,
        /// What the place needs.
        expected_dimension: Dimension,
    },
    /// Carbon dioxide alone where all gases are counted, or the reverse.
    #[error("`{given}` is {} where {} is needed", .given_dimension.describe(), .expected_dimension.describe())]
    Co2IsNotCo2e {
        /// What was written.
        given: String,
        /// What it measures.
        given_dimension: Dimension,
        /// What the place needs.
        expected_dimension: Dimension,
    },
    /// Two currencies, or two years of one, in one computation.
    #[error("`{first}` and `{second}` are different currencies")]
    MixedCurrencies {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// The text is not built like a unit.
    #[error("`{unit}` does not read as a unit: {reason}")]
    Malformed {
        /// What was written.
        unit: String,
        /// What is wrong with its form.
        reason: &'static str,
    },
}

impl Explain for UnitProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown-unit",
            Self::Ambiguous { .. } => "ambiguous-unit",
            Self::NoUnit { .. } => "no-unit",
            Self::WrongDimension { .. } => "wrong-dimension",
            Self::Co2IsNotCo2e { .. } => "co2-is-not-co2e",
            Self::MixedCurrencies { .. } => "mixed-currencies",
            Self::Malformed { .. } => "malformed-unit",
        }
    }

    fn hint(&self) -> Option<String> {
        self.hint_for(Caller::File)
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        match self {
            Self::Unknown {
                unit,
                nearest,
                other_kind,
            } => way_to_unit(unit, nearest.as_ref(), *other_kind),
            Self::Ambiguous { .. } => Some("write the one that is meant".into()),
            Self::NoUnit { text } => Some(format!(
                "write the unit beside the number, such as \"{text} kWh\" or \"{text} kg\""
            )),
            Self::WrongDimension {
                given,
                given_dimension,
                expected_dimension,
            } => way_to(given, *given_dimension, *expected_dimension, caller),
            Self::Co2IsNotCo2e { .. } => Some(
                "CO2e counts methane and the other gases too; use a figure in kg CO2e, or emit the \
                 CO2 as the gas `CO2, fossil`"
                    .into(),
            ),
            Self::MixedCurrencies { .. } => {
                Some("convert one of them first, at a rate and for a year that you can name".into())
            }
            Self::Malformed { .. } => {
                Some("write it like `kg CO2e/kWh`, `m2*a` or `kg CO2e/(m2*a)`".into())
            }
        }
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::WrongDimension {
                given,
                expected_dimension,
                ..
            }
            | Self::Co2IsNotCo2e {
                given,
                expected_dimension,
                ..
            } => vec![
                Detail::new("given", given),
                Detail::new(
                    "expected",
                    format!(
                        "{} such as {}",
                        expected_dimension.describe(),
                        expected_dimension.examples()
                    ),
                ),
            ],
            _ => Vec::new(),
        }
    }
}

/// Units with what they are, in a sentence.
fn told(choices: &[(String, &'static str)]) -> String {
    let told = choices.iter().map(|(unit, what)| match *what {
        "" => format!("`{unit}`"),
        what => format!("`{unit}` ({what})"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What may have been meant by a unit that nobody knows.
fn way_to_unit(
    unit: &str,
    nearest: Option<&(String, bool)>,
    other_kind: Option<(&str, &str)>,
) -> Option<String> {
    if let Some((kind, way)) = other_kind {
        return Some(format!("`{unit}` measures {kind}: {way}"));
    }
    let (nearest, is_case) = nearest?;
    let million = |text: &str| text.starts_with('M');
    let first = |text: &str| text.starts_with(['m', 'M']);
    Some(if !is_case {
        format!("did you mean `{nearest}`?")
    } else if first(unit) && million(unit) != million(nearest) && unit.len() > 1 {
        format!("did you mean `{nearest}`? before a unit `M` is a million and `m` a thousandth")
    } else {
        format!("write `{nearest}`: upper and lower case differ in units")
    })
}

/// How a quantity of the wrong dimension may be put right, so that what is written then is of the right one.
fn way_to(given: &str, from: Dimension, to: Dimension, caller: Caller) -> Option<String> {
    let swapped = |out: Dimension, into: Dimension| {
        let swapped = from.per(out).and_then(|rest| rest.times(into));
        swapped.is_ok_and(|dimension| dimension == to)
    };
    let volumes = [Dimension::VOLUME, Dimension::NORMAL_VOLUME];
    if swapped(volumes[0], volumes[1]) || swapped(volumes[1], volumes[0]) {
        return Some(
            "Nm3 is at 0 °C and 101.325 kPa; convert the m3 with the pressure and temperature of the meter, and write both \
             in Nm3"
                .into(),
        );
    }
    let mut substances = SUBSTANCES.iter();
    if let Some((_, name, counts)) = substances.find(|(gas, ..)| swapped(Dimension::MASS, *gas)) {
        let named = with_substance(given, name)?;
        return Some(format!("if it counts {counts}, write \"{named}\""));
    }
    if swapped(Dimension::CARBON, Dimension::CO2) || swapped(Dimension::CARBON, Dimension::CO2E) {
        return Some(
            "CO2 is 44/12 of the carbon in it: multiply by that, and write it as CO2, such as `t CO2`".into(),
        );
    }
    between(given, from, to, caller)
}

/// The substances whose masses are dimensions of their own, by the name behind the mass, and what such a mass counts.
const SUBSTANCES: [(Dimension, &str, &str); 5] = [
    (Dimension::CO2E, "CO2e", "all gases"),
    (Dimension::CO2, "CO2", "CO2 alone"),
    (Dimension::CH4, "CH4", "methane"),
    (Dimension::N2O, "N2O", "nitrous oxide"),
    (Dimension::CARBON, "C", "carbon"),
];

/// The same amount, or unit alone, of a mass of this substance: `500 g CO2e/kWh` of `500 g/kWh`.
fn with_substance(given: &str, substance: &str) -> Option<String> {
    let (number, unit) = match given.split_once(' ') {
        Some((number, unit)) if number.parse::<Amount>().is_ok() => (Some(number), unit),
        _ => (None, given),
    };
    let (mass, below) = Unit::parse(unit).ok()?.parts();
    let mass = Unit::parse(&format!("{mass} {substance}")).ok()?;
    let unit = match below {
        Some(below) => mass.per(&below).ok()?,
        None => mass,
    };
    Some(number.map_or_else(|| unit.to_string(), |number| format!("{number} {unit}")))
}

/// What lies between two kinds of things: the number that one of them is multiplied by to be the other.
fn between(given: &str, from: Dimension, to: Dimension, caller: Caller) -> Option<String> {
    let (number, own) = given.split_once(' ')?;
    number.parse::<Amount>().ok()?;
    let is_thing = |dimension: Dimension| {
        let mut substances = SUBSTANCES.iter();
        dimension.is_named() && !substances.any(|(substance, ..)| *substance == dimension)
    };
    if !is_thing(from) || !is_thing(to) {
        return None;
    }
    if matches!(from, Dimension::MASS | Dimension::ITEMS) && to == Dimension::ENERGY {
        return Some(format!(
            "if {number} is the meter reading, write \"{number} kWh\""
        ));
    }
    let is_volume = [Dimension::VOLUME, Dimension::NORMAL_VOLUME].contains(&from);
    let per = |above: &str| format!("{above}/{own}");
    let (what, name, unit) = match to {
        Dimension::MASS if is_volume => ("the density", "density", per("kg")),
        Dimension::MASS if from == Dimension::SUBSTANCE => {
            ("the molar mass", "molar_mass", per("kg"))
        }
        Dimension::MASS if from == Dimension::ITEMS => ("the mass of one", "mass", per("kg")),
        Dimension::ENERGY if is_volume => ("the calorific value", "calorific_value", per("MJ")),
        _ if to.per(from) == Ok(Dimension::LENGTH) => ("the distance", "distance", "km".to_owned()),
        _ => ("what one of it is", "factor", per(&to.first_example())),
    };
    Some(match caller {
        Caller::File => format!(
            "multiply by {what}: \"{given} * {{{name}}}\", with a parameter `{name}` in {unit}"
        ),
        Caller::Statement | Caller::Command | Caller::Python => {
            format!("multiply by {what}, in {unit}, and write the product")
        }
    })
}
