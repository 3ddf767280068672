//! Precursors: what of them counts, how deliveries are pooled, and the free allocation that they bring along.

use super::{closely, embedded, exactly, good, import};
use cfp_core::cbam::{RouteShare, own_free_allocation};
use cfp_exchange::cbam::DeclarationOptions;

use super::{amount, declared};

/// A steel good of 1000 t, 1.2 t CO2e of its own per tonne, with 1.5 t of sinter per tonne.
fn of_sinter(delivery: &str, electricity: &str) -> String {
    format!(
        r#"
year = 2026

[[precursor]]
name = "sinter"
cn = "26011200"

[[precursor.delivery]]
supplier = "sinter plant"
amount = "1500 t"
{delivery}

[[process]]
name = "steel"
produced = "1000 t"
direct = "1200 t CO2e"
{electricity}
takes = [{{ precursor = "sinter", amount = "1500 t" }}]
goods = [{{ cn = "72081000" }}]
"#
    )
}

/// PRE-1, derived from 2547 Annex I point 3.1 and Annex II point A.1(4): steel is of Annex II and sinter is not, so that the
/// electricity of the sinter counts and that of the steel does not.
#[test]
fn indirect_emissions_of_verified_sinter_count() {
    let report = embedded(&of_sinter(
        "see_direct = \"0.2\"\nsee_indirect = \"0.06\"\nreport = \"verified\"",
        "electricity = [{ amount = \"300 MWh\", factor = \"0.605 t CO2/MWh\" }]",
    ));
    let steel = good(&report, "72081000");
    exactly("direct", steel.see_direct, "1.5");
    exactly("what counts", steel.see_certificates, "1.59");
    let of_core = &report.way.embedded.goods[0];
    exactly("indirect that counts", of_core.indirect_counted, "0.09");
    // 1.5 × 0.06 of the sinter and 0.3 × 0.605 of the steel, which is reported and does not count.
    exactly("indirect", steel.see_indirect, "0.2715");
}

/// PRE-1b, derived from 2621 Article 1(2) and 2547 Article 13: the same by the default value of China for 2601 12 00, with the
/// mark-up on the total.
#[test]
fn sinter_by_default_has_its_mark_up() {
    let report = embedded(&of_sinter("country = \"CN\"\ndefault = true", ""));
    exactly(
        "what counts",
        good(&report, "72081000").see_certificates,
        "1.629",
    );
}

/// PRE-4, derived from 2547 Article 14(2) and (3) and the questions and answers 4.10: coil of two suppliers is their average in
/// every process, unless evidence shows which of them each has used.
#[test]
fn suppliers_are_pooled_for_the_installation() {
    let two = |first: &str, second: &str| {
        embedded(&format!(
            r#"
year = 2026

[[precursor]]
name = "coil"
cn = "72083900"

[[precursor.delivery]]
supplier = "A"
amount = "100 t"
see_direct = "2"
report = "verified"

[[precursor.delivery]]
supplier = "B"
amount = "300 t"
see_direct = "1"
report = "verified"

[[process]]
name = "P1"
produced = "100 t"
direct = "0 t CO2e"
takes = [{{ precursor = "coil", amount = "100 t"{first} }}]
goods = [{{ cn = "72101100" }}]

[[process]]
name = "P2"
produced = "300 t"
direct = "0 t CO2e"
takes = [{{ precursor = "coil", amount = "300 t"{second} }}]
goods = [{{ cn = "73063080" }}]
"#
        ))
    };
    let pooled = two("", "");
    exactly("P1", pooled.goods[0].see_direct, "1.25");
    exactly("P2", pooled.goods[1].see_direct, "1.25");
    let shown = two(
        ", only = [\"A\"], evidence = \"stock ledger\"",
        ", only = [\"B\"], evidence = \"stock ledger\"",
    );
    exactly("P1 of A", shown.goods[0].see_direct, "2");
    exactly("P2 of B", shown.goods[1].see_direct, "1");
}

/// PRE-6, derived from 2547 Annex II point E(2)(h), Annex III point B and the questions and answers 4.18: a precursor of the
/// Union embeds nothing and has no free allocation; its quantity is reported all the same.
#[test]
fn precursors_of_the_union_count_zero() {
    let report = embedded(
        r#"
year = 2026

[[precursor]]
name = "billet"
cn = "72071111"

[[precursor.delivery]]
supplier = "works in the Union"
amount = "1100 t"
country = "DE"

[[process]]
name = "rolling"
produced = "1000 t"
direct = "100 t CO2e"
takes = [{ precursor = "billet", amount = "1100 t" }]
goods = [{ cn = "72142000" }]
"#,
    );
    let rebar = good(&report, "72142000");
    exactly("direct", rebar.see_direct, "0.1");
    exactly("free allocation", rebar.sefa.expect("one"), "0.03705");
    let billet = &report.way.embedded.processes[0].precursors[0];
    exactly("the billet", billet.per_tonne, "1.1");
}

/// SEFA-1, third party; 2620 Equations 2 to 5: sponge iron to billet by route D to rebar, 1000 t of billet for 950 t.
#[test]
fn free_allocation_along_a_chain() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "direct reduction"
produced = "1100 t"
direct = "0 t CO2e"
goods = [{ cn = "72031000" }]

[[process]]
name = "steel"
produced = "1000 t"
direct = "0 t CO2e"
takes = [{ from = "direct reduction", amount = "1100 t" }]
goods = [{ cn = "72071111", route = "D" }]

[[process]]
name = "rolling"
produced = "950 t"
direct = "0 t CO2e"
takes = [{ from = "steel", amount = "1000 t" }]
goods = [{ cn = "72142000" }]
"#,
    );
    let sefa = |cn: &str| good(&report, cn).sefa.expect("a free allocation");
    exactly("sponge iron", sefa("72031000"), "0.287625");
    exactly("billet", sefa("72071111"), "0.3797625");
    exactly("rebar", sefa("72142000"), "0.4368");
}

/// SEFA-2, third party: 3520 t of wire rod of stainless steel (column B, period 1: 1.225) make 3240 t of screws, of which
/// 620 t are imported. The publisher rounds to 1506 certificates.
#[test]
fn free_allocation_of_screws() {
    let report = embedded(
        r#"
year = 2026

[[precursor]]
name = "wire rod"
cn = "72210010"

[[precursor.delivery]]
supplier = "wire works"
amount = "3520 t"
see_direct = "0"
sefa = "1.194375"
report = "verified"

[[process]]
name = "screws"
produced = "3240 t"
direct = "0 t CO2e"
takes = [{ precursor = "wire rod", amount = "3520 t" }]
goods = [{ cn = "73181535" }]
"#,
    );
    let screws = good(&report, "73181535");
    closely(
        "free allocation",
        screws.sefa.expect("one"),
        "1.3346425925925927",
    );
    let own = RouteShare {
        share: amount("1"),
        benchmark: amount("0.038"),
    };
    let own = own_free_allocation(amount("0.975"), amount("1"), &[own]).expect("a number");
    exactly("its own", own, "0.03705");
    let of_rod = screws.sefa.expect("one").minus(own).expect("a number");
    closely("of the rod", of_rod, "1.2975925925925926");
    let bought = import(
        "cn,country,mass_t,see_direct,sefa\n73181535,CN,620,3.7637,1.33464259259259259259\n",
    );
    let certificates = bought.certificates.expect("certificates");
    closely("certificates", certificates, "1506.0155925925926");
    assert_eq!(certificates.rounded_half_up(0), "1506");
}

/// SEFA-5, inferred from 2547 Article 4(6) and Annex IV 1.1(34), which report quantities by route: crude steel of two routes
/// in one process weighs the benchmarks of column A.
#[test]
fn free_allocation_of_two_routes() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "steel"
produced = "1000 t"
direct = "0 t CO2e"
goods = [{ cn = "72071111", routes = { C = "600 t", E = "400 t" } }]
"#,
    );
    let sefa = good(&report, "72071111").sefa.expect("one");
    exactly("free allocation", sefa, "0.13533");
}

/// SEFA-6, derived from 2620 column A: cement has no benchmark of its own, and what is free comes with its clinker, per tonne
/// of cement.
#[test]
fn free_allocation_of_cement_is_of_its_clinker() {
    let report = embedded(
        r#"
year = 2026

[[process]]
name = "kiln"
produced = "750 t"
direct = "0 t CO2e"
goods = [{ cn = "25231000", route = "A", content = "1" }]

[[process]]
name = "grinding"
produced = "1000 t"
direct = "0 t CO2e"
takes = [{ from = "kiln", amount = "750 t" }]
goods = [{ cn = "25232900", content = "0.75" }]
"#,
    );
    let sefa = good(&report, "25232900").sefa.expect("one");
    exactly("free allocation", sefa, "0.4870125");
}

/// YEAR-1, derived from 2547 Article 7(1) and, second-hand, 2620 Annex points 2 and 3.1: goods made in 2026 and imported in
/// 2027 have the CBAM factor of 2026. The benchmarks of column A sum to 1.37: 0.044 for the coil, and 1.326 for its
/// precursors, which is 0.975 × 1.326 = 1.29285 free.
#[test]
fn the_year_of_production_decides() {
    let list = "cn,country,mass_t,see_direct,precursor_sefa,production_year\n72081000,CN,1,2.0,1.29285,2026\n";
    let declaration = declared(list, &DeclarationOptions::new(2027));
    let coil = &declaration.goods[0];
    exactly("CBAM factor", coil.cbam_factor.expect("one"), "0.975");
    exactly("free allocation", coil.sefa.expect("one"), "1.33575");
    exactly("net", coil.net_per_t.expect("one"), "0.66425");
}
