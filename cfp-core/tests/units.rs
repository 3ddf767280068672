//! Units, and what is no quantity, against answers worked out by hand.

use cfp_core::{Explain, ProblemKind, Quantity, Unit};

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn quantity(text: &str) -> Quantity {
    text.parse()
        .unwrap_or_else(|problem: ProblemKind| panic!("{text}: {problem}"))
}

/// The problem as `code: message`, and its hint.
fn refused(text: &str) -> (String, String) {
    let kind = text.parse::<Quantity>().expect_err(text);
    told(kind)
}

fn told(kind: impl Into<ProblemKind>) -> (String, String) {
    let problem = cfp_core::Problem::new(kind, cfp_core::Place::default());
    (
        format!("{}: {problem}", problem.code()),
        problem.hint().unwrap_or_default(),
    )
}

/// That a quantity is written so by the table, and reads back as it.
fn is_written_as(written: &str, canonical: &str) {
    assert_eq!(quantity(written).to_string(), canonical, "{written}");
    assert_eq!(quantity(canonical), quantity(written), "{canonical}");
}

#[test]
fn people_write_the_same_thing_in_many_ways() {
    for (written, canonical) in [
        ("1.15MWh", "1.15 MWh"),
        ("  1.15   MWh ", "1.15 MWh"),
        ("１．１５ＭＷｈ", "1.15 MWh"),
        ("1.15\u{a0}MWh", "1.15 MWh"),
        ("1.15\u{3000}MWh", "1.15 MWh"),
        ("\u{2212}3 kg", "-3 kg"),
        ("1e3 kg", "1000 kg"),
        ("1e-3kg", "0.001 kg"),
        ("5EUR", "5 EUR"),
        ("1150 度", "1150 kWh"),
        ("1150千瓦时", "1150 kWh"),
        ("3万kWh", "3 万kWh"),
        ("3 万千瓦时", "3 万kWh"),
        ("3万度", "3 万kWh"),
        ("2 吨标煤", "2 tce"),
        ("2 吨标准煤", "2 tce"),
        ("20 千克", "20 kg"),
        ("20公斤", "20 kg"),
        ("7 立方米", "7 m3"),
        ("7 m³", "7 m3"),
        ("7㎥", "7 m3"),
        ("7 m^3", "7 m3"),
        ("7 Nm³", "7 Nm3"),
        ("7 标方", "7 Nm3"),
        ("30 吨公里", "30 tkm"),
        ("30 t·km", "30 tkm"),
        ("30 t × km", "30 tkm"),
        ("4 person·km", "4 pkm"),
        ("0.5 kgCO₂e/kWh", "0.5 kg CO2e/kWh"),
        ("0.5 kg CO2-eq per kWh", "0.5 kg CO2e/kWh"),
        ("0.5 kg CO2eq / kWh", "0.5 kg CO2e/kWh"),
        ("0.5 吨二氧化碳/万元", "0.5 t CO2/万CNY"),
        ("0.5 kg CO2e/t·km", "0.5 kg CO2e/tkm"),
        ("0.5 kg CO2e/（m²·a）", "0.5 kg CO2e/(m2*a)"),
        ("3 gal (US)", "3 gal(US)"),
        ("3 gal*", "3 gal(US)"),
        ("3 sh tn", "3 short ton"),
        ("2 pcs", "2 item"),
        ("2 µg", "2 ug"),
        ("20 USD2022", "20 USD2022"),
    ] {
        is_written_as(written, canonical);
    }
    assert_eq!(
        quantity("3万度").to(&unit("MWh")).unwrap(),
        quantity("30 MWh")
    );
}

#[test]
fn units_of_trade_and_of_databases_are_read_as_they_are_written() {
    for (written, canonical) in [
        ("3 kW·h", "3 kWh"),
        ("3 万kW·h", "3 万kWh"),
        ("3 千瓦·时", "3 kWh"),
        ("3 度电", "3 kWh"),
        ("3 标立方", "3 Nm3"),
        ("3 立方", "3 m3"),
        ("3 方", "3 m3"),
        ("3 百万千卡", "3 百万kcal"),
        ("3 千元", "3 千CNY"),
        ("3 市亩", "3 亩"),
        ("3 市斤", "3 斤"),
        ("3 套", "3 item"),
        ("3 片", "3 item"),
        ("15.3 tC/TJ", "15.3 t C/TJ"),
        ("0.0153 吨碳/GJ", "0.0153 t C/GJ"),
        ("3 车公里", "3 vkm"),
        ("3 vehicle·km", "3 vkm"),
        ("0.5 kg CO2-eq./kWh", "0.5 kg CO2e/kWh"),
        ("0.5 kg CO2 eq./kWh", "0.5 kg CO2e/kWh"),
        ("0.5 kgCO2-eq/kWh", "0.5 kg CO2e/kWh"),
        ("0.5 kg CO₂-equivalents/kWh", "0.5 kg CO2e/kWh"),
        ("0.5 t CO2(eq)/kWh", "0.5 t CO2e/kWh"),
    ] {
        is_written_as(written, canonical);
    }
}

/// Sizes by definition, not by the table: 15 mu are a hectare, 7000 kcal of 4.1868 kJ are a kilogram of coal equivalent, and a
/// gas at 288.15 K shrinks to 273.15/288.15 of its volume at 273.15 K.
#[test]
fn units_have_the_size_of_their_definition() {
    for (written, other) in [
        ("15 亩", "1 ha"),
        ("2 斤", "1 kg"),
        ("7 Gcal", "1 tce"),
        ("1 百万千卡", "4186.8 MJ"),
        ("1 Mtoe", "0.041868 EJ"),
        ("288.15 Sm3", "273.15 Nm3"),
        ("1000000 cm3", "1 m3"),
        ("1 yd3", "27 ft3"),
        ("1 kmol", "1000 mol"),
        ("1 千元", "1000 CNY"),
        ("1 vkm", "1000 vehicle*m"),
        ("1 ML", "1000000 l"),
    ] {
        let expected = quantity(other);
        let converted = quantity(written).to(expected.unit()).unwrap();
        assert_eq!(converted, expected, "{written}");
        assert!(converted.amount().is_exact(), "{written}");
    }
}

/// 12 kg of carbon burn to 44 kg of CO2.
#[test]
fn carbon_is_no_co2_but_leads_to_it() {
    let carbon = quantity("15.3 t C/TJ");
    assert!(carbon.to(&unit("t CO2/TJ")).is_err());
    let co2 = carbon.carbon_as_co2().unwrap().unwrap();
    assert_eq!(co2.to_string(), "56.1 t CO2/TJ");
    let whole = quantity("12 kg C").carbon_as_co2().unwrap();
    assert_eq!(whole, Some(quantity("44 kg CO2")));
    assert_eq!(quantity("12 kg").carbon_as_co2(), Ok(None));
    assert_eq!(quantity("1 kg CO2/t C").carbon_as_co2(), Ok(None));
}

#[test]
fn units_know_their_parts() {
    let (above, below) = unit("kg CO2e/kWh").parts();
    assert_eq!(above.symbol(), "kg CO2e");
    assert_eq!(below.unwrap().symbol(), "kWh");
    let (whole, none) = unit("tkm").parts();
    assert_eq!((whole.symbol(), none), ("tkm", None));
    assert_eq!(
        Unit::of_mass_co2e().per(&unit("kWh")).unwrap(),
        unit("kg CO2e/kWh")
    );
    assert_eq!(Unit::kilogram(), unit("kg"));
    assert_eq!(unit("Mg"), unit("t"));
    assert_ne!(unit("mg"), unit("Mg"));
    assert_ne!(unit("kg CO2"), unit("kg CO2e"));
    assert_ne!(unit("m3"), unit("Nm3"));
    assert_ne!(unit("USD"), unit("USD2022"));
}

#[test]
fn what_is_not_a_quantity_says_why() {
    for (written, message, hint) in [
        (
            "1150",
            "no-unit: `1150` has no unit",
            "write the unit beside the number, such as \"1150 kWh\" or \"1150 kg\"",
        ),
        (
            "5 mWh",
            "unknown-unit: unknown unit `mWh`",
            "did you mean `MWh`? before a unit `M` is a million and `m` a thousandth",
        ),
        (
            "5 kilogrm",
            "unknown-unit: unknown unit `kilogrm`",
            "did you mean `kg`?",
        ),
        (
            "5 kg/kwh",
            "unknown-unit: unknown unit `kwh`",
            "write `kWh`: upper and lower case differ in units",
        ),
        (
            "5 kg co2e/kWh",
            "unknown-unit: unknown unit `kg co2e`",
            "write `kg CO2e`: upper and lower case differ in units",
        ),
        ("1 e", "unknown-unit: unknown unit `e`", ""),
        ("12E", "unknown-unit: unknown unit `E`", ""),
        (
            "5 ton",
            "ambiguous-unit: unit `ton` has several meanings: `t` (1000 kg), `short ton` (2000 lb), `long ton` (2240 lb)",
            "write the one that is meant",
        ),
    ] {
        assert_eq!(
            refused(written),
            (message.to_owned(), hint.to_owned()),
            "{written}"
        );
    }
}

#[test]
fn what_is_not_a_number_says_why() {
    for (written, message, hint) in [
        (
            "1,150 kWh",
            "comma-in-number: `1,150` has a comma: it may be a decimal mark or a thousands separator",
            "write `1.150` or `1150`",
        ),
        (
            "1/3 kg",
            "calculation: `1/3 kg` is a calculation where a number is read",
            "write the result; a model file computes where a parameter stands in braces, such as \"{gross} - 2 kg\", and a \
             range is a `spread` of its middle",
        ),
        (
            "nan kg",
            "not-a-number: `nan kg` is not a number",
            "an empty cell reads so: write the amount, or leave the row out, since what is absent is not zero",
        ),
        (
            "kWh",
            "not-a-number: `kWh` is not a number",
            "write digits with a point, such as \"1.15 MWh\" or \"2.4e-3 kg\"",
        ),
        (
            "10² kg",
            "not-a-number: `10² kg` is not a number",
            "write digits with a point, such as \"1.15 MWh\" or \"2.4e-3 kg\"",
        ),
        (
            "1 kg/m2/a",
            "malformed-unit: `kg/m2/a` does not read as a unit: it has more than one `/`",
            "write it like `kg CO2e/kWh`, `m2*a` or `kg CO2e/(m2*a)`",
        ),
        (
            "1 CNY/USD",
            "mixed-currencies: `CNY` and `USD` are different currencies",
            "convert one of them first, at a rate and for a year that you can name",
        ),
    ] {
        assert_eq!(
            refused(written),
            (message.to_owned(), hint.to_owned()),
            "{written}"
        );
    }
}

#[test]
fn numbers_and_units_that_are_not_built_as_such_are_refused() {
    for written in ["", " ", "-", "1 150 kWh", "1.5×10³ kg"] {
        assert!(refused(written).0.starts_with("not-a-number"), "{written}");
    }
    for written in ["1 kg/", "1 kg**m", "1 kg/()", "1 kg/m2*a", "1 kg/(m2*a)/d"] {
        assert!(
            refused(written).0.starts_with("malformed-unit"),
            "{written}"
        );
    }
    let long = format!("1 {}", "k".repeat(1_000_000));
    assert!(refused(&long).0.len() < 300);
}

#[test]
fn dimensions_do_not_mix() {
    let problem = quantity("1150 kg").to(&unit("kWh")).unwrap_err();
    let (message, hint) = told(problem.clone());
    assert_eq!(
        message,
        "wrong-dimension: `1150 kg` is a mass where an energy is needed"
    );
    assert_eq!(hint, "if 1150 is the meter reading, write \"1150 kWh\"");
    // A volume of gas is no mass, whatever the meter reads: the way is its density.
    let (_, way) = told(quantity("12 Nm3").to(&unit("kg")).unwrap_err());
    let by_density =
        "multiply by the density: \"12 Nm3 * {density}\", with a parameter `density` in kg/Nm3";
    assert_eq!(way, by_density);
    let (_, way) = told(quantity("12 m3").to(&unit("MJ")).unwrap_err());
    assert!(way.starts_with("multiply by the calorific value: \"12 m3 * {calorific_value}\""));
    let details = cfp_core::Problem::new(problem, cfp_core::Place::default()).details();
    let lines: Vec<(&str, &str)> = details
        .iter()
        .map(|line| (line.label, &*line.text))
        .collect();
    assert_eq!(
        lines,
        [
            ("given", "1150 kg"),
            ("expected", "an energy such as kWh, MWh, MJ")
        ]
    );
    for (a, b, message) in [
        (
            "1 kg CO2e",
            "1 kg CO2",
            "co2-is-not-co2e: `1 kg CO2` is a mass of CO2 where a mass of CO2e is needed",
        ),
        (
            "1 kg CO2e/kWh",
            "1 kg CO2/kWh",
            "co2-is-not-co2e: `1 kg CO2/kWh` is a mass of CO2 per energy where a mass of CO2e per energy is needed",
        ),
        (
            "1 kg CO2e",
            "1 kg",
            "wrong-dimension: `1 kg` is a mass where a mass of CO2e is needed",
        ),
        (
            "1 USD2022",
            "1 USD2021",
            "mixed-currencies: `USD2021` and `USD2022` are different currencies",
        ),
        (
            "1 Nm3",
            "1 m3",
            "wrong-dimension: `1 m3` is a volume where a normal volume is needed",
        ),
    ] {
        assert_eq!(told(quantity(a).plus(&quantity(b)).unwrap_err()).0, message);
    }
}
