//! Certificates by verified values: the floor at zero, prices by quarter, and carbon prices paid abroad.

use cfp_core::cbam::{Import, holding, obligation};
use cfp_exchange::cbam::DeclarationOptions;

use super::{amount, closely, declared, exactly, import};

fn options() -> DeclarationOptions {
    DeclarationOptions::new(2026)
}

/// ACT-1, derived from 2620 Equations 2 and 3 and column A of route K: primary aluminium without precursors.
#[test]
fn primary_aluminium() {
    let list = "cn,country,mass_t,see_direct,route,precursor_sefa\n76011010,CN,1,1.57,K,0\n";
    let price = "75.36".parse().expect("a price");
    let declaration = declared(list, &options().price(price));
    let slab = &declaration.goods[0];
    exactly("free allocation", slab.sefa.expect("one"), "1.387425");
    exactly("certificates", slab.certificates.expect("some"), "0.182575");
    exactly("cost", slab.cost_eur.expect("a cost"), "13.758852");
}

/// ACT-2, derived from the Commission's questions and answers 3.7: what is negative is zero, for each good by itself.
#[test]
fn certificates_are_not_negative() {
    let slab = import("cn,country,mass_t,see_direct,sefa\n76011010,CN,100,1.3,1.387425\n");
    exactly("net", slab.net_per_t.expect("one"), "-0.087425");
    exactly("certificates", slab.certificates.expect("some"), "0");
}

/// CERT-1, derived from the questions and answers 3.7 and 4.32: the floor comes after the carbon price, of which 40 of 100 EUR
/// take off 0.8 of 2.0 t.
#[test]
fn the_floor_comes_after_the_carbon_price() {
    let list =
        "cn,country,mass_t,see_direct,sefa,carbon_price_paid_eur_per_t\n72081000,CN,1,2.0,1.5,40\n";
    let price = "100".parse().expect("a price");
    let declaration = declared(list, &options().price(price).draft_carbon_price(true));
    let coil = &declaration.goods[0];
    exactly(
        "reduction",
        coil.carbon_price_reduction.expect("one"),
        "0.8",
    );
    exactly("certificates", coil.certificates.expect("some"), "0");
}

/// EXP-1 and EXP-3, third party: 10000 t × (2.0 − 0.5), and 100 t with more free than embedded.
#[test]
fn exposures() {
    let large = import("cn,country,mass_t,see_direct,sefa\n72081000,CN,10000,2.0,0.5\n");
    exactly("certificates", large.certificates.expect("some"), "15000");
    let none = import("cn,country,mass_t,see_direct,sefa\n72081000,CN,100,0.3,0.5\n");
    exactly("certificates", none.certificates.expect("some"), "0");
}

/// EXP-2, third party: each lot at the price of its quarter.
#[test]
fn lots_of_two_quarters() {
    let list = "cn,country,mass_t,see_direct,sefa,import_date\n\
                72081000,CN,4000,2.0,0.5,2026-02-01\n72081000,CN,6000,2.0,0.5,2026-05-01\n";
    let prices = "2026-Q1=75.36,2026-Q2=75.28".parse().expect("prices");
    let declaration = declared(list, &options().price(prices));
    let totals = declaration.totals.expect("totals");
    exactly("cost", totals.cost_due_eur.expect("a cost"), "1129680");
}

/// PRICE-1, derived from Regulation (EU) 2025/2083 Article 1(17)(b): in 2026 each quarter has its price, here on default values
/// of China. 30 t are below the threshold, so that the lines have a cost and nothing is due.
#[test]
fn prices_by_quarter() {
    let list = "cn,country,mass_t,import_date\n\
                72081000,CN,10,2026-03-31\n72081000,CN,20,2026-04-01\n";
    let prices = "2026-Q1=75.36,2026-Q2=75.28".parse().expect("prices");
    let declaration = declared(list, &options().price(prices));
    let mut cost = amount("0");
    for coil in &declaration.goods {
        exactly("net", coil.net_per_t.expect("one"), "2.16995");
        cost = cost.plus(coil.cost_eur.expect("a cost")).expect("a sum");
    }
    exactly("cost", cost, "4902.35104");
    let totals = declaration.totals.expect("totals");
    exactly("due", totals.certificates_due, "0");
}

/// HOLD-1, derived from Regulation (EU) 2025/2083 Article 1(18)(b): from 2027 half of the embedded emissions since January are
/// held, by default values without mark-up and less the free allocation.
#[test]
fn what_is_held_at_the_end_of_a_quarter() {
    let list = "cn,country,mass_t\n72081000,CN,1000\n";
    let declaration = declared(list, &DeclarationOptions::new(2027));
    let coil = &declaration.goods[0];
    let without_mark_up = coil.see.expect("one").times(coil.mass_t).expect("a number");
    exactly("embedded", without_mark_up, "3187");
    exactly("free", coil.free_allocation_t.expect("some"), "1301.5");
    let totals = declaration.totals.expect("totals");
    let [held] = &totals.holding[..] else {
        panic!("one sum: {:?}", totals.holding);
    };
    exactly("to hold", held.certificates, "942.75");
    let by_hand = holding(
        amount("0.5"),
        amount("1000"),
        amount("3.187"),
        amount("1.3015"),
    );
    exactly("by hand", by_hand.expect("a number"), "942.75");
}

fn reduction(mass: &str, see: &str, paid: &str, price: &str) -> cfp_core::Amount {
    let owed = obligation(&Import {
        mass: amount(mass),
        see: amount(see),
        carbon_price_paid: amount(paid),
        certificate_price: Some(amount(price)),
        ..Import::default()
    });
    owed.expect("an obligation").reduction
}

/// CP-1, third party, by the draft act Ares(2026)4841230: 40 of 80 EUR paid for 1000 t take off 500 certificates, and half of
/// them where half of the goods come to the Union; more than the price takes off one for one.
#[test]
fn a_carbon_price_paid_abroad() {
    exactly("all", reduction("1000", "1", "40", "80"), "500");
    exactly("half", reduction("500", "1", "40", "80"), "250");
    exactly("a price above", reduction("1000", "1", "90", "80"), "1000");
}

/// CP-2, derived, an illustration by the same draft: 3 % of the emissions paid for at 7.68 EUR in the trading system of China
/// are 0.2304 EUR for each tonne.
#[test]
fn a_small_part_paid_abroad() {
    let taken_off = reduction("1", "2.0", "0.2304", "75.28");
    closely("reduction", taken_off, "0.006121147715196599");
}
