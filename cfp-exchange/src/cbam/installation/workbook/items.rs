//! The items of the operator's report and of its summary: 2547 Annex IV points 1.1 and 1.2.

use super::answers::{Answer, Known, text};
use super::processes::Line;
use crate::cbam::installation::items::ITEMS;

type Item = (&'static str, &'static str, Vec<Answer>);

/// The operator's emissions report.
pub(super) fn report(known: &Known<'_>) -> Vec<Item> {
    let mut items = identity(known);
    items.extend(energy(known));
    items.extend(goods(known));
    items.extend(emissions(known));
    items.extend(precursors(known));
    items.extend(closing(known));
    items
}

fn identity(known: &Known<'_>) -> Vec<Item> {
    vec![
        ("1(a)", "Operator", known.all_said(&["operator"])),
        (
            "1(b)",
            "Registration number",
            known.all_said(&["registration_number"]),
        ),
        ("1(c)", "Address", known.all_said(&["address"])),
        (
            "1(d)",
            "Installation under verification",
            known.installation(),
        ),
        (
            "2(a)",
            "CBAM production processes and routes",
            known.processes(),
        ),
        (
            "2(b)",
            "Other production processes",
            known.all_said(&["non_cbam_processes"]),
        ),
        (
            "2(c)",
            "Most important goods by mass",
            known.largest_goods(),
        ),
        (
            "2(d)",
            "Most important fuels by energy",
            known.largest_fuels(),
        ),
        (
            "2(e)",
            "Most important materials by emissions",
            known.largest_materials(),
        ),
        (
            "2(f)",
            "Continuous emissions measurement",
            known.measurement(),
        ),
        ("2(g)", "Zero-rated fuels", known.zero_rating()),
        (
            "2(h)",
            "Measurable heat of other installations",
            known.heat(),
        ),
    ]
}

fn energy(known: &Known<'_>) -> Vec<Item> {
    let outside = known.sum(
        "Goods outside Annex II",
        Line::Electricity,
        |one| one.attribution.electricity,
        true,
        "MWh",
    );
    let all = known.sum(
        "Production processes",
        Line::Electricity,
        |one| one.attribution.electricity,
        false,
        "MWh",
    );
    vec![
        ("3", "Sources of electricity", known.electricity_sources()),
        ("4", "Electricity produced inside", known.own_electricity()),
        ("5", "Waste gases", known.waste_gas()),
        ("6", "CO2 transfer", known.co2()),
        (
            "7",
            "Total direct emissions of the installation",
            known.total_direct(),
        ),
        (
            "8",
            "Months of monitoring, of a new installation",
            known.all_said(&["months"]),
        ),
        (
            "9",
            "Electricity consumed in the installation",
            vec![
                all,
                text("Electricity outside the production processes", "not stated"),
            ],
        ),
        (
            "10",
            "Electricity for goods outside Annex II",
            vec![outside],
        ),
        (
            "11",
            "Installations that supply the electricity",
            known.all_said(&["electricity_suppliers"]),
        ),
        (
            "12",
            "Electricity by source, with its factor",
            known.electricity_sources(),
        ),
    ]
}

fn goods(known: &Known<'_>) -> Vec<Item> {
    let tonnes = known.sum("All goods", Line::Tonnes, |one| one.tonnes, false, "t");
    let mut produced = vec![tonnes];
    produced.extend(known.each_process(Line::Tonnes, |one| one.tonnes, "t"));
    let other = known.stated.process.iter().map(|one| {
        text(
            one.name.as_str(),
            one.non_cbam.as_deref().unwrap_or("not stated"),
        )
    });
    let quality = "monitored data and, for the share in (d), default values; see the sheets Sources and Precursors for each figure";
    vec![
        ("13", "Goods produced", produced),
        ("14", "Goods outside the mechanism", other.collect()),
        (
            "15(a)",
            "Specific direct embedded emissions",
            known.see_direct(),
        ),
        (
            "15(b)",
            "Specific direct embedded emissions of compositions",
            known.all_said(&["compositions"]),
        ),
        (
            "15(c)",
            "Data quality and methods",
            vec![text("All goods", quality)],
        ),
        (
            "15(d)",
            "Share of default values in direct emissions",
            known.share_default(),
        ),
        (
            "15(e)",
            "Indirect emissions: shares and confirmation",
            known.indirect_shares(),
        ),
        (
            "15(e)",
            "Specific indirect embedded emissions",
            known.see_indirect(),
        ),
        (
            "15(f)",
            "Electricity imported into the Union",
            known.imported_electricity(),
        ),
    ]
}

fn emissions(known: &Known<'_>) -> Vec<Item> {
    let activity = known.each_process(Line::ActivityLevel, |one| one.activity_level, "");
    let mut calculated = activity;
    calculated.push(
        text("Calculation factors of each source stream", "see the sheet").see("sheet Sources"),
    );
    vec![
        ("16(a)", "Activity data and calculation factors", calculated),
        ("16(b)", "Measured emission sources", known.measurement()),
        ("16(c)", "Other methods", known.all_said(&["other_methods"])),
        ("16(d)", "CO2 received or transferred", known.co2()),
        (
            "16(e)",
            "Data gaps and estimates",
            known.all_said(&["data_gaps"]),
        ),
        (
            "17",
            "Balance of heat, waste gases and electricity",
            known.balance(),
        ),
    ]
}

fn precursors(known: &Known<'_>) -> Vec<Item> {
    let electricity =
        known.each_process(Line::Electricity, |one| one.attribution.electricity, "MWh");
    vec![
        (
            "18",
            "Own precursors used by the installation",
            known.precursor_totals(true),
        ),
        (
            "19",
            "Own precursors used by each process",
            known.uses(true),
        ),
        (
            "20",
            "Bought precursors used by the installation",
            known.precursor_totals(false),
        ),
        (
            "21",
            "Bought precursors used by each process",
            known.uses(false),
        ),
        (
            "22",
            "Precursors with default values",
            known.deliveries(true),
        ),
        (
            "23",
            "Precursors with actual values",
            known.deliveries(false),
        ),
        (
            "23(d)",
            "Reporting periods of precursors",
            known.all_said(&["precursor_periods"]),
        ),
        (
            "24",
            "Precursors of different reporting periods",
            known.pooled(),
        ),
        ("25", "Precursors of several installations", known.pooled()),
        ("26", "Electricity used in each process", electricity),
        (
            "27",
            "Own precursors used in each process",
            known.uses(true),
        ),
        (
            "28",
            "Operators and installations of precursors",
            known.all_said(&["precursor_operators"]),
        ),
    ]
}

fn closing(known: &Known<'_>) -> Vec<Item> {
    let mut attributed = known.each_process(Line::ActivityLevel, |one| one.activity_level, "");
    attributed.extend(known.each_process(
        Line::AttributedDirect,
        |one| one.attribution.attributed_direct,
        "t CO2e, direct",
    ));
    attributed.extend(known.each_process(
        Line::AttributedIndirect,
        |one| one.attribution.attributed_indirect,
        "t CO2e, indirect",
    ));
    let sheet = || text("All goods", "see the sheet").see("sheet Sector parameters");
    vec![
        (
            "29",
            "How attributed emissions were calculated",
            vec![text("Every process", "term by term, with formulas").see("sheet Processes")],
        ),
        ("30", "Activity level and attributed emissions", attributed),
        (
            "31",
            "Goods in functional units, by CN code",
            produced(known),
        ),
        (
            "32",
            "Electricity emission factor, where actual",
            known.electricity_sources(),
        ),
        (
            "33",
            "Electricity emission factor in a power purchase agreement",
            known.all_said(&["power_purchase"]),
        ),
        ("34(a)", "Goods by production route", routes(known)),
        (
            "34(b)",
            "Functional units by process",
            known.each_process(Line::ActivityLevel, |one| one.activity_level, ""),
        ),
        ("35", "Sector-specific parameters", vec![sheet()]),
        ("further", "What else the operator states", further(known)),
    ]
}

fn produced(known: &Known<'_>) -> Vec<Answer> {
    let goods = known
        .stated
        .process
        .iter()
        .flat_map(|process| process.goods.iter().map(move |good| (process, good)));
    let each = goods.map(|(process, good)| {
        let alone = process.goods.len() == 1;
        let amount = good
            .produced
            .as_deref()
            .or(alone.then_some(process.produced.as_str()));
        let content = good
            .content
            .as_deref()
            .map(|content| format!(", {content} functional units per t"));
        let said = amount.map(|amount| format!("{amount}{}", content.unwrap_or_default()));
        text(
            format!("{} ({})", good.cn, process.name),
            said.unwrap_or_default(),
        )
    });
    each.collect()
}

fn routes(known: &Known<'_>) -> Vec<Answer> {
    let goods = known.stated.process.iter().flat_map(|one| &one.goods);
    let each = goods.map(|good| {
        let several = good
            .routes
            .iter()
            .map(|(route, amount)| format!("{route}: {amount}"));
        let several: Vec<String> = several.collect();
        let said = match &good.route {
            Some(route) => format!("{route}: all of it"),
            None => several.join("; "),
        };
        text(good.cn.as_str(), said)
    });
    each.collect()
}

fn further(known: &Known<'_>) -> Vec<Answer> {
    let is_known = |key: &str| ITEMS.iter().any(|(item, _)| *item == key);
    let keys = known.stated.report.keys().filter(|key| !is_known(key));
    let mut answers: Vec<Answer> = keys.map(|key| known.said(key)).collect();
    answers.push(known.said("verification"));
    answers
}

/// The summary.
pub(super) fn summary(known: &Known<'_>) -> Vec<Item> {
    let mut items = vec![
        ("(1)(a)", "Operator", known.all_said(&["operator"])),
        (
            "(1)(b)",
            "Registration number",
            known.all_said(&["registration_number"]),
        ),
        ("(1)(c)", "Address", known.all_said(&["address"])),
        (
            "(2)",
            "Installation under verification",
            known.installation(),
        ),
        (
            "(3)",
            "CBAM production processes, routes and goods",
            known.processes(),
        ),
    ];
    items.extend(summary_of_goods(known));
    items.extend(summary_of_installation(known));
    items.extend(summary_of_precursors(known));
    items
}

fn summary_of_goods(known: &Known<'_>) -> Vec<Item> {
    let benchmarks = "column A of Implementing Regulation (EU) 2025/2620, by route; see the sheet Goods; to be confirmed by the operator";
    let benchmarks = vec![text("All goods", benchmarks)];
    vec![
        (
            "(4)(a)",
            "Specific direct embedded emissions",
            known.see_direct(),
        ),
        (
            "(4)(b)",
            "Share of default values in direct emissions",
            known.share_default(),
        ),
        (
            "(4)(c)",
            "Indirect emissions: shares and confirmation",
            known.indirect_shares(),
        ),
        (
            "(4)(c)",
            "Specific indirect embedded emissions",
            known.see_indirect(),
        ),
        (
            "(4)(d)",
            "Electricity imported into the Union",
            known.imported_electricity(),
        ),
        ("(4)(e)", "Specific embedded free allocation", known.sefa()),
        (
            "(4)(f)",
            "CBAM benchmarks and methods for the free allocation",
            benchmarks,
        ),
    ]
}

fn summary_of_installation(known: &Known<'_>) -> Vec<Item> {
    let line = Line::AttributedIndirect;
    let what = "Goods outside Annex II";
    let indirect = known.sum(
        what,
        line,
        |one| one.attribution.attributed_indirect,
        true,
        "t CO2e",
    );
    let line = Line::AttributedDirect;
    let mut direct = known.total_direct();
    direct.extend(known.each_process(line, |one| one.attribution.attributed_direct, "t CO2e"));
    vec![
        (
            "(5)",
            "Direct emissions of the installation and of each process",
            direct,
        ),
        (
            "(6)",
            "Indirect emissions of the installation",
            vec![indirect],
        ),
        (
            "(7)",
            "Measurable heat of other installations",
            known.heat(),
        ),
        ("(8)", "Zero-rated fuels", known.zero_rating()),
        ("(9)", "Waste gases", known.waste_gas()),
        ("(10)", "CO2 capture and transfer", known.co2()),
        (
            "(11)",
            "Electricity produced inside",
            known.own_electricity(),
        ),
    ]
}

fn summary_of_precursors(known: &Known<'_>) -> Vec<Item> {
    let operators = known.all_said(&["precursor_operators"]);
    vec![
        (
            "(12)",
            "Precursors with default values",
            known.deliveries(true),
        ),
        (
            "(13)",
            "Precursors with actual values",
            known.deliveries(false),
        ),
        (
            "(14)",
            "Precursors of different reporting periods",
            known.pooled(),
        ),
        (
            "(15)",
            "Precursors of several installations",
            known.pooled(),
        ),
        (
            "(16)",
            "Operators and installations of precursors",
            operators,
        ),
    ]
}
