//! Recycled content, recycling at the end of life, the circular footprint formula, and waste.

use cfp_core::{Circular, Explain, Footprint, Process, Supply, System, SystemBuilder};

use super::co2;
use crate::check::{assert_exactly, fraction};
use crate::rational::rational;

/// The material of the known answer: every term of the formula is at work.
fn of_every_term() -> Circular {
    Circular::new("bumper", "1 kg")
        .recycled_content("0.25")
        .recycled_afterwards("0.4")
        .to_energy("0.35")
        .sharing("0.5")
        .quality_in("0.9")
        .quality_out("0.85")
        .virgin("polymer")
        .recycled("recyclate")
        .recycling("collected polymer")
        .energy_recovery("burnt polymer")
        .heating_value("22 MJ/kg")
        .heat("0.30", "district heat")
        .electricity("0.15", "electricity")
        .disposal("dumped polymer")
}

fn supplied() -> SystemBuilder {
    System::builder()
        .supply("polymer", "3 kg CO2e/kg")
        .supply("recyclate", "0.9 kg CO2e/kg")
        .supply("collected polymer", "0.95 kg CO2e/kg")
        .supply("burnt polymer", "2.2 kg CO2e/kg")
        .supply("district heat", "0.07 kg CO2e/MJ")
        .supply("electricity", "0.16 kg CO2e/MJ")
        .supply("dumped polymer", "0.1 kg CO2e/kg")
}

fn footprint(builder: SystemBuilder, product: &str, amount: &str) -> Footprint {
    let system = builder.build().expect("a system");
    system
        .footprint(product, amount, &co2())
        .expect("a footprint")
}

/// The exact sum of the rows of these terms.
fn assert_terms(footprint: &Footprint, terms: &[&str], expected: &str) {
    let rows = footprint.terms.iter();
    let rows: Vec<_> = rows
        .filter(|row| terms.contains(&row.term.as_str()))
        .collect();
    assert!(!rows.is_empty(), "{terms:?}");
    for row in &rows {
        assert!(row.co2e.bound().is_some_and(|bound| bound.is_zero()));
    }
    let sum: num_rational::BigRational = rows
        .iter()
        .map(|row| rational(&row.co2e.value().to_string()))
        .sum();
    assert_eq!(sum, fraction(expected), "{terms:?}");
}

/// R1 0.25, R2 0.4, R3 0.35, A 0.5, B 0, Qsin/Qp 0.9, Qsout/Qp 0.85; Ev = E*v 3, Erecycled 0.9,
/// `ErecyclingEoL` 0.95, EER 2.2, ED 0.1 per kg; 22 MJ/kg, of which 0.30 becomes heat of 0.07 and 0.15
/// electricity of 0.16 kg CO2e/MJ. Equation 3 of Annex I of Recommendation (EU) 2021/2279, term by
/// term:
///
/// - virgin material: (1 - 0.25) · 3 = 2.25
/// - recycled content: 0.25 · (0.5 · 0.9 + 0.5 · 3 · 0.9) = 0.25 · 1.8 = 0.45
/// - recycling at the end of life: 0.5 · 0.4 · (0.95 - 3 · 0.85) = 0.2 · -1.6 = -0.32
/// - energy: 1 · 0.35 · (2.2 - 22 · 0.30 · 0.07 - 22 · 0.15 · 0.16) = 0.35 · 1.21 = 0.4235
/// - disposal: (1 - 0.4 - 0.35) · 0.1 = 0.025
///
/// Together 2.8285.
#[test]
fn every_term_of_the_formula() {
    let footprint = footprint(supplied().process(of_every_term()), "bumper", "1 kg");
    assert_exactly("the total", footprint.total(), "2.8285");
    assert_terms(&footprint, &["virgin material"], "2.25");
    assert_terms(&footprint, &["recycled content"], "0.45");
    let end_of_life = ["recycling at end of life", "displaced virgin material"];
    assert_terms(&footprint, &end_of_life, "-0.32");
    assert_terms(&footprint, &["displaced virgin material"], "-0.51");
    let energy = ["energy recovery", "displaced heat", "displaced electricity"];
    assert_terms(&footprint, &energy, "0.4235");
    assert_terms(&footprint, &["displaced heat"], "-0.1617");
    assert_terms(&footprint, &["displaced electricity"], "-0.1848");
    assert_terms(&footprint, &["disposal"], "0.025");
}

/// Of ten kilograms 2.5 are recycled, of which the cut-off part is 1.25; its other half stands for
/// 10 · 0.25 · 0.5 · 0.9 = 1.125 kg of virgin polymer, and 0.35 · 10 kg · 22 MJ/kg · 0.3 = 23.1 MJ of
/// heat are displaced.
#[test]
fn terms_have_amounts_in_the_units_of_their_suppliers() {
    let footprint = footprint(supplied().process(of_every_term()), "bumper", "10 kg");
    let amounts: Vec<_> = footprint
        .terms
        .iter()
        .map(|row| {
            assert_eq!(row.process, "bumper");
            let amount = row.amount.value().to_string();
            (row.flow.as_str(), amount, row.unit.as_str())
        })
        .collect();
    let expected = [
        ("polymer", "7.5", "kg"),
        ("recyclate", "1.25", "kg"),
        ("polymer", "1.125", "kg"),
        ("collected polymer", "2", "kg"),
        ("polymer", "-1.7", "kg"),
        ("burnt polymer", "3.5", "kg"),
        ("district heat", "-23.1", "MJ"),
        ("electricity", "-11.55", "MJ"),
        ("dumped polymer", "2.5", "kg"),
    ];
    let expected = expected.map(|(flow, amount, unit)| (flow, amount.to_owned(), unit));
    assert_eq!(amounts, expected);
}

/// Whoever reads the total is told of its three credits: -0.51, -0.1617 and -0.1848.
#[test]
fn credits_are_told() {
    let footprint = footprint(supplied().process(of_every_term()), "bumper", "1 kg");
    let told = footprint.findings.iter();
    let told: Vec<_> = told
        .filter(|finding| finding.code == "credit-in-total")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "the total has the credit `displaced virgin material` of `bumper`: -0.51 kg CO2e",
            "the total has the credit `displaced heat` of `bumper`: -0.1617 kg CO2e",
            "the total has the credit `displaced electricity` of `bumper`: -0.1848 kg CO2e",
        ]
    );
}

/// The same with processes in place of supplies, in other units: the polymer is cracked from
/// naphtha, 2 kg of 1.5 kg CO2e each for one; the treatments accept their wastes by the tonne.
#[test]
fn terms_carry_their_whole_upstream() {
    let treatment = |waste: &str, mass: &str| {
        Process::new(format!("treat {waste}"))
            .treats(waste, "1 t")
            .emits("CO2", mass)
    };
    let builder = System::builder()
        .process(of_every_term())
        .process(
            Process::new("crack")
                .makes("polymer", "1 t")
                .takes("naphtha", "2 t"),
        )
        .process(
            Process::new("distil")
                .makes("naphtha", "1 kg")
                .emits("CO2", "1.5 kg"),
        )
        .process(treatment("collected polymer", "950 kg"))
        .process(treatment("burnt polymer", "2.2 t"))
        .process(treatment("dumped polymer", "100 kg"))
        .supply("recyclate", "0.9 kg CO2e/kg")
        .supply("district heat", "70 kg CO2e/GJ")
        .supply("electricity", "160 kg CO2e/GJ");
    let footprint = footprint(builder, "bumper", "1 kg");
    assert_exactly("the total", footprint.total(), "2.8285");
    assert_terms(&footprint, &["virgin material"], "2.25");
    assert_terms(&footprint, &["recycled content"], "0.45");
    assert_terms(&footprint, &["displaced electricity"], "-0.1848");
}

/// With A = 1 the recycled part counts by its recycling alone: 0.75 · 3 + 0.25 · 0.9 = 2.475. With the
/// 0.5 of its material, and the quality of what goes in, the other half of it counts as virgin: 2.70.
#[test]
fn recycled_content_from_cradle_to_gate() {
    let gate = |sharing: &str| {
        Circular::new("bumper", "1 kg")
            .recycled_content("0.25")
            .sharing(sharing)
            .virgin("polymer")
            .recycled("recyclate")
    };
    let builder = || {
        System::builder()
            .supply("polymer", "3 kg CO2e/kg")
            .supply("recyclate", "0.9 kg CO2e/kg")
    };
    let cut_off = footprint(builder().process(gate("1")), "bumper", "1 kg");
    assert_exactly("the cut-off", cut_off.total(), "2.475");
    let shared = gate("0.5").quality_in("0.9");
    let shared = footprint(builder().process(shared), "bumper", "1 kg");
    assert_exactly("by halves", shared.total(), "2.7");
    assert!(cut_off.findings.is_empty() && shared.findings.is_empty());
}

/// Recycling at the end of life by substitution, without the formula: of 1 kg of aluminium at 9 kg
/// CO2e, 0.9 kg is collected and remelted for 0.6 kg CO2e each, and displaces 0.95 kg of primary
/// metal each: 9 + 0.9 · 0.6 - 0.9 · 0.95 · 9 = 9 + 0.54 - 7.695 = 1.845. The formula with A = 0 says
/// the same, and has 0.1 kg left to dispose of.
#[test]
fn recycling_at_the_end_of_life_by_substitution() {
    let builder = || System::builder().supply("primary metal", "9 kg CO2e/kg");
    let remelting = Process::new("remelting")
        .treats("collected frame", "1 kg")
        .avoids("primary metal", "0.95 kg")
        .emits("CO2", "0.6 kg");
    let life = Process::new("life of a frame")
        .makes("frame", "1 kg")
        .takes("primary metal", "1 kg")
        .discards("collected frame", "0.9 kg");
    let by_hand = footprint(builder().process(remelting).process(life), "frame", "1 kg");
    assert_exactly("by substitution", by_hand.total(), "1.845");
    let formula = Circular::new("frame", "1 kg")
        .recycled_afterwards("0.9")
        .sharing("0")
        .quality_out("0.95")
        .virgin("primary metal")
        .recycling("collected frame")
        .disposal("lost frame");
    let formula = builder()
        .process(formula)
        .supply("collected frame", "0.6 kg CO2e/kg")
        .supply("lost frame", "0 kg CO2e/kg");
    let formula = footprint(formula, "frame", "1 kg");
    assert_exactly("by the formula", formula.total(), "1.845");
}

/// What recycling displaces may be another metal than what went in: 9 + 0.5 · 1 - 0.5 · 4 = 7.5.
#[test]
fn recycling_may_displace_another_material() {
    let circular = Circular::new("frame", "1 kg")
        .recycled_afterwards("0.5")
        .sharing("0")
        .quality_out("1")
        .virgin("wrought alloy")
        .displaces("cast alloy")
        .recycling("collected frame")
        .disposal("lost frame");
    let builder = System::builder()
        .process(circular)
        .supply("wrought alloy", "9 kg CO2e/kg")
        .supply("cast alloy", "4 kg CO2e/kg")
        .supply("collected frame", "1 kg CO2e/kg")
        .cut_off("lost frame");
    let footprint = footprint(builder, "frame", "1 kg");
    assert_exactly("the total", footprint.total(), "7.5");
    // What is cut off has no row: its CO2e is not known.
    assert!(footprint.terms.iter().all(|row| row.term != "disposal"));
    assert!(
        footprint
            .findings
            .iter()
            .any(|found| found.code == "cut-off")
    );
}

/// With B = 0.6 the user of the energy bears three fifths of its recovery: 0.4 · 0.35 · 1.21 = 0.1694
/// in place of 0.4235.
#[test]
fn burdens_of_energy_may_be_shared() {
    let shared = of_every_term().energy_sharing("0.6");
    let footprint = footprint(supplied().process(shared), "bumper", "1 kg");
    assert_exactly("the total", footprint.total(), "2.5744");
    let energy = ["energy recovery", "displaced heat", "displaced electricity"];
    assert_terms(&footprint, &energy, "0.1694");
}

/// A waste has no burden of its own. Nobody may leave it untold: without a treatment it is an error,
/// cut off it is listed, and treated inside the boundary it carries the burden of its treatment.
#[test]
fn waste_carries_a_burden_only_where_it_is_treated() {
    let builder = || {
        let press = Process::new("press")
            .makes("profile", "1 kg")
            .discards("dross", "0.2 kg")
            .emits("CO2", "1 kg");
        System::builder().process(press)
    };
    let error = builder().build().expect_err("nobody treats it");
    assert_eq!(error.problems()[0].code(), "no-supplier");
    assert!(
        error.problems()[0]
            .to_string()
            .ends_with("nobody treats `dross`")
    );
    let cut_off = footprint(builder().cut_off("dross"), "profile", "1 kg");
    assert_exactly("cut off", cut_off.total(), "1");
    assert_eq!(cut_off.findings[0].message, "`dross` is cut off: 0.2 kg");
    let landfill = Process::new("landfill")
        .treats("dross", "1 kg")
        .emits("CO2", "0.5 kg");
    let treated = footprint(builder().process(landfill), "profile", "1 kg");
    assert_exactly("treated", treated.total(), "1.1");
}

/// Scrap that is sold leaves free of burdens, cut off by its name; whoever takes scrap from outside
/// has it free of burdens too, and bears what remelting takes: 0.3 kg.
#[test]
fn scrap_is_cut_off_on_both_sides() {
    let press = Process::new("press")
        .makes("profile", "1 kg")
        .discards("clean scrap", "0.1 kg")
        .emits("CO2", "1 kg");
    let sold = System::builder().process(press).cut_off("clean scrap");
    let sold = footprint(sold, "profile", "1 kg");
    assert_exactly("of the seller", sold.total(), "1");
    let remelting = Process::new("remelting")
        .makes("recycled billet", "1 kg")
        .takes("clean scrap", "1.05 kg")
        .emits("CO2", "0.3 kg");
    let bought = System::builder().process(remelting).cut_off("clean scrap");
    let bought = footprint(bought, "recycled billet", "1 kg");
    assert_exactly("of the buyer", bought.total(), "0.3");
}

fn told(circular: Circular) -> Vec<String> {
    let error = supplied().process(circular).build().expect_err("problems");
    error.problems().iter().map(ToString::to_string).collect()
}

/// Everything that is wrong with the terms is told at once, each at its key.
#[test]
fn terms_are_checked_together() {
    let circular = Circular::new("bumper", "1 kg")
        .recycled_content("1.25")
        .recycled_afterwards("0.7")
        .to_energy("0.4")
        .sharing("half")
        .energy_sharing("-0.1")
        .quality_in("-0.9")
        .virgin("polymre")
        .heating_value("22 MJ")
        .heat("30", "district heat");
    let expected = [
        "process `bumper`: `recycled_content`: 1.25 is not a share between 0 and 1",
        "process `bumper`: `sharing`: `half` is not a number",
        "process `bumper`: `energy_sharing`: -0.1 is not a share between 0 and 1",
        "process `bumper`: `quality_in`: -0.9 is negative",
        "process `bumper`: `heat`: 30 is not a share between 0 and 1",
        "process `bumper`: `to_energy`: what is recycled afterwards and what goes to energy \
         recovery sum to 1.1, more than 1",
        "process `bumper`: `recycled_afterwards`: it needs `recycling`, which is \
         not stated",
        "process `bumper`: `to_energy`: it needs `energy_recovery`, which is not stated",
        "process `bumper`: `heating_value`: `22 MJ` does not say per which unit",
        "process `bumper`: input `polymre`: nobody makes `polymre`",
    ];
    assert_eq!(told(circular), expected);
}

/// Nothing is zero because it is not said: what a term needs is asked for.
#[test]
fn what_a_term_needs_is_asked_for() {
    let needed = |circular: Circular| -> Vec<String> {
        let messages = told(circular);
        let needs = messages.iter().map(|message| {
            let (_, rest) = message.split_once("needs `").expect("a missing term");
            rest.split('`').next().unwrap_or_default().to_owned()
        });
        needs.collect()
    };
    let new = || Circular::new("bumper", "1 kg");
    assert_eq!(needed(new()), ["virgin"]);
    let content = new().recycled_content("0.25").virgin("polymer");
    assert_eq!(needed(content.clone()), ["recycled", "sharing"]);
    assert_eq!(
        needed(content.recycled("recyclate").sharing("0.5")),
        ["quality_in"]
    );
    let ended = new()
        .virgin("polymer")
        .recycled_afterwards("0.4")
        .sharing("0");
    assert_eq!(needed(ended), ["recycling", "quality_out", "disposal"]);
    let burnt = new()
        .virgin("polymer")
        .to_energy("1")
        .heat("0.3", "district heat");
    assert_eq!(needed(burnt), ["energy_recovery", "heating_value"]);
    let idle = new()
        .virgin("polymer")
        .recycled("recyclate")
        .quality_out("0.9")
        .energy_sharing("0")
        .electricity("0.2", "electricity");
    let shares = [
        "recycled_content",
        "recycled_afterwards",
        "to_energy",
        "heating_value",
    ];
    assert_eq!(needed(idle), shares);
}

/// Virgin material from two smelters has a row for each: 0.75 kg are 0.45 and 0.3 kg of 9 and 4 kg CO2e.
#[test]
fn a_mix_of_suppliers_has_a_row_for_each() {
    let circular = Circular::new("billet", "1 kg")
        .recycled_content("0.25")
        .sharing("1")
        .virgin("primary metal")
        .recycled("recycled metal");
    let smelters = [
        ("0.6", Supply::new("9 kg CO2e/kg")),
        ("0.4", Supply::new("4 kg CO2e/kg")),
    ];
    let builder = System::builder()
        .process(circular)
        .supply("primary metal", Supply::mix(smelters))
        .supply("recycled metal", "0.6 kg CO2e/kg");
    let footprint = footprint(builder, "billet", "1 kg");
    assert_exactly("the total", footprint.total(), "5.4");
    let virgin: Vec<_> = footprint.terms[..2]
        .iter()
        .map(|row| format!("{} {} {}", row.term, row.amount, row.co2e))
        .collect();
    assert_eq!(
        virgin,
        ["virgin material 0.45 4.05", "virgin material 0.3 1.2"]
    );
}

/// A material that is recycled in full, by the cut-off, needs no virgin material at all.
#[test]
fn all_recycled_needs_no_virgin_material() {
    let circular = Circular::new("bumper", "1 kg")
        .recycled_content("1")
        .sharing("1")
        .recycled("recyclate");
    let builder = System::builder().process(circular);
    let footprint = footprint(
        builder.supply("recyclate", "0.9 kg CO2e/kg"),
        "bumper",
        "1 t",
    );
    assert_exactly("the total", footprint.total(), "900");
}
