//! The named units and their exact sizes in kg, m, s.
//!
//! Each size is a definition, not a measurement. Where uom has the unit, the row names it: uom's
//! type gives the dimension, and a test compares its factor with ours.

use super::dimension::Dimension;

/// A unit with a name of its own.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) symbol: &'static str,
    /// How many base units it is, as an exact decimal or a fraction of two.
    pub(super) size: &'static str,
    pub(super) dimension: Dimension,
    pub(super) aliases: &'static [&'static str],
}

/// Rows by uom module: symbol, size, uom unit, aliases.
macro_rules! uom_rows {
    ($($quantity:ident { $($symbol:literal $size:literal $unit:ident [$($alias:literal),*])* })*) => {
        pub(super) fn uom_rows() -> Vec<Row> {
            vec![$($(Row {
                symbol: $symbol,
                size: $size,
                dimension: dimension_of::<uom::si::$quantity::Dimension>(),
                aliases: &[$($alias),*],
            }),*),*]
        }

        /// What uom takes each unit to be, in its base units.
        #[cfg(test)]
        fn second_opinions() -> Vec<(&'static str, f64)> {
            use uom::Conversion;
            vec![$($((
                $symbol,
                <uom::si::$quantity::$unit as Conversion<f64>>::coefficient(),
            )),*),*]
        }
    };
}

uom_rows! {
    mass {
        "kg" "1" kilogram ["kilogram", "kilograms", "kilogramme", "kilogrammes", "kgs", "千克", "公斤"]
        "g" "0.001" gram ["gram", "grams", "克"]
        "mg" "0.000001" milligram ["milligram", "毫克"]
        "ug" "0.000000001" microgram ["microgram", "微克"]
        "t" "1000" ton ["tonne", "tonnes", "metric ton", "metric tons", "吨"]
        "Mg" "1000" megagram []
        "kt" "1000000" gigagram ["kilotonne", "千吨"]
        "Gg" "1000000" gigagram []
        "Mt" "1000000000" teragram ["megatonne", "百万吨"]
        "lb" "0.45359237" pound ["lbs", "pound", "pounds", "磅"]
        "oz" "0.028349523125" ounce ["ounce", "ounces", "盎司"]
        "short ton" "907.18474" ton_short ["short tons", "sh tn", "ton_us", "短吨"]
        "long ton" "1016.0469088" ton_long ["long tons", "ton_uk", "长吨"]
    }
    energy {
        "J" "1" joule ["joule", "焦耳"]
        "kJ" "1e3" kilojoule ["千焦"]
        "MJ" "1e6" megajoule ["兆焦"]
        "GJ" "1e9" gigajoule ["吉焦"]
        "TJ" "1e12" terajoule ["太焦"]
        "PJ" "1e15" petajoule ["拍焦"]
        "EJ" "1e18" exajoule ["艾焦"]
        // The sign between the parts of a product is that of GB 3101 and ISO 80000-1: kW·h.
        "Wh" "3600" watt_hour ["W*h", "W.h", "瓦时", "瓦*时"]
        "kWh" "3.6e6" kilowatt_hour [
            "kW*h", "kW.h", "kW-h", "kilowatt hour", "kilowatt hours", "度", "度电", "千瓦时", "千瓦*时", "千瓦小时"
        ]
        "MWh" "3.6e9" megawatt_hour ["MW*h", "MW.h", "MW-h", "兆瓦时", "兆瓦*时"]
        "GWh" "3.6e12" gigawatt_hour ["GW*h", "GW.h", "GW-h", "吉瓦时", "吉瓦*时"]
        "TWh" "3.6e15" terawatt_hour ["TW*h", "TW.h", "太瓦时", "太瓦*时"]
        // The international steam table calorie, 4.1868 J by ISO 31-4.
        "cal" "4.1868" calorie_it ["cal_IT", "卡"]
        "kcal" "4186.8" kilocalorie_it ["kcal_IT", "大卡", "千卡"]
        // The international table Btu, 1055.05585262 J by ISO 31-4.
        "Btu" "1055.05585262" btu_it ["BTU", "BTU_IT", "Btu_IT"]
        // The therm of the European directive 80/181/EEC, 100000 Btu; the US therm is another one.
        "therm" "105505585.262" therm_ec ["therms"]
    }
    volume {
        "m3" "1" cubic_meter ["cubic metre", "cubic meter", "cubic metres", "cubic meters", "cbm", "立方米", "立方公尺", "立方", "方"]
        "l" "0.001" liter ["L", "litre", "litres", "liter", "liters", "升"]
        "hl" "0.1" hectoliter ["hL"]
        "ML" "1000" megaliter ["megalitre", "megalitres"]
        "ml" "0.000001" milliliter ["mL", "毫升"]
        "dm3" "0.001" cubic_decimeter ["立方分米"]
        "cm3" "0.000001" cubic_centimeter ["cc", "立方厘米"]
        "gal(US)" "0.003785411784" gallon ["gal (US)", "gal*", "US gal"]
        "gal(UK)" "0.00454609" gallon_imperial ["gal (UK)", "UK gal"]
        "bbl" "0.158987294928" barrel ["barrel", "barrels"]
        "ft3" "0.028316846592" cubic_foot ["cubic foot", "cubic feet", "立方英尺"]
        // 27 cubic feet; the yard is 0.9144 m by the international agreement of 1959.
        "yd3" "0.764554857984" cubic_yard ["cubic yard", "cubic yards", "立方码"]
    }
    length {
        "m" "1" meter ["metre", "metres", "meter", "meters", "米", "公尺"]
        "km" "1000" kilometer ["公里", "千米"]
        "cm" "0.01" centimeter ["厘米"]
        "mm" "0.001" millimeter ["毫米"]
        "ft" "0.3048" foot ["foot", "feet", "英尺"]
        "in" "0.0254" inch ["inch", "inches", "英寸"]
        "yd" "0.9144" yard ["yard", "yards"]
        "mi" "1609.344" mile ["mile", "miles", "英里"]
        "nmi" "1852" nautical_mile ["nautical mile", "nautical miles", "海里"]
    }
    area {
        "m2" "1" square_meter ["sqm", "sq m", "平方米", "平方公尺"]
        "ha" "10000" hectare ["hectare", "hectares", "公顷"]
        "km2" "1000000" square_kilometer ["平方公里", "平方千米"]
        "ft2" "0.09290304" square_foot ["sqft", "sq ft", "平方英尺"]
    }
    time {
        "s" "1" second ["秒"]
        "min" "60" minute ["分钟"]
        "h" "3600" hour ["hr", "hour", "hours", "小时"]
        "d" "86400" day ["day", "days", "天", "日"]
        // 365 days.
        "a" "31536000" year ["yr", "year", "years", "年"]
    }
    amount_of_substance {
        "mol" "1" mole ["mole", "moles", "摩尔"]
        "mmol" "0.001" millimole ["毫摩尔"]
        "kmol" "1000" kilomole ["千摩尔"]
    }
}

pub(super) const fn own(
    symbol: &'static str,
    size: &'static str,
    dimension: Dimension,
    aliases: &'static [&'static str],
) -> Row {
    Row {
        symbol,
        size,
        dimension,
        aliases,
    }
}

/// The units that uom does not have, or has as another unit of the same name.
pub(super) const OWN_ROWS: [Row; 20] = [
    own(
        "MMBtu",
        "1055055852.62",
        Dimension::ENERGY,
        &["MMBTU", "mmBtu"],
    ),
    // Coal equivalent, 7000 kcal per kilogram: 29.3076 MJ/kg by GB/T 2589-2020.
    own(
        "tce",
        "29.3076e9",
        Dimension::ENERGY,
        &["吨标煤", "吨标准煤"],
    ),
    own(
        "kgce",
        "29.3076e6",
        Dimension::ENERGY,
        &["千克标煤", "千克标准煤", "公斤标煤", "公斤标准煤"],
    ),
    own(
        "gce",
        "29.3076e3",
        Dimension::ENERGY,
        &["克标煤", "克标准煤"],
    ),
    // Oil equivalent, 10 Gcal: 41.868 GJ by the energy balances of the IEA.
    own(
        "toe",
        "41.868e9",
        Dimension::ENERGY,
        &["吨油当量", "吨标油"],
    ),
    own("ktoe", "41.868e12", Dimension::ENERGY, &[]),
    own("Mtoe", "41.868e15", Dimension::ENERGY, &[]),
    // 10^6 kcal of the international table; uom has the kilocalorie alone.
    own("Gcal", "4.1868e9", Dimension::ENERGY, &["吉卡"]),
    own("Mcal", "4.1868e6", Dimension::ENERGY, &["兆卡"]),
    // The jin of the market system is half a kilogram: Weights and Measures Act of 16 February 1929.
    own("斤", "0.5", Dimension::MASS, &["市斤"]),
    own(
        "Nm3",
        "1",
        Dimension::NORMAL_VOLUME,
        &["标方", "标立方", "标立方米", "标准立方米"],
    ),
    // Standard reference conditions of ISO 13443: 15 °C and 101.325 kPa. An ideal gas of that volume has 273.15/288.15 of it
    // at 0 °C and the same pressure, so that it measures an amount of gas as Nm3 does. A real gas departs from that by some
    // hundredths of a percent between the two temperatures.
    own("Sm3", "273.15/288.15", Dimension::NORMAL_VOLUME, &[]),
    // The mu of the market system: 6000 square chi of a third of a metre each (Weights and Measures Act of 16 February 1929),
    // so that 15 mu are a hectare.
    own("亩", "2000/3", Dimension::AREA, &["市亩"]),
    // The international acre; uom has the acre of the US survey.
    own("acre", "4046.8564224", Dimension::AREA, &["acres", "英亩"]),
    own(
        "tkm",
        "1000000",
        Dimension::FREIGHT,
        &[
            "t*km",
            "t-km",
            "t.km",
            "tonne*km",
            "tonne-km",
            "tonne.km",
            "吨公里",
            "吨千米",
            "吨*公里",
            "吨*千米",
        ],
    ),
    own(
        "pkm",
        "1000",
        Dimension::PASSENGER_DISTANCE,
        &[
            "p*km",
            "p.km",
            "person*km",
            "person-km",
            "passenger*km",
            "passenger-km",
            "passenger.km",
            "人公里",
            "人千米",
        ],
    ),
    // Vehicles over a distance, whatever they carry.
    own(
        "vkm",
        "1000",
        Dimension::VEHICLE_DISTANCE,
        &[
            "v*km",
            "v.km",
            "vehicle*km",
            "vehicle-km",
            "vehicle.km",
            "车公里",
            "车千米",
        ],
    ),
    own("vehicle", "1", Dimension::VEHICLES, &["vehicles", "辆"]),
    own(
        "item",
        "1",
        Dimension::ITEMS,
        &[
            "items", "piece", "pieces", "pc", "pcs", "unit", "units", "item(s)", "unit(s)", "件",
            "个", "台", "只", "套", "片", "块", "根", "张", "支",
        ],
    ),
    own("person", "1", Dimension::PERSONS, &["persons", "人"]),
];

/// Whole powers of ten that are written before a unit: `万kWh`, `千元`, `百万千卡`.
pub(super) const MULTIPLES: [(&str, &str); 6] = [
    ("千万", "1e7"),
    ("百万", "1e6"),
    ("十万", "1e5"),
    ("亿", "1e8"),
    ("万", "1e4"),
    ("千", "1e3"),
];

/// The substances that a mass may be of, with the ways to write them behind the mass.
pub(super) const SUBSTANCES: [(&str, Dimension, &[&str]); 5] = [
    ("CO2e", Dimension::CO2E, &["CO2e", "二氧化碳当量"]),
    ("CO2", Dimension::CO2, &["CO2", "二氧化碳"]),
    ("CH4", Dimension::CH4, &["CH4", "甲烷"]),
    ("N2O", Dimension::N2O, &["N2O", "氧化亚氮"]),
    ("C", Dimension::CARBON, &["C", "碳"]),
];

/// Currencies of ISO 4217. The list is closed, so that a slip of the pen is not taken for money.
pub(super) const CURRENCIES: [&str; 38] = [
    "AED", "ARS", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR",
    "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP",
    "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND",
];

/// What is behind `CO2` where equivalents are meant, without what is written between the two.
pub(super) const EQUIVALENTS: [&str; 8] = [
    "e",
    "eq",
    "Eq",
    "equiv",
    "equivalent",
    "equivalents",
    "eqv",
    "当量",
];

/// Units as they are written here, and what each is.
type Meanings = &'static [(&'static str, &'static str)];

/// Names that several units go by, with the units as they are written here, and what each is.
pub(super) const AMBIGUOUS: [(&[&str], Meanings); 6] = [
    (
        &["ton", "tons", "Ton", "Tons", "TON", "TONS"],
        &[
            ("t", "1000 kg"),
            ("short ton", "2000 lb"),
            ("long ton", "2240 lb"),
        ],
    ),
    // Trade papers write MT for the metric ton, and a megatonne is a million of them.
    (
        &["MT", "mt", "MTs", "mT"],
        &[
            ("t", "a metric ton, 1000 kg"),
            ("Mt", "a megatonne, 1000000 t"),
        ],
    ),
    (
        &["gal", "gallon", "gallons", "加仑"],
        &[("gal(US)", "3.785411784 l"), ("gal(UK)", "4.54609 l")],
    ),
    (
        &["$", "dollar", "dollars"],
        &[("USD", ""), ("CAD", ""), ("AUD", "")],
    ),
    (&["¥", "￥"], &[("CNY", ""), ("JPY", "")]),
    (
        &["Cal", "CAL"],
        &[
            ("kcal", "what food labels call Cal"),
            ("cal", "a thousandth of it"),
        ],
    ),
];

/// Units of kinds that no flow is measured in: their names, what they measure, and what to write in their place.
pub(super) const OTHER_KINDS: [(&[&str], &str, &str); 5] = [
    (
        &[
            "W", "kW", "MW", "GW", "TW", "mW", "kWe", "MWe", "GWe", "kWt", "MWt", "kWp", "MWp",
            "GWp", "kVA", "MVA", "hp", "瓦", "千瓦", "兆瓦",
        ],
        "a power",
        "write the energy, the power times the hours that it runs: 10 kW for 3 h is \"30 kWh\"",
    ),
    (
        &[
            "bit", "kbit", "Mbit", "Gbit", "B", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB",
            "TiB",
        ],
        "an amount of data",
        "count it in items, such as \"5 item\", and what stands for one as \"… kg CO2e/item\"",
    ),
    (
        &[
            "Pa", "hPa", "kPa", "MPa", "bar", "mbar", "atm", "psi", "帕", "千帕", "兆帕",
        ],
        "a pressure",
        "write how much flows, such as \"12 Nm3\"",
    ),
    (
        &["K", "°C", "℃", "°F", "degC", "摄氏度"],
        "a temperature",
        "write how much flows, such as \"12 MJ\"",
    ),
    (
        &["V", "kV", "A", "mA", "kA", "Hz", "rpm", "伏", "安"],
        "no flow",
        "write how much flows, such as \"12 kWh\"",
    ),
];

/// The dimension of a uom quantity.
fn dimension_of<D: uom::si::Dimension + ?Sized>() -> Dimension {
    use uom::typenum::Integer;
    let power = |power: i32| i8::try_from(power).expect("the powers of a quantity are small");
    Dimension::of_uom(
        power(D::M::to_i32()),
        power(D::L::to_i32()),
        power(D::T::to_i32()),
        power(D::N::to_i32()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_agree_with_uom_to_its_printed_digits() {
        let rows = uom_rows();
        let opinions = second_opinions();
        assert_eq!(rows.len(), opinions.len());
        for (row, (symbol, theirs)) in rows.iter().zip(opinions) {
            assert_eq!(row.symbol, symbol);
            let ours: f64 = row.size.parse().unwrap();
            // uom rounds the avoirdupois and US customary units to seven digits, the therm to six.
            let tolerance = if symbol == "therm" { 5e-6 } else { 1e-6 };
            assert!(
                (ours / theirs - 1.0).abs() < tolerance,
                "{symbol}: {ours} {theirs}"
            );
        }
    }

    #[test]
    fn uom_lacks_exactly_these() {
        let lacking: Vec<&str> = OWN_ROWS.iter().map(|row| row.symbol).collect();
        let known = [
            "MMBtu", "tce", "kgce", "gce", "toe", "ktoe", "Mtoe", "Gcal", "Mcal", "斤", "Nm3",
            "Sm3", "亩", "acre", "tkm", "pkm", "vkm", "vehicle", "item", "person",
        ];
        assert_eq!(lacking, known);
    }
}
