//! One rule of draws for models and databases: which numbers may turn their sign, which draws fail and why, and the same
//! moments of one system given both ways.

use cfp_core::{
    Characterisation, Database, DatabaseDemand, DatabaseDraws, Demand, DrawOptions, EntrySpread,
    Exchange, Explain, MonteCarlo, Process, Spread, Supply, System, SystemBuilder,
};

use crate::generate::co2_only;

fn of_model(builder: SystemBuilder, product: &str, amount: &str, count: usize) -> MonteCarlo {
    let solved = builder.build().and_then(|system| system.solve());
    let demand = Demand::new(product, amount);
    let analysis = solved.and_then(|solved| solved.analyse(&demand, &co2_only()));
    let options = DrawOptions::new().draws(count);
    let drawn = analysis.and_then(|analysis| analysis.monte_carlo(&options, None, None, None));
    drawn.expect("draws")
}

/// A database whose entries have spreads, one flow, and a demand of one of the first product.
fn of_database(
    size: usize,
    technosphere: &[(usize, usize, f64, EntrySpread)],
    emissions: &[(usize, f64, EntrySpread)],
    count: usize,
) -> DatabaseDraws {
    let entries = technosphere.iter();
    let database = Database::builder(size)
        .technosphere(
            entries
                .clone()
                .map(|(product, process, amount, _)| (*product, *process, *amount)),
        )
        .technosphere_spreads(entries.map(|own| own.3).collect())
        .emissions(
            1,
            emissions
                .iter()
                .map(|(process, amount, _)| (0, *process, *amount)),
        )
        .emission_spreads(emissions.iter().map(|own| own.2).collect())
        .build();
    let database = database.expect("a database");
    let solved = database.solve().expect("an order");
    let scores = solved.scores(&Characterisation::of_values("CO2", [(0, 1.0)]));
    let options = DrawOptions::new().draws(count);
    let drawn =
        scores.and_then(|scores| scores.monte_carlo(&[DatabaseDemand::of(0, 1.0)], &options, None));
    drawn.expect("draws")
}

fn emitting(spread: Spread, amount: &str) -> SystemBuilder {
    let emission = Exchange::new(amount).spread(spread);
    System::builder().process(
        Process::new("press")
            .makes("profile", "1 kg")
            .emits("CO2", emission),
    )
}

const NONE: EntrySpread = EntrySpread::None;

/// The mean and the variance, each with its standard error.
fn moments(values: &[f64]) -> [(f64, f64); 2] {
    let count = f64::from(u32::try_from(values.len()).expect("few"));
    let mean = values.iter().sum::<f64>() / count;
    let of_power = |power: i32| {
        let powers = values.iter().map(|value| (value - mean).powi(power));
        powers.sum::<f64>() / count
    };
    let (variance, fourth) = (of_power(2), of_power(4));
    [
        (mean, (variance / count).sqrt()),
        (variance, ((fourth - variance * variance) / count).sqrt()),
    ]
}

fn codes(findings: &[cfp_core::Finding]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.code.as_ref())
        .collect()
}

/// Uniform between -0.5 and 1.5 around 1: nobody's tail, but what somebody wrote. No draw is thrown away; the mean is 0.5 and
/// the standard deviation 2/√12. Both ways give the same draws, since they are drawn from the same numbers.
#[test]
fn a_spread_that_spans_zero_is_drawn_on_both_sides() {
    let model = of_model(
        emitting(Spread::uniform("-0.5 kg", "1.5 kg"), "1 kg"),
        "profile",
        "1 kg",
        4000,
    );
    let uniform = EntrySpread::Uniform {
        low: -0.5,
        high: 1.5,
    };
    let database = of_database(1, &[(0, 0, 1.0, NONE)], &[(0, 1.0, uniform)], 4000);
    assert_eq!((model.statistics.used, database.used().len()), (4000, 4000));
    assert_eq!(codes(&model.findings), ["spread-spans-zero"]);
    assert!(model.findings[0].message.contains("`CO2` of `press`"));
    assert_eq!(codes(&database.findings()), ["spread-spans-zero"]);
    let values = database.values(0).expect("the demand");
    for (own, other) in model.values.iter().zip(values) {
        assert!((own - other).abs() <= 1e-12, "{own} {other}");
    }
    let [(mean, error), (variance, of_variance)] = moments(&model.values);
    assert!((mean - 0.5).abs() < 5.0 * error);
    assert!((variance - 1.0 / 3.0).abs() < 5.0 * of_variance);
    assert!(model.values.iter().any(|value| *value < 0.0));
}

/// A fifth of a normal spread of the same size reaches beyond zero: the same draws fail both ways, and the reason names the side
/// that is not the amount's own.
#[test]
fn the_tail_of_a_normal_spread_is_no_draw() {
    for (amount, written, side) in [("1 kg", 1.0, "below"), ("-1 kg", -1.0, "above")] {
        let model = of_model(
            emitting(Spread::normal("1 kg"), amount),
            "profile",
            "1 kg",
            2000,
        );
        let normal = EntrySpread::Normal {
            mean: written,
            sd: 1.0,
        };
        let database = of_database(1, &[(0, 0, 1.0, NONE)], &[(0, written, normal)], 2000);
        let (own, other) = (&model.statistics.failed[0], &database.failed()[0]);
        assert_eq!(own.reason, format!("`CO2` of `press` is drawn {side} zero"));
        assert_eq!(
            other.reason,
            "the tail of a normal spread turns the sign of an amount"
        );
        assert_eq!((own.count, own.first_draw), (other.count, other.first_draw));
        // Five standard errors of a share of 15.87 %.
        assert!(own.count.abs_diff(317) < 82, "{}", own.count);
        assert_eq!(codes(&model.findings), ["failed-draws"]);
        assert_eq!(codes(&database.findings()), ["failed-draws"]);
    }
}

/// The figure of a supply and a factor are numbers as amounts are: their tails are no draws either.
#[test]
fn the_rule_is_one_for_figures_too() {
    let billet = Supply::new("1 kg CO2e/kg").spread(Spread::normal("1 kg CO2e/kg"));
    let press = Process::new("press")
        .makes("profile", "1 kg")
        .takes("billet", "1 kg");
    let builder = System::builder().process(press).supply("billet", billet);
    let model = of_model(builder, "profile", "1 kg", 1000);
    assert_eq!(
        model.statistics.failed[0].reason,
        "`billet` is drawn below zero"
    );
    let spanning = Supply::new("1 kg CO2e/kg");
    let spanning = spanning.spread(Spread::uniform("-1 kg CO2e/kg", "3 kg CO2e/kg"));
    let press = Process::new("press")
        .makes("profile", "1 kg")
        .takes("billet", "1 kg");
    let builder = System::builder().process(press).supply("billet", spanning);
    assert_eq!(
        of_model(builder, "profile", "1 kg", 1000).statistics.used,
        1000
    );
}

/// What a process makes cannot turn around, whoever wrote so: a quarter of the draws between -0.5 and 1.5 fail both ways.
#[test]
fn a_reference_output_never_turns_around() {
    let made = Exchange::new("1 kg").spread(Spread::uniform("-0.5 kg", "1.5 kg"));
    let press = Process::new("press")
        .makes("profile", made)
        .emits("CO2", "1 kg");
    let model = of_model(System::builder().process(press), "profile", "1 kg", 2000);
    let uniform = EntrySpread::Uniform {
        low: -0.5,
        high: 1.5,
    };
    let database = of_database(1, &[(0, 0, 1.0, uniform)], &[(0, 1.0, NONE)], 2000);
    let (own, other) = (&model.statistics.failed[0], &database.failed()[0]);
    assert_eq!(
        own.reason,
        "`profile` of `press`, a reference output, is drawn below zero"
    );
    assert_eq!(other.reason, "a reference output is drawn beyond zero");
    assert_eq!((own.count, own.first_draw), (other.count, other.first_draw));
    assert!(own.count.abs_diff(500) < 97, "{}", own.count);
}

/// The loop below as a database.
fn loop_as_database() -> DatabaseDraws {
    let lognormal = EntrySpread::Lognormal {
        mu: 0.2_f64.ln(),
        sigma: 1.2_f64.ln(),
        negative: true,
    };
    let triangular = EntrySpread::Triangular {
        low: -0.2,
        mode: -0.1,
        high: -0.05,
    };
    let technosphere = [
        (0, 0, 1.0, NONE),
        (1, 1, 1.0, NONE),
        (1, 0, -0.2, lognormal),
        (0, 1, -0.1, triangular),
    ];
    let emissions = [
        (
            0,
            0.5,
            EntrySpread::Normal {
                mean: 0.5,
                sd: 0.05,
            },
        ),
        (
            1,
            1.0,
            EntrySpread::Uniform {
                low: -0.5,
                high: 2.5,
            },
        ),
    ];
    of_database(2, &technosphere, &emissions, 20_000)
}

/// A loop whose every number is uncertain, by four kinds of spreads, one of them on both sides of zero: the means and the
/// variances of the model and of the database differ by no more than five standard errors.
#[test]
fn one_system_has_one_uncertainty() {
    let spread = |amount: &str, spread: Spread| Exchange::new(amount).spread(spread);
    let builder = System::builder()
        .process(
            Process::new("grid")
                .makes("electricity", "1 kWh")
                .takes("fuel", spread("0.2 kg", Spread::lognormal("1.2")))
                .emits("CO2", spread("0.5 kg", Spread::normal("0.05 kg"))),
        )
        .process(
            Process::new("mine")
                .makes("fuel", "1 kg")
                .takes(
                    "electricity",
                    spread(
                        "0.1 kWh",
                        Spread::triangular("0.05 kWh", "0.1 kWh", "0.2 kWh"),
                    ),
                )
                .emits("CO2", spread("1 kg", Spread::uniform("-0.5 kg", "2.5 kg"))),
        );
    let model = of_model(builder, "electricity", "1 kWh", 20_000);
    let database = loop_as_database();
    assert_eq!(
        (model.statistics.used, database.used().len()),
        (20_000, 20_000)
    );
    let of_model = moments(&model.values);
    let of_database = moments(database.values(0).expect("the demand"));
    for ((own, error), (other, other_error)) in of_model.into_iter().zip(of_database) {
        let within = 5.0 * error.hypot(other_error);
        assert!((own - other).abs() < within, "{own} {other} {within}");
        // The errors are small enough to tell another rule: one without draws below zero has a mean higher by a tenth.
        assert!(error < 0.02 * own, "{error} {own}");
    }
}

/// Spreads above zero, one of each kind.
const ABOVE_ZERO: [EntrySpread; 7] = [
    EntrySpread::Uniform {
        low: 1.0,
        high: 3.0,
    },
    EntrySpread::Uniform {
        low: 0.0,
        high: 3.0,
    },
    EntrySpread::Triangular {
        low: 1.0,
        mode: 2.0,
        high: 3.0,
    },
    EntrySpread::BetaPert {
        low: 1.0,
        mode: 2.0,
        high: 3.0,
    },
    EntrySpread::DiscreteUniform {
        low: 1.0,
        below: 4.0,
    },
    EntrySpread::Normal { mean: 2.0, sd: 1.0 },
    EntrySpread::Lognormal {
        mu: 0.0,
        sigma: 0.1,
        negative: false,
    },
];

/// A spread wholly on the other side of zero than its amount is refused before anything is drawn, whatever its kind; one that
/// reaches both sides, or need only not hold the amount, is not.
#[test]
fn a_spread_on_the_other_side_of_zero_is_refused() {
    let built = |amount: f64, spread: EntrySpread| {
        let builder = Database::builder(1).technosphere([(0, 0, 1.0)]);
        let builder = builder
            .emissions(1, [(0, 0, amount)])
            .emission_spreads(vec![spread]);
        builder.build().map(|_| ()).map_err(|error| {
            let problem = &error.problems()[0];
            (problem.code(), problem.to_string())
        })
    };
    for spread in ABOVE_ZERO {
        let told = "emissions: the spread of entry 0 cannot be: it lies on the other side of zero than its amount";
        assert_eq!(
            built(-2.0, spread),
            Err(("bad-entry-spread", told.to_owned())),
            "{spread:?}"
        );
        let mirrored = built(2.0, spread.negated());
        assert_eq!(
            mirrored.map_err(|(code, _)| code),
            Err("bad-entry-spread"),
            "{spread:?}"
        );
        // An amount of nothing has no side.
        assert_eq!(built(2.0, spread), Ok(()));
        assert_eq!(built(0.0, spread), Ok(()));
    }
    assert_eq!(
        built(
            -2.0,
            EntrySpread::Uniform {
                low: -1.0,
                high: 3.0
            }
        ),
        Ok(())
    );
    assert_eq!(
        built(
            -2.0,
            EntrySpread::Uniform {
                low: -9.0,
                high: -3.0
            }
        ),
        Ok(())
    );
}

/// A model refuses one that its amount lies outside of, and values that are all of the other sign.
#[test]
fn a_model_refuses_what_a_database_refuses() {
    let refused = |spread: Spread| {
        let error = emitting(spread, "-2 kg").build().expect_err("a problem");
        error.problems()[0].code()
    };
    assert_eq!(refused(Spread::uniform("1 kg", "3 kg")), "bad-spread");
    let values = Spread::discrete([("1 kg", "0.5"), ("3 kg", "0.5")]);
    assert_eq!(refused(values), "bad-spread");
    let both = Spread::discrete([("-2 kg", "0.5"), ("3 kg", "0.5")]);
    assert!(emitting(both, "-2 kg").build().is_ok());
}
