//! Totals of which rounding leaves no digit certain, in models and in databases.

use cfp_core::{
    Characterisation, Contributions, Database, DatabaseDemand, Finding, Process, Scores, System,
};
use num_rational::BigRational;

use super::co2;
use crate::rational::rational;

const CODE: &str = "bound-not-below-total";

fn tells(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.code == CODE)
}

/// A third of the last place of a decimal is rounded to nothing, and a third of a kilogram is not.
#[test]
fn a_footprint_below_the_last_place_is_told() {
    let system = |emitted: &str| {
        let works = Process::new("works").makes("steel", "3 kg");
        let system = System::builder().process(works.emits("CO2", emitted));
        system.build().expect("a model")
    };
    for (emitted, is_told) in [("0.0000000000000000000000000001 kg", true), ("1 kg", false)] {
        let system = system(emitted);
        let footprint = system
            .footprint("steel", "1 kg", &co2())
            .expect("a footprint");
        assert!(!footprint.total().proved().expect("a bound").is_exact());
        assert_eq!(tells(&footprint.findings), is_told, "{emitted}");
        let intensities = system.intensities(&co2()).expect("intensities");
        assert_eq!(tells(&intensities.findings), is_told, "{emitted}");
    }
    let nothing = system("0 kg");
    let footprint = nothing
        .footprint("steel", "1 kg", &co2())
        .expect("a footprint");
    assert!(footprint.total().value().is_zero() && !tells(&footprint.findings));
}

/// A run of the first makes 1e300 and emits the smallest double; the second takes 1e300 of that; the third emits nothing.
fn underflow() -> Scores {
    let technosphere = [
        (0, 0, 1e300),
        (1, 1, 1.0),
        (0, 1, -1e300),
        (2, 2, 1e300),
        (3, 3, 2.0),
    ];
    let emissions = [(0, 0, 5e-324), (0, 3, 1.0)];
    let database = Database::from_triplets(4, technosphere, 1, emissions);
    let solved = database.and_then(|database| database.solve());
    let counts = Characterisation::of_values("CO2", [(0, 1.0)]);
    let scores = solved.and_then(|solved| solved.scores(&counts));
    scores.expect("scores")
}

/// The smallest double over 1e300, as doubles have them: the decimal texts are not their values.
fn smallest() -> BigRational {
    BigRational::from_float(5e-324).expect("finite")
}

#[test]
fn what_underflows_has_a_bound() {
    let scores = underflow();
    let big = BigRational::from_float(1e300).expect("finite");
    let zero = rational("0");
    let exact = [smallest() / big, smallest(), zero, rational("0.5")];
    for (product, exact) in exact.iter().enumerate() {
        let figure = scores.figure(product).expect("a figure");
        let off = rational(&figure.value().to_string()) - exact;
        let bound = rational(&figure.bound().expect("proved").to_string());
        assert!(off <= bound && -off <= bound, "{product}");
        let value = BigRational::from_float(scores.values()[product]).expect("finite");
        let bound = BigRational::from_float(scores.bounds()[product]).expect("finite");
        let off = value - exact;
        assert!(off <= bound && -off <= bound, "{product}");
        let contributions = of(&scores, product);
        let total = contributions.total();
        let off = rational(&total.value().to_string()) - exact;
        let bound = rational(&total.bound().expect("proved").to_string());
        assert!(off <= bound && -off <= bound, "{product}");
        assert_eq!(tells(&contributions.findings()), product < 2, "{product}");
    }
    // Nothing is exactly nothing; what underflowed is not.
    let nothing = scores.figure(2).expect("a figure").proved();
    assert!(nothing.expect("a bound").is_zero());
    let told = scores
        .findings()
        .into_iter()
        .find(|finding| finding.code == CODE);
    assert!(told.expect("a finding").message.contains("2 of 4"));
}

fn of(scores: &Scores, product: usize) -> Contributions {
    let demand = DatabaseDemand::of(product, 1.0);
    scores.contributions(&demand).expect("contributions")
}
