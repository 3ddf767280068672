//! The dimension of a unit: what kind of thing it measures.

use std::fmt;

use crate::error::UnitProblem;

/// The closed bases, in the order of [`Dimension`]'s exponents.
const BASES: [&str; 13] = [
    "kg", "m", "s", "item", "person", "Nm3", "kg CO2e", "kg CO2", "kg CH4", "kg N2O", "kg C",
    "mol", "vehicle",
];

/// A currency by its three letters, and the year of its prices when that is stated.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Currency {
    pub(super) code: [u8; 3],
    pub(super) year: Option<u16>,
}

impl Currency {
    /// The currency of a code of three ASCII letters.
    pub(super) fn new(code: &str, year: Option<u16>) -> Self {
        let mut letters = [b'?'; 3];
        for (letter, byte) in letters.iter_mut().zip(code.bytes()) {
            *letter = byte;
        }
        Self {
            code: letters,
            year,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.code {
            write!(f, "{}", char::from(letter))?;
        }
        self.year.map_or(Ok(()), |year| write!(f, "{year}"))
    }
}

/// What a unit measures: an energy, a mass, a mass of `CO2e` per energy. It holds the powers of the
/// base dimensions, and at most one currency.
///
/// The masses of `CO2e`, CO2, CH4, N2O and carbon are dimensions of their own, so that no gas is added to
/// another by its mass; so is the normal volume, which is an amount of gas and not a space.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dimension {
    exponents: [i8; BASES.len()],
    currency: Option<(Currency, i8)>,
}

/// A dimension that has a name of its own.
struct Named {
    dimension: Dimension,
    article: &'static str,
    noun: &'static str,
    examples: &'static [&'static str],
}

const fn named(
    dimension: Dimension,
    article: &'static str,
    noun: &'static str,
    examples: &'static [&'static str],
) -> Named {
    Named {
        dimension,
        article,
        noun,
        examples,
    }
}

static NAMED: [Named; 20] = [
    named(Dimension::ENERGY, "an", "energy", &["kWh", "MWh", "MJ"]),
    named(Dimension::MASS, "a", "mass", &["kg", "t", "lb"]),
    named(Dimension::VOLUME, "a", "volume", &["m3", "l", "gal(US)"]),
    named(Dimension::NORMAL_VOLUME, "a", "normal volume", &["Nm3"]),
    named(Dimension::LENGTH, "a", "length", &["m", "km", "mi"]),
    named(Dimension::AREA, "an", "area", &["m2", "ha"]),
    named(Dimension::TIME, "a", "time", &["h", "d", "a"]),
    named(Dimension::ITEMS, "a", "number of items", &["item"]),
    named(Dimension::PERSONS, "a", "number of persons", &["person"]),
    named(
        Dimension::FREIGHT,
        "a",
        "freight (mass × distance)",
        &["tkm", "kg*km"],
    ),
    named(
        Dimension::PASSENGER_DISTANCE,
        "a",
        "passenger distance",
        &["pkm"],
    ),
    named(Dimension::AREA_TIME, "an", "area × time", &["m2*a"]),
    named(Dimension::CO2E, "a", "mass of CO2e", &["kg CO2e", "t CO2e"]),
    named(Dimension::CO2, "a", "mass of CO2", &["kg CO2", "t CO2"]),
    named(Dimension::CH4, "a", "mass of CH4", &["kg CH4", "t CH4"]),
    named(Dimension::N2O, "a", "mass of N2O", &["kg N2O", "t N2O"]),
    named(Dimension::CARBON, "a", "mass of carbon", &["kg C", "t C"]),
    named(
        Dimension::SUBSTANCE,
        "an",
        "amount of substance",
        &["mol", "kmol"],
    ),
    named(Dimension::VEHICLES, "a", "number of vehicles", &["vehicle"]),
    named(
        Dimension::VEHICLE_DISTANCE,
        "a",
        "vehicle distance",
        &["vkm"],
    ),
];

impl Dimension {
    /// A plain ratio such as kg/kg.
    pub const NONE: Self = Self::of(&[]);
    /// A mass of goods or of a substance that the unit does not name.
    pub const MASS: Self = Self::of(&[(0, 1)]);
    /// A length.
    pub const LENGTH: Self = Self::of(&[(1, 1)]);
    /// An area.
    pub const AREA: Self = Self::of(&[(1, 2)]);
    /// A volume as it is.
    pub const VOLUME: Self = Self::of(&[(1, 3)]);
    /// A time.
    pub const TIME: Self = Self::of(&[(2, 1)]);
    /// An energy.
    pub const ENERGY: Self = Self::of(&[(0, 1), (1, 2), (2, -2)]);
    /// A mass carried over a distance.
    pub const FREIGHT: Self = Self::of(&[(0, 1), (1, 1)]);
    /// An area occupied for a time.
    pub const AREA_TIME: Self = Self::of(&[(1, 2), (2, 1)]);
    /// A number of pieces.
    pub const ITEMS: Self = Self::of(&[(3, 1)]);
    /// A number of persons.
    pub const PERSONS: Self = Self::of(&[(4, 1)]);
    /// Persons carried over a distance.
    pub const PASSENGER_DISTANCE: Self = Self::of(&[(4, 1), (1, 1)]);
    /// A number of vehicles.
    pub const VEHICLES: Self = Self::of(&[(12, 1)]);
    /// Vehicles driven over a distance.
    pub const VEHICLE_DISTANCE: Self = Self::of(&[(12, 1), (1, 1)]);
    /// An amount of substance.
    pub const SUBSTANCE: Self = Self::of(&[(11, 1)]);
    /// A volume of gas at normal conditions, 0 °C and 101.325 kPa.
    pub const NORMAL_VOLUME: Self = Self::of(&[(5, 1)]);
    /// A mass of CO2 equivalents.
    pub const CO2E: Self = Self::of(&[(6, 1)]);
    /// A mass of carbon dioxide alone.
    pub const CO2: Self = Self::of(&[(7, 1)]);
    /// A mass of methane.
    pub const CH4: Self = Self::of(&[(8, 1)]);
    /// A mass of nitrous oxide.
    pub const N2O: Self = Self::of(&[(9, 1)]);
    /// A mass of carbon, as an element.
    pub const CARBON: Self = Self::of(&[(10, 1)]);

    const fn of(powers: &[(usize, i8)]) -> Self {
        let mut exponents = [0; BASES.len()];
        let mut index = 0;
        while index < powers.len() {
            exponents[powers[index].0] = powers[index].1;
            index += 1;
        }
        Self {
            exponents,
            currency: None,
        }
    }

    /// The dimension with these powers of mass, length, time and amount of substance.
    pub(super) const fn of_uom(mass: i8, length: i8, time: i8, substance: i8) -> Self {
        Self::of(&[(0, mass), (1, length), (2, time), (11, substance)])
    }

    pub(super) const fn money(currency: Currency) -> Self {
        Self {
            currency: Some((currency, 1)),
            ..Self::NONE
        }
    }

    /// Whether a currency is part of it, as in a price.
    pub fn has_currency(&self) -> bool {
        self.currency.is_some()
    }

    /// The dimension of a product. A unit has few factors, so the powers stay small.
    pub(crate) fn times(self, other: Self) -> Result<Self, UnitProblem> {
        self.combined(other, 1)
    }

    /// The dimension of a quotient.
    pub(crate) fn per(self, other: Self) -> Result<Self, UnitProblem> {
        self.combined(other, -1)
    }

    fn combined(mut self, other: Self, sign: i8) -> Result<Self, UnitProblem> {
        for (mine, theirs) in self.exponents.iter_mut().zip(other.exponents) {
            *mine = mine.saturating_add(theirs.saturating_mul(sign));
        }
        self.currency = match (self.currency, other.currency) {
            (mine, None) => mine,
            (None, Some((currency, power))) => Some((currency, power.saturating_mul(sign))),
            (Some((mine, power)), Some((theirs, by))) => {
                if mine != theirs {
                    return Err(UnitProblem::MixedCurrencies {
                        first: mine.to_string(),
                        second: theirs.to_string(),
                    });
                }
                let power = power.saturating_add(by.saturating_mul(sign));
                (power != 0).then_some((mine, power))
            }
        };
        Ok(self)
    }

    /// The two currencies in which alone two dimensions differ.
    pub(super) fn differing_currencies(self, other: Self) -> Option<(String, String)> {
        match (self.currency, other.currency) {
            (Some((mine, power)), Some((theirs, by)))
                if mine != theirs && power == by && self.exponents == other.exponents =>
            {
                Some((mine.to_string(), theirs.to_string()))
            }
            _ => None,
        }
    }

    /// Whether one is of CO2 where the other is of `CO2e`, and nothing else differs.
    pub(super) fn differs_by_equivalents(self, other: Self) -> bool {
        let swapped = |mut dimension: Self| {
            dimension.exponents.swap(6, 7);
            dimension
        };
        self != other && swapped(self) == other
    }

    /// What it is in a sentence: `an energy`, `a mass of CO2e per energy`, `a currency (USD2022)`.
    pub fn describe(&self) -> String {
        if *self == Self::NONE {
            return "a plain ratio".to_owned();
        }
        if let Some((article, noun)) = self.noun() {
            return format!("{article} {noun}");
        }
        match self.as_ratio() {
            Some((above, below)) => {
                let (article, noun) = above.noun().unwrap_or(("a", "ratio".to_owned()));
                format!("{article} {noun} per {}", below.noun)
            }
            None => format!("a quantity in {}", self.base_text()),
        }
    }

    /// Units that measure it, the usual first: `kWh, MWh, MJ`.
    pub fn examples(&self) -> String {
        if *self == Self::NONE {
            return "kg/kg".to_owned();
        }
        if let Some(named) = self.named() {
            return named.examples.join(", ");
        }
        match self.as_ratio() {
            Some((above, below)) => format!("{}/{}", above.first_example(), below.examples[0]),
            None => self.base_text(),
        }
    }

    /// The unit that is usual for it, as a text that reads back.
    pub(crate) fn first_example(&self) -> String {
        let mut examples = self.examples();
        if let Some(end) = examples.find(',') {
            examples.truncate(end);
        }
        examples
    }

    /// Whether it has a name of its own, as an energy has and a ratio has not.
    pub(crate) fn is_named(&self) -> bool {
        self.named().is_some()
    }

    fn named(&self) -> Option<&'static Named> {
        NAMED.iter().find(|named| named.dimension == *self)
    }

    fn noun(&self) -> Option<(&'static str, String)> {
        if let Some((currency, 1)) = self.currency
            && *self == Self::money(currency)
        {
            return Some(("a", format!("currency ({currency})")));
        }
        self.named()
            .map(|named| (named.article, named.noun.to_owned()))
    }

    fn as_ratio(&self) -> Option<(Self, &'static Named)> {
        NAMED.iter().find_map(|below| {
            let above = self.times(below.dimension).ok()?;
            above.noun().map(|_| (above, below))
        })
    }

    fn base_text(&self) -> String {
        let mut parts: Vec<String> = BASES
            .iter()
            .zip(self.exponents)
            .filter(|(_, power)| *power != 0)
            .map(|(base, power)| raised(base, power))
            .collect();
        if let Some((currency, power)) = self.currency {
            parts.push(raised(&currency.to_string(), power));
        }
        parts.join("*")
    }
}

fn raised(base: &str, power: i8) -> String {
    if power == 1 {
        base.to_owned()
    } else {
        format!("({base})^{power}")
    }
}

impl fmt::Debug for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str) -> String {
        crate::unit::Unit::parse(text)
            .unwrap()
            .dimension()
            .describe()
    }

    #[test]
    fn dimensions_are_said_in_words() {
        for (unit, words) in [
            ("kWh", "an energy"),
            ("kg", "a mass"),
            ("kg CO2e", "a mass of CO2e"),
            ("kg CO2e/kWh", "a mass of CO2e per energy"),
            ("g CO2/tkm", "a mass of CO2 per freight (mass × distance)"),
            ("USD2022", "a currency (USD2022)"),
            ("CNY/GJ", "a currency (CNY) per energy"),
            ("kg/m3", "a mass per volume"),
            ("km/h", "a length per time"),
            ("kg/kg", "a plain ratio"),
            ("m2*a", "an area × time"),
            ("kg*person", "a quantity in kg*person"),
            ("kg*kg/CNY", "a quantity in (kg)^2*(CNY)^-1"),
        ] {
            assert_eq!(described(unit), words, "{unit}");
        }
    }

    #[test]
    fn examples_read_back_as_their_dimension() {
        for named in &NAMED {
            for example in named.examples {
                let unit = crate::unit::Unit::parse(example).unwrap();
                assert_eq!(unit.dimension(), named.dimension, "{example}");
            }
        }
        let rate = crate::unit::Unit::parse("t CO2e/GJ").unwrap().dimension();
        assert_eq!(rate.examples(), "kg CO2e/kWh");
    }
}
