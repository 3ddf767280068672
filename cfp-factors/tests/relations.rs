//! Relations that the publishers state between their own numbers, derived anew from the bundled data.

use std::collections::BTreeMap;

use cfp_core::Amount;
use cfp_factors::{Factor, Kind, Query, Registry};

fn bundled() -> Registry {
    Registry::bundled().expect("the bundled headers read")
}

fn number(text: &str) -> Amount {
    text.parse().expect("a decimal number")
}

fn sum(parts: &[Amount]) -> Amount {
    parts.iter().fold(Amount::default(), |sum, part| {
        sum.plus(*part).expect("a sum of few numbers")
    })
}

/// Fails where two exact numbers lie further apart than `within`.
fn assert_near(left: Amount, right: Amount, within: &str, what: &str) {
    let apart = left.minus(right).expect("a difference").magnitude();
    assert!(apart.is_exact(), "{what}");
    assert!(
        apart.rank(&number(within)).is_le(),
        "{what}: {left:?} {right:?}"
    );
}

/// The questions and answers of the ministry (October 2025) say: 6.9 % lower than the 0.6205 of 2023.
#[test]
fn the_footprint_of_electricity_in_china_fell_by_seven_percent() {
    let registry = bundled();
    let value = |year| {
        let query = Query::new("electricity").region("CN").year(year);
        let factor = registry.find(query).expect("published");
        number(&factor.value)
    };
    let ratio = value(2024).over(value(2023)).expect("a ratio");
    let change = ratio.minus(number("1")).and_then(|less| less.shifted(2));
    let change = change.expect("a percentage");
    assert_eq!(change.rounded_text(3), "-6.898");
    assert_eq!(change.rounded_text(1), "-6.9");
}

/// EPA, v1.3.0: each of the three columns is rounded apart to three decimals.
#[test]
fn supply_chain_factors_are_without_margins_plus_margins() {
    let registry = bundled();
    let factors = registry.factors("us-epa-supply-chain@=1.3.0-1");
    let mut commodities: BTreeMap<&str, BTreeMap<&str, Amount>> = BTreeMap::new();
    for factor in factors.expect("the table reads") {
        let (code, column) = factor.row.split_once('-').expect("a code and a column");
        let columns = commodities.entry(code).or_default();
        columns.insert(column, number(&factor.value));
    }
    assert_eq!(commodities.len(), 1016);
    for (code, columns) in commodities {
        let parts = [columns["without-margins"], columns["margins"]];
        assert_near(sum(&parts), columns["with-margins"], "0.001", code);
    }
}

/// DESNZ: a total and its three parts are each rounded apart, to five decimals or more.
#[test]
fn uk_totals_are_the_sum_of_their_gases() {
    let registry = bundled();
    for (version, count) in [("2023-2", 882), ("2024-2", 1302), ("2025-1", 900)] {
        let read = |id: &str| {
            let factors = registry.factors(&format!("{id}@={version}"));
            factors.expect("the table reads")
        };
        let mut parts: BTreeMap<_, Vec<Amount>> = BTreeMap::new();
        for factor in read("uk-desnz-by-gas") {
            let (activity, _) = factor.activity.rsplit_once(", of ").expect("a gas");
            let key = key(factor, activity);
            parts.entry(key).or_default().push(number(&factor.value));
        }
        assert_eq!(parts.len(), count);
        let totals: BTreeMap<_, _> = read("uk-desnz")
            .iter()
            .map(|factor| (key(factor, &factor.activity), number(&factor.value)))
            .collect();
        for (key, parts) in parts {
            assert_eq!(parts.len(), 3, "{key:?}");
            assert_near(sum(&parts), totals[&key], "0.00002", &format!("{key:?}"));
        }
    }
}

fn key(factor: &Factor, activity: &str) -> (String, Kind, String, String) {
    let unit = factor.quantity.unit().symbol().to_owned();
    let region = factor.region.to_string();
    (activity.to_owned(), factor.kind, unit, region)
}

/// eGRID2023 of January 2025 with the values of AR5: 28 for methane, 265 for nitrous oxide.
#[test]
fn us_rates_in_co2e_are_their_gases_weighed() {
    let registry = bundled();
    let factors = registry.factors("us-egrid@=2023-1");
    let weights = [("CO2", "1"), ("CH4", "28"), ("N2O", "265")];
    let mut weighed: BTreeMap<String, Vec<Amount>> = BTreeMap::new();
    let mut totals = BTreeMap::new();
    for factor in factors.expect("the table reads") {
        let region = factor.region.to_string();
        if factor.activity == "electricity" {
            totals.insert(region, number(&factor.value));
        } else if let Some(gas) = factor.activity.strip_prefix("electricity, ")
            && let Some((_, weight)) = weights.iter().find(|(name, _)| *name == gas)
        {
            let part = number(&factor.value).times(number(weight));
            let part = part.expect("a product of few digits");
            weighed.entry(region).or_default().push(part);
        }
    }
    assert_eq!(totals.len(), 28);
    for (region, total) in totals {
        assert_eq!(weighed[&region].len(), 3, "{region}");
        assert_near(sum(&weighed[&region]), total, "0", &region);
    }
}

/// Units that no other bundled row has: money, and distances that persons and freight travel.
#[test]
fn unusual_units_have_their_size() {
    let registry = bundled();
    let show = |selector: &str, row: &str| {
        let factor = registry.show(selector, row).expect("a row");
        factor.quantity.clone()
    };
    let unit = |text: &str| cfp_core::Unit::parse(text).expect("a unit");
    let bus = show("us-epa-hub", "table-10-bus-passenger-mile-co2");
    let of_travel = bus.to(&unit("kg CO2/pkm")).expect("a passenger distance");
    // 0.066 kg CO2 per mile of 1.609344 km.
    assert!(
        of_travel.amount().rounded_text(7) == "0.0410105",
        "{of_travel}"
    );
    let truck = show(
        "us-epa-hub",
        "table-8-medium-and-heavy-duty-truck-short-ton-mile-co2",
    );
    let of_freight = truck.to(&unit("kg CO2/tkm")).expect("freight");
    // 0.186 kg CO2 per short ton of 0.90718474 t and mile of 1.609344 km.
    assert!(
        of_freight.amount().rounded_text(7) == "0.1273997",
        "{of_freight}"
    );
    let wheat = show("us-epa-supply-chain", "111140-with-margins");
    assert_eq!(wheat.to_string(), "0.848 kg CO2e/USD2022");
}
