//! What embedded emissions are counted per: one process for a code, and what counts as its goods.

use super::{closely, embedded, exactly, good};

/// EC-7c, derived from 2547 Article 4(6) and the Commission's questions and answers 4.6 and 4.7: the two ways to hydrogen of
/// example 7 are one production process, since the code is one.
#[test]
fn hydrogen_by_one_process() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "hydrogen"
produced = "56200 t"
direct = "466832 t CO2e"
electricity = [
    { amount = "33000 MWh", factor = "0.36654545 t CO2/MWh" },
    { amount = "27456 MWh", factor = "0.36654545 t CO2/MWh" },
]
goods = [{ cn = "28041000" }]
"#,
    );
    let hydrogen = good(&report, "28041000");
    closely("direct", hydrogen.see_direct, "8.30661921708185");
    closely("indirect", hydrogen.see_indirect, "0.39430376735231315");
    closely("what counts", hydrogen.see_certificates, "8.30661921708185");
    assert_eq!(hydrogen.see_direct_reported, "8.30662");
}

/// MIX-1b, derived from the questions and answers 4.29: 50 t off specification that are sold count with the 950 t of good
/// ones.
#[test]
fn saleable_goods_off_specification_count() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "rolling"
produced = "1000 t"
direct = "1900 t CO2e"
goods = [
    { cn = "72081000", name = "coil", produced = "950 t" },
    { cn = "72081000", name = "coil off specification", produced = "50 t" },
]
"#,
    );
    for coil in &report.goods {
        exactly(&coil.name, coil.see_direct, "1.9");
    }
}
