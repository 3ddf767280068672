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

/// No energy is meant by a power, no money by bytes, and no length by moles.
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
            "2 mol",
            "unknown-unit: unknown unit `mol`",
            "`mol` measures an amount of substance: write the mass: the amount times the molar mass",
        ),
        (
            "10 kg - 2 kg",
            "unknown-unit: unknown unit `kg - 2 kg`",
            "write the result, or, in a model file, an expression that names a parameter in braces, such as \
             \"{gross} - 2 kg\"",
        ),
    ] {
        assert_eq!(
            refused(written),
            (message.to_owned(), hint.to_owned()),
            "{written}"
        );
    }
}
