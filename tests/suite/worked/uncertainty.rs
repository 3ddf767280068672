//! Sensitivity and uncertainty of small models, by hand.

use cfp_core::{
    Allocation, Analysis, Demand, DrawOptions, Exchange, FactorRecord, MonteCarlo, Process,
    Quantity, SensitivityKind, Spread, Supply, System, SystemBuilder,
};

use crate::generate::co2_only;

fn analysis(builder: SystemBuilder, product: &str, amount: &str) -> Analysis {
    let system = builder.build().expect("a linked system");
    let solved = system.solve().expect("a solution");
    solved
        .analyse(&Demand::new(product, amount), &co2_only())
        .expect("an analysis")
}

fn drawn(analysis: &Analysis, options: &DrawOptions) -> MonteCarlo {
    let drawn = analysis.monte_carlo(options, None, None, None);
    drawn.expect("draws")
}

fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} where {expected} is right"
    );
}

/// 10 kWh from 2 kg of fuel and 1 kg of CO2, 100 kg of fuel from 10 kg; every number has a coefficient of variation of 5 %.
fn heijungs_and_suh() -> SystemBuilder {
    let five_percent = |amount: &str, sd: &str| Exchange::new(amount).spread(Spread::normal(sd));
    System::builder()
        .process(
            Process::new("electricity production")
                .makes("electricity", five_percent("10 kWh", "0.5 kWh"))
                .takes("fuel", five_percent("2 kg", "0.1 kg"))
                .emits("CO2", five_percent("1 kg", "0.05 kg")),
        )
        .process(
            Process::new("fuel production")
                .makes("fuel", five_percent("100 kg", "5 kg"))
                .emits("CO2", five_percent("10 kg", "0.5 kg")),
        )
}

/// Case `hs2002_multipliers_and_variance`: 1000 kWh are 120 kg; variance 64, shares in percent as listed.
#[test]
fn the_numbers_of_heijungs_and_suh() {
    let builder = heijungs_and_suh();
    let analysis = analysis(builder, "electricity", "1000 kWh");
    assert_eq!(analysis.footprint().total().to_string(), "120");
    let expected = [
        (
            "electricity production",
            SensitivityKind::Makes,
            -1.0,
            56.25,
        ),
        (
            "electricity production",
            SensitivityKind::Emits,
            5.0 / 6.0,
            39.0625,
        ),
        (
            "electricity production",
            SensitivityKind::Takes,
            1.0 / 6.0,
            1.5625,
        ),
        (
            "fuel production",
            SensitivityKind::Makes,
            -1.0 / 6.0,
            1.5625,
        ),
        ("fuel production", SensitivityKind::Emits, 1.0 / 6.0, 1.5625),
    ];
    let found = analysis.sensitivities(&[]).expect("sensitivities");
    let first_order = analysis.first_order(None).expect("a variance");
    close(first_order.variance, 64.0, 1e-12);
    close(first_order.standard_deviation, 8.0, 1e-13);
    close(first_order.mean, 120.0, 1e-12);
    assert_eq!(found.sensitivities.len(), expected.len());
    for (process, kind, elasticity, share) in expected {
        let mut rows = found.sensitivities.iter();
        let row = rows.find(|row| row.process.as_deref() == Some(process) && row.kind == kind);
        let row = row.expect("a row of the number");
        let value: f64 = row
            .elasticity
            .expect("an elasticity")
            .value()
            .to_string()
            .parse()
            .expect("a number");
        close(value, elasticity, 1e-12);
        let mut inputs = first_order.inputs.iter();
        let input = inputs
            .find(|own| own.input.process.as_deref() == Some(process) && own.input.kind == kind);
        close(
            input.expect("an input").share_percent.expect("a share"),
            share,
            1e-10,
        );
    }
    // The draws agree with the first order up to what 5 % of curvature can do, a few hundredths, and five standard errors.
    let drawn = drawn(&analysis, &DrawOptions::new().draws(20_000));
    let statistics = &drawn.statistics;
    assert_eq!(statistics.used, 20_000);
    close(statistics.mean.expect("a mean"), 120.3, 0.4);
    close(statistics.variance.expect("a variance"), 65.0, 4.0);
}

/// 2 kg CO2 of electricity in each of two processes that take one published row, 0.05 kg/kWh uncertain: drawn once, both
/// move together, and deviations add up: 2 MWh × 0.05 = 100 kg, not the 70.7 of two independent ones.
#[test]
fn one_published_row_is_drawn_once() {
    let figure: Quantity = "0.5 kg CO2e/kWh".parse().expect("a figure");
    let row = FactorRecord::new("grid", "2024-1", "national", "0.5", "kg CO2e/kWh");
    let grid = Supply::factor(figure, row).spread(Spread::normal("0.05 kg CO2e/kWh"));
    let builder = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 t")
                .takes("electricity", "1 MWh")
                .takes("power", "1 MWh"),
        )
        .supply("electricity", grid.clone())
        .supply("power", grid);
    let analysis = analysis(builder, "profile", "1 t");
    let first_order = analysis.first_order(None).expect("a variance");
    assert_eq!(first_order.inputs.len(), 1);
    close(first_order.standard_deviation, 100.0, 1e-10);
    let drawn = drawn(
        &analysis,
        &DrawOptions::new().draws(10_000).latin_hypercube(),
    );
    let deviation = drawn.statistics.standard_deviation.expect("a deviation");
    // The standard error of a deviation of normal draws is s/√(2n): 0.71.
    close(deviation, 100.0, 3.6);
    close(drawn.statistics.mean.expect("a mean"), 1000.0, 0.05);
}

/// The same row is one number in kWh and in MWh: 1 MWh and 1000 kWh of it, ± 0.05 kg/kWh, are ± 100 kg.
#[test]
fn one_published_row_is_drawn_once_in_any_unit() {
    let row = || FactorRecord::new("grid", "2024-1", "national", "0.5", "kg CO2e/kWh");
    let grid = |figure: &str, spread: &str| {
        let figure: Quantity = figure.parse().expect("a figure");
        Supply::factor(figure, row()).spread(Spread::normal(spread))
    };
    let builder = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 t")
                .takes("electricity", "1 MWh")
                .takes("power", "1000 kWh"),
        )
        .supply("electricity", grid("500 kg CO2e/MWh", "50 kg CO2e/MWh"))
        .supply("power", grid("0.5 kg CO2e/kWh", "0.05 kg CO2e/kWh"));
    let analysis = analysis(builder, "profile", "1 t");
    let first_order = analysis.first_order(None).expect("a variance");
    assert_eq!(first_order.inputs.len(), 1);
    close(first_order.standard_deviation, 100.0, 1e-10);
    let drawn = drawn(
        &analysis,
        &DrawOptions::new().draws(10_000).latin_hypercube(),
    );
    let deviation = drawn.statistics.standard_deviation.expect("a deviation");
    close(deviation, 100.0, 3.6);
}

/// A bar and a sheet of one billet: the sheet has a pickling of its own, uniform between 0 and 2 kg, whose variance of 1/3 is
/// all that the two differ by; what neither takes is no input.
#[test]
fn what_only_the_other_product_rests_on_is_drawn_too() {
    let billet = Supply::new("3 kg CO2e/kg").spread(Spread::normal("0.3 kg CO2e/kg"));
    let pickling = Exchange::new("1 kg").spread(Spread::uniform("0 kg", "2 kg"));
    let idle = Exchange::new("1 kg").spread(Spread::lognormal("2"));
    let builder = System::builder()
        .process(
            Process::new("mill")
                .makes("bar", "1 kg")
                .takes("billet", "1 kg"),
        )
        .process(
            Process::new("roll")
                .makes("sheet", "1 kg")
                .takes("billet", "1 kg")
                .emits("CO2", pickling),
        )
        .process(
            Process::new("idle")
                .makes("wire", "1 kg")
                .emits("CO2", idle),
        )
        .supply("billet", billet)
        .supply(
            "oil",
            Supply::new("3 kg CO2e/kg").spread(Spread::lognormal("2")),
        );
    let bar = analysis(builder, "bar", "1 kg");
    let sheet = bar
        .solved()
        .analyse(&Demand::new("sheet", "1 kg"), &co2_only());
    let sheet = sheet.expect("an analysis");
    let options = DrawOptions::new().draws(20_000);
    let both = bar.monte_carlo(&options, None, Some(&sheet), None);
    let both = both.expect("draws");
    assert_eq!(both.inputs.len(), 2);
    let difference = &both
        .against
        .as_ref()
        .expect("the sheet")
        .comparison
        .difference;
    close(difference.mean.expect("a mean"), -1.0, 0.021);
    // The standard error of the variance of 20,000 uniform draws is √(0.8/20000)/3, 0.0021.
    close(difference.variance.expect("a variance"), 1.0 / 3.0, 0.011);
    assert_eq!(bar.first_order(None).expect("a variance").inputs.len(), 1);
}

/// A loop with a spread of nothing: every draw is the footprint as written, to the last digit of a double.
#[test]
#[allow(clippy::float_cmp, reason = "nothing is computed apart")]
fn no_spread_is_the_footprint_itself() {
    let certain = |amount: &str| Exchange::new(amount).spread(Spread::lognormal("1"));
    let builder = System::builder()
        .process(
            Process::new("mine")
                .makes("coal", "1 kg")
                .takes("electricity", certain("0.05 kWh")),
        )
        .process(
            Process::new("power plant")
                .makes("electricity", certain("1 kWh"))
                .takes("coal", certain("0.4 kg"))
                .emits("CO2", certain("0.9 kg")),
        );
    let analysis = analysis(builder, "electricity", "1 kWh");
    let drawn = drawn(&analysis, &DrawOptions::new().draws(50));
    // 0.9 / 0.98, as the nearest double.
    assert!(
        drawn
            .values
            .iter()
            .all(|value| *value == 0.918_367_346_938_775_5)
    );
    assert_eq!(drawn.statistics.mean, Some(0.918_367_346_938_775_5));
    assert_eq!(drawn.statistics.standard_deviation, Some(0.0));
    assert_eq!(drawn.inputs.len(), 4);
    let first_order = analysis.first_order(None).expect("a variance");
    assert_eq!(
        (first_order.variance, first_order.inputs[0].share_percent),
        (0.0, None)
    );
}

fn two_grades() -> Analysis {
    let electricity = Exchange::new("1 MWh").spread(Spread::lognormal("1.3"));
    let builder = System::builder()
        .process(Process::new("grid").makes("electricity", "1 MWh").emits(
            "CO2",
            Exchange::new("500 kg").spread(Spread::triangular("300 kg", "500 kg", "900 kg")),
        ))
        .process(
            Process::new("melt")
                .makes("ingot", "1 t")
                .takes("electricity", electricity),
        )
        .process(
            Process::new("roll")
                .makes("sheet", "1 t")
                .takes("ingot", "1.02 t"),
        );
    analysis(builder, "ingot", "1 t")
}

/// The same draws on one thread and on eight, and others from another seed.
#[test]
fn draws_follow_from_the_seed_alone() {
    let analysis = two_grades();
    let options = DrawOptions::new().draws(300).seed(5);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads")
            .install(|| drawn(&analysis, &options).values)
    };
    let one = on(1);
    assert_eq!(one, on(8));
    assert_eq!(one.len(), 300);
    assert_ne!(one, drawn(&analysis, &options.seed(6)).values);
}

/// A sheet is 1.02 t of ingot: its footprint is above that of an ingot in every draw, since both rest on the same draws, though
/// their distributions overlap widely.
#[test]
fn what_two_products_rest_on_is_drawn_once() {
    let ingot = two_grades();
    let sheet = ingot
        .solved()
        .analyse(&Demand::new("sheet", "1 t"), &co2_only())
        .expect("an analysis");
    let options = DrawOptions::new().draws(400);
    let both = ingot.monte_carlo(&options, None, Some(&sheet), None);
    let both = both.expect("draws");
    let against = both.against.as_ref().expect("the sheet");
    assert_eq!(against.comparison.less, 400);
    assert_eq!(against.comparison.probability, Some(1.0));
    let low = both
        .statistics
        .percentile(97.5)
        .expect("a percentile")
        .value;
    let high = against
        .statistics
        .percentile(2.5)
        .expect("a percentile")
        .value;
    assert!(high < low);
    for (ingot, sheet) in both.values.iter().zip(&against.values) {
        close(sheet / ingot, 1.02, 1e-9);
    }
}

#[test]
fn footprints_of_different_systems_are_not_compared() {
    let (one, other) = (two_grades(), two_grades());
    let error = one.monte_carlo(&DrawOptions::new().draws(1), None, Some(&other), None);
    let error = error.expect_err("two systems");
    assert_eq!(
        cfp_core::Explain::code(&error.problems()[0]),
        "systems-differ"
    );
}

/// A normal spread as large as its amount reaches below zero in 15.9 % of the draws: those are counted, with the reason.
#[test]
fn draws_that_fail_are_counted() {
    let wide = Exchange::new("1 kg").spread(Spread::normal("1 kg"));
    let builder = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 kg")
                .takes("billet", wide),
        )
        .supply("billet", "2 kg CO2e/kg");
    let drawn = drawn(
        &analysis(builder, "profile", "1 kg"),
        &DrawOptions::new().draws(10_000),
    );
    let statistics = &drawn.statistics;
    let failed = &statistics.failed[0];
    assert_eq!(statistics.draws, 10_000);
    assert_eq!(statistics.used + failed.count, 10_000);
    // Five standard errors of a share of 15.87 %.
    close(
        f64::from(u32::try_from(failed.count).expect("few")),
        1586.6,
        183.0,
    );
    assert_eq!(failed.reason, "`billet` of `press` is drawn below zero");
    assert_eq!(drawn.findings[0].code, "failed-draws");
    assert!(drawn.values.iter().all(|value| *value >= 0.0));
}

/// A loop that some draws make consume its own output: 1.2 of it in half of them.
#[test]
fn draws_without_a_solution_are_counted() {
    let reused =
        Exchange::new("0.4 kg").spread(Spread::discrete([("0.4 kg", "0.5"), ("1.2 kg", "0.5")]));
    let builder = System::builder().process(
        Process::new("melt")
            .makes("ingot", "1 kg")
            .takes("ingot", reused)
            .emits("CO2", "3 kg"),
    );
    let drawn = drawn(
        &analysis(builder, "ingot", "1 kg"),
        &DrawOptions::new().draws(400),
    );
    let failed = &drawn.statistics.failed[0];
    assert_eq!(drawn.statistics.used + failed.count, 400);
    close(
        f64::from(u32::try_from(failed.count).expect("few")),
        200.0,
        50.0,
    );
    assert!(failed.reason.contains("consumes"));
    // 3 / (1 - 0.4)
    assert!(drawn.values.iter().all(|value| (value - 5.0).abs() < 1e-12));
}

/// 100 kg shared by mass: a draw of 3 kg instead of 1 kg takes three quarters of them, 25 kg per kg instead of 50.
#[test]
fn a_drawn_output_moves_the_allocation() {
    let drawn_output =
        Exchange::new("1 kg").spread(Spread::discrete([("1 kg", "0.5"), ("3 kg", "0.5")]));
    let process = Process::new("split")
        .makes("a", drawn_output)
        .makes("b", "1 kg")
        .emits("CO2", "100 kg")
        .allocate(Allocation::Mass);
    let analysis = analysis(System::builder().process(process), "a", "1 kg");
    let drawn = drawn(&analysis, &DrawOptions::new().draws(100));
    assert!(
        drawn
            .values
            .iter()
            .all(|value| (value - 50.0).abs() < 1e-12 || (value - 25.0).abs() < 1e-12)
    );
    assert!(drawn.values.iter().any(|value| *value > 30.0));
    assert!(drawn.values.iter().any(|value| *value < 30.0));
}

/// The product of two numbers between 0 and 2: each explains 3/7 of the variance alone, and takes part in 4/7. The sum of one
/// and twice another: 1/5 and 4/5, alone and in all.
#[test]
fn shares_of_the_variance_are_those_by_hand() {
    let between = |unit: &str| Spread::uniform(&format!("0 {unit}"), &format!("2 {unit}"));
    let product = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 kg")
                .takes("billet", Exchange::new("1 kg").spread(between("kg"))),
        )
        .supply(
            "billet",
            Supply::new("1 kg CO2e/kg").spread(between("kg CO2e/kg")),
        );
    let options = DrawOptions::new().draws(20_000);
    let found = analysis(product, "profile", "1 kg")
        .global_sensitivity(&options, None, None)
        .expect("shares");
    assert_eq!(
        (found.inputs.len(), found.evaluations, found.pairs),
        (2, 80_000, 20_000)
    );
    for row in &found.inputs {
        let error = 5.0 * row.first_order_error.expect("an error");
        assert!(error < 0.1);
        close(row.first_order.expect("a share"), 3.0 / 7.0, error);
        close(
            row.total.expect("a share"),
            4.0 / 7.0,
            5.0 * row.total_error.expect("an error"),
        );
    }
    let sum = System::builder().process(
        Process::new("press")
            .makes("profile", "1 kg")
            .emits("CO2", Exchange::new("1 kg").spread(between("kg")))
            .takes("billet", Exchange::new("1 kg").spread(between("kg"))),
    );
    let found = analysis(sum.supply("billet", "2 kg CO2e/kg"), "profile", "1 kg")
        .global_sensitivity(&options, None, None)
        .expect("shares");
    for (row, share) in found.inputs.iter().zip([0.8, 0.2]) {
        close(
            row.first_order.expect("a share"),
            share,
            5.0 * row.first_order_error.expect("an error"),
        );
        close(
            row.total.expect("a share"),
            share,
            5.0 * row.total_error.expect("an error"),
        );
    }
}

/// A model without a spread says so.
#[test]
fn nothing_uncertain_is_told() {
    let builder = System::builder()
        .process(
            Process::new("press")
                .makes("profile", "1 kg")
                .takes("billet", "1 kg"),
        )
        .supply("billet", "2 kg CO2e/kg");
    let analysis = analysis(builder, "profile", "1 kg");
    let drawn = drawn(&analysis, &DrawOptions::new().draws(10));
    assert_eq!(drawn.findings[0].code, "nothing-uncertain");
    assert_eq!(drawn.statistics.mean, Some(2.0));
}

/// A demand that supplies alone meet has the spread of their figure: 10 kWh × 0.05 kg/kWh.
#[test]
fn a_supply_alone_may_be_uncertain() {
    let grid = Supply::new("0.5 kg CO2e/kWh").spread(Spread::normal("0.05 kg CO2e/kWh"));
    let builder = System::builder().supply("electricity", grid);
    let analysis = analysis(builder, "electricity", "10 kWh");
    let first_order = analysis.first_order(None).expect("a variance");
    close(first_order.standard_deviation, 0.5, 1e-14);
    let drawn = drawn(&analysis, &DrawOptions::new().draws(2000).latin_hypercube());
    close(drawn.statistics.mean.expect("a mean"), 5.0, 0.001);
}

/// A kilogram of coal takes k kWh, uniform between 0.2 and 0.4, and a kilowatt-hour 3 kg of coal less the 0.005 kg that its heat
/// displaces: beyond k = 1 / 2.995 the loop consumes what it makes, in 0.33055… of the draws, and each of those fails by that
/// reason, whatever its equations say.
#[test]
fn draws_of_a_loop_that_comes_to_consume_what_it_makes_fail() {
    let builder = System::builder()
        .process(
            Process::new("power plant")
                .makes("power", "1 kWh")
                .takes("coal", "3 kg")
                .avoids("heat", "0.1 MJ")
                .emits("CO2", "1 kg"),
        )
        .process(Process::new("mine").makes("coal", "1 kg").takes(
            "power",
            Exchange::new("0.3 kWh").spread(Spread::uniform("0.2 kWh", "0.4 kWh")),
        ))
        .process(
            Process::new("boiler")
                .makes("heat", "1 MJ")
                .takes("coal", "0.05 kg"),
        );
    let drawn = drawn(
        &analysis(builder, "power", "1 kWh"),
        &DrawOptions::new().draws(1000).latin_hypercube(),
    );
    let [failed] = drawn.statistics.failed.as_slice() else {
        panic!("one reason: {:?}", drawn.statistics.failed);
    };
    // One draw in each thousandth of the spread: the pole may fall into one.
    assert!((330..=331).contains(&failed.count), "{}", failed.count);
    assert!(
        failed.reason.contains("consumes what it makes"),
        "{}",
        failed.reason
    );
    assert!(drawn.values.iter().all(|value| *value > 0.0));
}
