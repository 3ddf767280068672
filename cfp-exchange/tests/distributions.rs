//! How uncertain the entries of a database are, from its files.

#[path = "common/package.rs"]
mod package;

use cfp_core::EntrySpread;
use cfp_exchange::{DatabaseOptions, Error, LoadedDatabase, MemoryFiles, read_database};
use package::{Package, distributions, numbers, pairs, truths};

const NAN: f32 = f32::NAN;

/// Two products, coal 11 and electricity 12, of which coal takes an uncertain amount; CO2 21 and methane 22.
fn mill() -> Package {
    Package::new("mill")
        .group("technosphere_matrix", "exchanges")
        .array("indices", pairs(&[(11, 11), (12, 11), (12, 12), (11, 12)]))
        .array("data", numbers(&[1.0, 0.5, 1.0, 0.4]))
        .array("flip", truths(&[false, true, false, true]))
        .array(
            "distributions",
            distributions(&[
                (0, [1.0, NAN, NAN, NAN], false),
                (5, [0.5, NAN, 0.25, 1.0], false),
                (1, [1.0, NAN, NAN, NAN], false),
                (2, [-0.75, 0.125, NAN, NAN], false),
            ]),
        )
        .group("biosphere_matrix", "emissions")
        .array("indices", pairs(&[(21, 12), (22, 11)]))
        .array("data", numbers(&[0.875, -0.125]))
        .array(
            "distributions",
            distributions(&[
                (4, [NAN, NAN, 0.75, 1.0], false),
                (2, [-2.0, 0.25, NAN, NAN], true),
            ]),
        )
        .group("characterization_matrix", "gwp")
        .array("indices", pairs(&[(21, 1), (22, 1), (22, 7)]))
        .array("data", numbers(&[1.0, 30.0, 300.0]))
        .array(
            "distributions",
            distributions(&[
                (0, [1.0, NAN, NAN, NAN], false),
                (3, [30.0, 3.0, NAN, NAN], false),
                (3, [300.0, 3.0, NAN, NAN], false),
            ]),
        )
        .with("global_index", "1")
}

fn read(package: &Package, options: &DatabaseOptions) -> Result<LoadedDatabase, Error> {
    read_database(&[&package.files()], options)?.build()
}

fn load(package: &Package) -> LoadedDatabase {
    read(package, &DatabaseOptions::new()).expect("a database")
}

/// The first problem of a package, as code and line.
fn told(package: &Package) -> String {
    let error = read(package, &DatabaseOptions::new()).expect_err("a problem");
    let problem = &error.problems()[0];
    format!("{} {problem}", problem.code)
}

fn finding(package: &Package, code: &str) -> String {
    let findings = load(package).findings;
    let found = findings.into_iter().find(|finding| finding.code == code);
    found.map(|finding| finding.message).unwrap_or_default()
}

/// The spread of each entry of a database, by product and process.
fn exchanges(loaded: &LoadedDatabase) -> Vec<(usize, usize, EntrySpread)> {
    let database = &loaded.database;
    let places = database.technosphere_triplets();
    let spreads = database.technosphere_spreads().iter();
    let mut all: Vec<_> = places
        .zip(spreads)
        .map(|((product, process, _), spread)| (product, process, *spread))
        .collect();
    all.sort_by_key(|(product, process, _)| (*process, *product));
    all
}

/// What is taken is written as a positive amount: the matrix has it, and what it could be, with the other sign.
#[test]
fn distributions_are_of_the_amounts_before_their_sign_is_turned() {
    let loaded = load(&mill());
    let taken = EntrySpread::Triangular {
        low: -1.0,
        mode: -0.5,
        high: -0.25,
    };
    let lognormal = EntrySpread::Lognormal {
        mu: -0.75,
        sigma: 0.125,
        negative: true,
    };
    let expected = [
        (0, 0, EntrySpread::None),
        (1, 0, taken),
        (0, 1, lognormal),
        (1, 1, EntrySpread::None),
    ];
    assert_eq!(exchanges(&loaded), expected);
    let emitted = [
        EntrySpread::Lognormal {
            mu: -2.0,
            sigma: 0.25,
            negative: true,
        },
        EntrySpread::Uniform {
            low: 0.75,
            high: 1.0,
        },
    ];
    assert_eq!(loaded.database.emission_spreads(), emitted);
}

/// Half as much of everything: a uniform amount between 0.375 and 0.5, and a logarithm lower by that of 2.
#[test]
fn distributions_are_rescaled_with_their_amounts() {
    let half = mill().array_in("emissions", "rescale", numbers(&[0.5, 0.5]));
    let loaded = load(&half);
    let [EntrySpread::Lognormal { mu, .. }, uniform] = loaded.database.emission_spreads() else {
        panic!("two spreads");
    };
    assert!((mu + 2.0 + std::f64::consts::LN_2).abs() < 1e-15);
    let expected = EntrySpread::Uniform {
        low: 0.375,
        high: 0.5,
    };
    assert_eq!(*uniform, expected);
    let dice = half.instead(
        "emissions",
        "distributions",
        distributions(&[(7, [NAN, NAN, 1.0, 7.0], false); 2]),
    );
    assert_eq!(
        told(&dice),
        "bad-distribution mill/emissions.data.npy: 2 distributions cannot be; the first in row 0: a discrete uniform \
         distribution is not rescaled"
    );
}

#[test]
fn scores_are_those_of_the_amounts() {
    let amounts = DatabaseOptions::new().without_spreads();
    let without = read(&mill(), &amounts).expect("a database");
    assert!(exchanges(&without).is_empty());
    let score = |loaded: &LoadedDatabase| {
        let solved = loaded.database.solve().expect("a solution");
        let scores = solved.scores(&loaded.characterisations[0]).expect("scores");
        scores.values()
    };
    assert_eq!(score(&without), score(&load(&mill())));
    let told: Vec<&str> = without
        .findings
        .iter()
        .map(|finding| &*finding.message)
        .collect();
    assert_eq!(
        told[0],
        "mill: how amounts spread is not carried over (groups: 3)"
    );
}

#[test]
fn distributions_that_are_not_known_or_cannot_be_are_told() {
    let with = |rows: [(u8, [f32; 4], bool); 2]| {
        told(&mill().instead("emissions", "distributions", distributions(&rows)))
    };
    let weibull = (8, [1.0, 1.0, NAN, NAN], false);
    let certain = (0, [0.0; 4], false);
    assert_eq!(
        with([certain, weibull]),
        "unknown-distribution mill/emissions.distributions.npy: the distribution of row 1 is of the type 8, which is not \
         known"
    );
    assert_eq!(
        with([weibull, (9, [0.0; 4], false)]),
        "unknown-distribution mill/emissions.distributions.npy: 2 distributions are of types that are not known; the \
         first is 8, in row 0"
    );
    assert_eq!(
        with([(5, [3.0, NAN, 1.0, 2.0], false), certain]),
        "bad-distribution mill/emissions.distributions.npy: the distribution of row 0 cannot be: its parameters ascend: \
         the least, the most likely, the most"
    );
    assert_eq!(
        with([certain, (2, [0.0, NAN, NAN, NAN], false)]),
        "bad-distribution mill/emissions.distributions.npy: the distribution of row 1 cannot be: its parameters are \
         finite numbers"
    );
    let short = mill().instead("emissions", "distributions", distributions(&[certain]));
    assert_eq!(
        told(&short),
        "wrong-length mill/emissions.distributions.npy: the array has 1 rows, and the indices of its group have 2"
    );
    let plain = mill().instead("emissions", "distributions", numbers(&[1.0, 2.0]));
    assert_eq!(
        told(&plain),
        "wrong-elements mill/emissions.distributions.npy: the array holds `<f8`, not records of `uncertainty_type`, \
         `loc`, `scale`, `minimum`, `maximum` and `negative`"
    );
}

#[test]
fn what_is_otherwise_than_in_the_package_is_a_finding() {
    let with = |rows| mill().instead("emissions", "distributions", distributions(rows));
    let cut = with(&[
        (3, [0.875, 0.5, 0.0, NAN], false),
        (2, [0.0, 0.5, NAN, NAN], true),
    ]);
    assert_eq!(
        finding(&cut, "distributions-not-cut-off"),
        "mill: lognormal and normal distributions are not cut off at a least or a most (1)"
    );
    let beside = with(&[(0, [0.75, NAN, NAN, NAN], false), (1, [NAN; 4], false)]);
    assert_eq!(
        finding(&beside, "certain-amounts-differ"),
        "mill: distributions without uncertainty state other amounts than the data (1)"
    );
    let twice = mill().instead("gwp", "indices", pairs(&[(22, 1), (22, 1), (22, 7)]));
    assert_eq!(
        finding(&twice, "distributions-not-carried-over"),
        "`mill`: how factors spread that are sums of several is not carried over (1)"
    );
}

/// Tables of a grid that takes an uncertain amount of coal.
fn tables(technosphere: &str) -> Result<LoadedDatabase, Error> {
    let files = MemoryFiles::new("mill")
        .with("processes.csv", &b"id,name,product,unit,location\ng,,,,\nc,,,,\n"[..])
        .with("flows.csv", &b"id,name,compartment,unit\nco2,,,\n"[..])
        .with("technosphere.csv", technosphere.as_bytes().to_vec())
        .with("emissions.csv", &b"flow,process,amount\nco2,c,1\n"[..])
        .with(
            "characterisation.csv",
            &b"set,flow,value,uncertainty_type,loc,scale,minimum,maximum\nGWP,co2,1,3,1,0.1,,\n"[..],
        );
    read_database(&[&files], &DatabaseOptions::new())?.build()
}

const TITLES: &str = "product,process,amount,uncertainty_type,loc,scale,minimum,maximum\n";

#[test]
fn tables_may_say_how_uncertain_their_amounts_are() {
    let rows = "g,g,1,,,,,\nc,g,-0.5,2,-0.75,0.125,,\nc,c,1,0,,,,\ng,c,-0.25,4,,,-0.5,-0.125\n";
    let loaded = tables(&format!("{TITLES}{rows}")).expect("a database");
    let coal = EntrySpread::Lognormal {
        mu: -0.75,
        sigma: 0.125,
        negative: true,
    };
    let power = EntrySpread::Uniform {
        low: -0.5,
        high: -0.125,
    };
    let expected = [
        (0, 0, EntrySpread::None),
        (1, 0, coal),
        (0, 1, power),
        (1, 1, EntrySpread::None),
    ];
    assert_eq!(exchanges(&loaded), expected);
    assert!(loaded.database.emission_spreads().is_empty());
}

#[test]
fn rows_whose_distribution_cannot_be_are_told() {
    let rows = "g,g,1,8,,,,\nc,g,-0.5,4,,,2,1\nc,c,1,x,,,,\ng,c,-1,3,a,b,,\n";
    let error = tables(&format!("{TITLES}{rows}")).expect_err("problems");
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "mill/technosphere.csv:2:7: distributions of the type 8 are not known",
            "mill/technosphere.csv:3:10: the distribution cannot be: its parameters ascend: the least, the most likely, \
             the most",
            "mill/technosphere.csv:4:7: the amount `x` is not a finite number",
            "mill/technosphere.csv:5:10: the amount `a` is not a finite number",
            "mill/technosphere.csv:5:12: the amount `b` is not a finite number",
        ]
    );
    let titles = "product,process,amount,uncertainty_type\n";
    let error = tables(titles).expect_err("a problem");
    assert_eq!(
        error.problems()[0].to_string(),
        "mill/technosphere.csv:1:1: the titles are `product,process,amount,uncertainty_type`, not `product,process,amount` and behind them `uncertainty_type,loc,scale,minimum,maximum`"
    );
}
