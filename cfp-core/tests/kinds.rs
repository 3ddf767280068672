//! Units that are none of ours, by what they measure.

use cfp_core::{Explain, Quantity};

/// The problem as `code: message`, and its hint.
fn refused(text: &str) -> (String, String) {
    let kind = text.parse::<Quantity>().expect_err(text);
    (
        format!("{}: {kind}", kind.code()),
        kind.hint().unwrap_or_default(),
    )
}

/// No energy is meant by a power, and no money by bytes.
#[test]
fn a_unit_of_another_kind_is_told_as_such() {
    for (written, message, hint) in [
        (
            "10 kW",
            "unknown-unit: unknown unit `kW`",
            "`kW` measures a power: write the energy, the power times the hours that it runs: 10 kW for 3 h is \"30 kWh\"",
        ),
        (
            "3 GB",
            "unknown-unit: unknown unit `GB`",
            "`GB` measures an amount of data: count it in items, such as \"5 item\", and what stands for one as \
             \"… kg CO2e/item\"",
        ),
        (
            "10 kg - 2 kg",
            "calculation: `10 kg - 2 kg` is a calculation where a number is read",
            "write the result; a model file computes where a parameter stands in braces, such as \"{gross} - 2 kg\", and a \
             range is a `spread` of its middle",
        ),
    ] {
        assert_eq!(
            refused(written),
            (message.to_owned(), hint.to_owned()),
            "{written}"
        );
    }
}

/// An amount of substance is no mass; its molar mass makes one of it.
#[test]
fn an_amount_of_substance_is_told_its_way_to_a_mass() {
    let moles: Quantity = "2 mol".parse().unwrap();
    let kind = moles.to(&cfp_core::Unit::kilogram()).unwrap_err();
    let way = "multiply by the molar mass: \"2 mol * {molar_mass}\", with a parameter `molar_mass` in kg/mol";
    assert_eq!(kind.hint().as_deref(), Some(way));
}
