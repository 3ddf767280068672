//! The units that are found by their name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dimension::{Currency, Dimension};
use super::rows::{
    AMBIGUOUS, CURRENCIES, EQUIVALENTS, MULTIPLES, OTHER_KINDS, OWN_ROWS, Row, SUBSTANCES, own,
    uom_rows,
};
use super::scale::Scale;
use super::{Inner, Shape, Unit};
/// Every unit that is found by its name alone.
struct Table {
    index: HashMap<String, Unit>,
    /// The names of units that a slip of the pen may have meant: no currency and no mass of a substance, of which another is a
    /// letter away.
    names: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// The unit of this name, as the table spells it.
pub(super) fn find(name: &str) -> Option<&'static Unit> {
    TABLE.index.get(name)
}

/// What a name that no unit has may stand for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// The unit of the same letters, in other cases.
    OtherCase(String),
    /// A unit that differs by a slip of the pen.
    Slip(String),
    /// One of several units, each with what it is.
    OneOf(Vec<(String, &'static str)>),
}

/// What a name that no unit has may stand for. The letters that tell a size from another stay as they are: a proposal
/// begins with the same letter and has the same digits, and what is short or of another kind is like nothing.
pub(super) fn meant(name: &str) -> Option<Meant> {
    if let Some(choices) = choices(name) {
        return Some(Meant::OneOf(choices));
    }
    let letters = |text: &str| text.replace(' ', "").to_lowercase();
    let lowered = letters(name);
    let mut same = TABLE
        .index
        .iter()
        .filter(|(known, _)| letters(known) == lowered);
    let mut units: Vec<&Unit> = Vec::new();
    for (_, unit) in same.by_ref() {
        // Carbon is one letter, in which `kgc` is as near to `kgce`.
        if unit.dimension() != Dimension::CARBON && !units.contains(&unit) {
            units.push(unit);
        }
    }
    units.sort_by_key(|unit| unit.symbol());
    match units.as_slice() {
        [] => slip(name).map(Meant::Slip),
        [one] => Some(Meant::OtherCase(one.symbol().to_owned())),
        several => {
            let several = several.iter().map(|unit| (unit.symbol().to_owned(), ""));
            Some(Meant::OneOf(several.collect()))
        }
    }
}

/// The unit that differs from this name by a slip of the pen.
fn slip(name: &str) -> Option<String> {
    if let Some(unit) = find(&name.replace("C02", "CO2")) {
        return Some(unit.symbol().to_owned());
    }
    let lowered = name.to_lowercase();
    let length = lowered.len();
    if !name.is_ascii() || length < 3 || other_kind(name).is_some() {
        return None;
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let slips = if length < 6 { 1 } else { 2 };
    let near = TABLE.names.iter().filter_map(|known| {
        let candidate = known.to_lowercase();
        // The mass of a gas is two words, and no slip makes one word of them.
        let is_near = candidate.as_bytes()[..1] == lowered.as_bytes()[..1]
            && candidate.contains(' ') == lowered.contains(' ')
            && digits(&candidate) == digits(&lowered);
        let distance = strsim::osa_distance(&candidate, &lowered);
        (is_near && distance <= slips).then_some((distance, known))
    });
    let near: Vec<(usize, &Unit)> = near
        .filter_map(|(distance, known)| Some((distance, find(known)?)))
        .collect();
    let least = near.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest = near.iter().filter(|(distance, _)| *distance == least);
    let (_, unit) = nearest.next()?;
    // Two units as near as each other are a choice that nobody made.
    let is_alone = nearest.all(|(_, other)| other == unit);
    is_alone.then(|| unit.symbol().to_owned())
}

/// What a unit measures that no flow is measured in, and what to write in its place.
pub(super) fn other_kind(name: &str) -> Option<(&'static str, &'static str)> {
    let kind = |is_like: fn(&str, &str) -> bool| {
        let mut kinds = OTHER_KINDS.iter();
        kinds.find(|(names, ..)| names.iter().any(|own| is_like(own, name)))
    };
    let same_letters = || {
        let mut names = TABLE.index.keys();
        let is_of_the_table = names.any(|own| own.eq_ignore_ascii_case(name));
        (!is_of_the_table).then(|| kind(str::eq_ignore_ascii_case))
    };
    let found = kind(|own, name| own == name).or_else(|| same_letters().flatten());
    found.map(|&(_, noun, way)| (noun, way))
}

/// Every unit of the table under each of its names.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Unit> {
    TABLE.index.values()
}

/// The units that an ambiguous name may stand for: `ton`, `ton CO2e`, `万ton`.
fn choices(name: &str) -> Option<Vec<(String, &'static str)>> {
    if let Some((_, choices)) = AMBIGUOUS.iter().find(|(names, _)| names.contains(&name)) {
        return Some(
            choices
                .iter()
                .map(|(unit, what)| ((*unit).to_owned(), *what))
                .collect(),
        );
    }
    if let Some((prefix, _, rest)) = multiple(name) {
        let choices = choices(rest)?.into_iter();
        return Some(
            choices
                .map(|(unit, what)| (format!("{prefix}{unit}"), what))
                .collect(),
        );
    }
    let (mass, substance) = of_substance(name)?;
    let choices = choices(mass)?.into_iter();
    let choices = choices.map(|(unit, what)| (format!("{unit} {substance}"), what));
    Some(choices.filter(|(unit, _)| find(unit).is_some()).collect())
}

/// A multiple before a name: the sign, how many times, and the name.
pub(super) fn multiple(name: &str) -> Option<(&'static str, &'static str, &str)> {
    MULTIPLES.iter().find_map(|(prefix, times)| {
        let rest = name.strip_prefix(prefix)?;
        Some((*prefix, *times, rest.trim_start()))
    })
}

/// The mass and the substance of a name such as `ton CH4` or `kg CO2-eq.`, whatever stands between the two.
pub(super) fn of_substance(name: &str) -> Option<(&str, &'static str)> {
    let between = |sign: char| matches!(sign, ' ' | '-' | '.' | '(' | ')' | '_');
    if let Some((mass, behind)) = name.split_once("CO2") {
        let behind: String = behind.chars().filter(|sign| !between(*sign)).collect();
        if EQUIVALENTS.contains(&behind.as_str()) {
            return Some((mass.trim_end_matches(between), "CO2e"));
        }
    }
    SUBSTANCES.iter().find_map(|(substance, _, spellings)| {
        let mut masses = spellings
            .iter()
            .filter_map(|spelling| name.strip_suffix(spelling));
        let mass = masses.next()?.trim_end_matches(between);
        (!mass.is_empty()).then_some((mass, *substance))
    })
}

/// The currency of these three letters, in prices of a year.
pub(super) fn currency(code: &str, year: u16) -> Option<Currency> {
    CURRENCIES
        .contains(&code)
        .then(|| Currency::new(code, Some(year)))
}

impl Table {
    fn build() -> Self {
        let mut table = Self {
            index: HashMap::new(),
            names: Vec::new(),
        };
        for row in uom_rows().into_iter().chain(OWN_ROWS) {
            let names = [&row.symbol].into_iter().chain(row.aliases);
            table.names.extend(names.map(|name| (*name).to_owned()));
            table.add(row);
        }
        for code in CURRENCIES {
            let dimension = Dimension::money(Currency::new(code, None));
            let aliases: &[&str] = match code {
                "CNY" => &["RMB", "元", "人民币元"],
                "USD" => &["US$", "美元"],
                "EUR" => &["€", "欧元"],
                "GBP" => &["£", "英镑"],
                _ => &[],
            };
            table.add(own(code, "1", dimension, aliases));
        }
        table
    }

    fn add(&mut self, row: Row) {
        let scale = Scale::parse(row.size).expect("the table holds positive decimals");
        let unit = atom(row.symbol, row.dimension, scale);
        for name in row.aliases.iter().chain([&row.symbol]) {
            self.insert((*name).to_owned(), unit.clone());
        }
        if row.dimension == Dimension::MASS {
            self.add_substances(row, scale);
        }
    }

    fn add_substances(&mut self, mass: Row, scale: Scale) {
        for (substance, dimension, spellings) in SUBSTANCES {
            let unit = atom(&format!("{} {substance}", mass.symbol), dimension, scale);
            for name in mass.aliases.iter().chain([&mass.symbol]) {
                for spelling in spellings {
                    self.insert(format!("{name} {spelling}"), unit.clone());
                    self.insert(format!("{name}{spelling}"), unit.clone());
                }
            }
        }
    }

    fn insert(&mut self, name: String, unit: Unit) {
        let before = self.index.insert(name, unit);
        debug_assert!(before.is_none(), "a name stands for one unit");
    }
}

fn atom(symbol: &str, dimension: Dimension, scale: Scale) -> Unit {
    Unit::new(Inner {
        symbol: symbol.into(),
        dimension,
        scale,
        shape: Shape::Atom,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Amount;

    #[test]
    fn dimensions_from_uom_are_those_of_our_names() {
        for (symbol, dimension) in [
            ("kg", Dimension::MASS),
            ("kWh", Dimension::ENERGY),
            ("m3", Dimension::VOLUME),
            ("km", Dimension::LENGTH),
            ("ha", Dimension::AREA),
            ("a", Dimension::TIME),
        ] {
            assert_eq!(find(symbol).unwrap().dimension(), dimension, "{symbol}");
        }
    }

    /// Relations between units that are definitions in their own right.
    #[test]
    fn units_are_whole_multiples_of_each_other_by_definition() {
        for (large, count, small) in [
            ("lb", "16", "oz"),
            ("short ton", "2000", "lb"),
            ("long ton", "2240", "lb"),
            ("bbl", "42", "gal(US)"),
            ("mi", "5280", "ft"),
            ("ft", "12", "in"),
            ("nmi", "1852", "m"),
            ("acre", "43560", "ft2"),
            ("km2", "100", "ha"),
            ("MMBtu", "10", "therm"),
            ("therm", "100000", "Btu"),
            ("toe", "10000000", "kcal"),
            ("tce", "1000", "kgce"),
            ("kgce", "1000", "gce"),
            ("kWh", "3.6", "MJ"),
            ("a", "365", "d"),
            ("d", "24", "h"),
            ("h", "60", "min"),
            ("Mt", "1000", "kt"),
            ("t", "1", "Mg"),
            ("tkm", "1", "t*km"),
            ("EJ", "1000", "PJ"),
            ("Gcal", "1000000", "kcal"),
            ("kcal", "1000", "cal"),
            ("Mtoe", "1000", "ktoe"),
            ("toe", "10", "Gcal"),
            ("ha", "15", "亩"),
            ("kg", "2", "斤"),
            ("yd3", "27", "ft3"),
            ("yd", "3", "ft"),
            ("m3", "1000000", "cm3"),
            ("ML", "1000", "m3"),
            ("kmol", "1000", "mol"),
            ("vkm", "1000", "vehicle*m"),
            ("m3", "1000", "l"),
        ] {
            let unit = |name| Unit::parse(name).unwrap();
            let one = unit(large).factor_to(&unit(small)).unwrap();
            let expected: Amount = count.parse().unwrap();
            assert_eq!(one.apply(Amount::ONE).unwrap(), expected, "{large}");
        }
    }
}
