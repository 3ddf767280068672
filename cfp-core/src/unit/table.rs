//! The units that are found by their name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dimension::{Currency, Dimension};
use super::rows::{AMBIGUOUS, CURRENCIES, OTHER_KINDS, OWN_ROWS, Row, SUBSTANCES, own, uom_rows};
use super::scale::Scale;
use super::{Inner, Shape, Unit};
use crate::error;

/// Every unit that is found by its name alone.
struct Table {
    index: HashMap<String, Unit>,
    /// What a slip of the pen may have meant, in a fixed order.
    names: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// The unit of this name, as the table spells it.
pub(super) fn find(name: &str) -> Option<&'static Unit> {
    TABLE.index.get(name)
}

/// The name that reads most like this one. One or two letters are like many others, so that only their case may be a slip;
/// and no unit of another kind is meant by one that is known to be of its own.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let names = || TABLE.names.iter().map(String::as_str);
    let same_letters = names().find(|known| known.eq_ignore_ascii_case(name));
    same_letters.or_else(|| {
        let is_told = name.chars().nth(2).is_some() && other_kind(name).is_none();
        is_told.then(|| error::nearest(name, names())).flatten()
    })
}

/// What a unit measures that no flow is measured in, and what to write in its place.
pub(super) fn other_kind(name: &str) -> Option<(&'static str, &'static str)> {
    let kind = |is_like: fn(&str, &str) -> bool| {
        let mut kinds = OTHER_KINDS.iter();
        kinds.find(|(names, ..)| names.iter().any(|own| is_like(own, name)))
    };
    let same_letters = || {
        let is_of_the_table = TABLE.names.iter().any(|own| own.eq_ignore_ascii_case(name));
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

/// The units that an ambiguous name may stand for.
pub(super) fn choices(name: &str) -> Option<&'static str> {
    AMBIGUOUS
        .iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, choices)| *choices)
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
        for name in [&row.symbol].into_iter().chain(row.aliases) {
            self.names.push((*name).to_owned());
        }
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
            self.names.push(unit.to_string());
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
            ("m3", "1000", "l"),
        ] {
            let one = find(large)
                .unwrap()
                .factor_to(find(small).unwrap())
                .unwrap();
            let expected: Amount = count.parse().unwrap();
            assert_eq!(one.apply(Amount::ONE).unwrap(), expected, "{large}");
        }
    }
}
