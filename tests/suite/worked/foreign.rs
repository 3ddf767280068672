//! What is made for one database is not answered by another, and what is asked of a database twice is asked for together.

use cfp_core::{
    ChainOptions, Characterisation, Database, DatabaseDemand, EntryChange, Error, Explain, GwpSet,
    Label, Scores,
};

/// Two products with their flows in one order or the other: the second edition has `heat` and methane first.
fn edition(products: [&str; 2], flows: [&str; 2]) -> Database {
    let label = |name: &&str| Label::new(name).name(name).unit("kg");
    Database::builder(2)
        .technosphere([(0, 0, 1.0), (1, 1, 1.0), (0, 1, -0.5)])
        .emissions(2, [(0, 0, 2.0), (1, 0, 1.0), (0, 1, 4.0)])
        .products(products.iter().map(label).collect())
        .flows(flows.iter().map(label).collect())
        .build()
        .expect("a database")
}

fn first() -> Database {
    edition(["power", "heat"], ["CO2, fossil", "CH4, fossil"])
}

fn second() -> Database {
    edition(["heat", "power"], ["CH4, fossil", "CO2, fossil"])
}

fn gwp() -> GwpSet {
    GwpSet::of_values("mine", [("CO2, fossil", "1"), ("CH4, fossil", "30")]).expect("a set")
}

fn scores(database: &Database, by: &Characterisation) -> Result<Scores, Error> {
    database.solve().expect("an order").scores(by)
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    let error = result.expect_err("a refusal");
    error.problems()[0].code().to_owned()
}

fn value(scores: &Scores, demand: &DatabaseDemand) -> String {
    let figure = scores.demand(demand).expect("a score");
    figure.value().significant(12)
}

/// 2 kg CO2 and 1 kg CH4 are 32; with the factors the other way round they would be 61.
#[test]
fn a_characterisation_is_of_its_database() {
    let (first, second) = (first(), second());
    let of_first = first.characterised_by(&gwp()).expect("gases");
    let own = scores(&first, &of_first).expect("its own");
    assert_eq!(value(&own, &DatabaseDemand::of(0, 1.0)), "32");
    assert_eq!(code(scores(&second, &of_first)), "of-another-database");
    let bound = Characterisation::of_values("own", [(0, 1.0)]).of_database(&first);
    assert!(scores(&first, &bound).is_ok());
    assert_eq!(code(scores(&second, &bound)), "of-another-database");
    // The same database read again is the same, and so is one with other amounts.
    assert!(scores(&self::first(), &of_first).is_ok());
    let changed = first.changed(&[EntryChange::emission(0, 0, 3.0)]);
    let changed = scores(&changed.expect("a change"), &of_first).expect("the same flows");
    assert_eq!(value(&changed, &DatabaseDemand::of(0, 1.0)), "33");
}

#[test]
fn a_demand_is_of_its_database() {
    let (first, second) = (first(), second());
    let demand = first.demand("heat", "2 kg").expect("heat");
    let raw = Characterisation::of_values("first flow", [(0, 1.0)]);
    let own = scores(&first, &raw).expect("scores");
    // Heat: 4 and half of the 2 of power.
    assert_eq!(value(&own, &demand), "10");
    let other = scores(&second, &raw).expect("scores");
    let mixed = DatabaseDemand::of(0, 1.0).with(demand.clone());
    for demand in [&demand, &mixed] {
        assert_eq!(code(other.demand(demand)), "of-another-database");
        assert_eq!(code(other.contributions(demand)), "of-another-database");
        assert_eq!(code(other.paths(demand, 3)), "of-another-database");
        let options = ChainOptions::default();
        assert_eq!(
            code(other.supply_chains_of(demand, options)),
            "of-another-database"
        );
        assert_eq!(code(other.sankey(demand, options)), "of-another-database");
        assert_eq!(code(other.analytic(demand, 3)), "of-another-database");
        assert_eq!(code(other.sensitivities(demand, 3)), "of-another-database");
        let draws = other.monte_carlo(
            std::slice::from_ref(demand),
            &cfp_core::DrawOptions::new(),
            None,
        );
        assert_eq!(code(draws), "of-another-database");
    }
    let entries = [EntryChange::exchange(0, 1, -1.0)];
    let changed = own.changed(&entries).expect("a change");
    assert_eq!(value(&changed, &demand), "12");
    // Indices are of no database, and are held to its size.
    assert_eq!(value(&other, &DatabaseDemand::of(1, 2.0)), "10");
    let outside = DatabaseDemand::of(2, 1.0);
    assert_eq!(code(other.demand(&outside)), "entry-outside-matrix");
    assert_eq!(code(other.contributions(&outside)), "entry-outside-matrix");
    assert_eq!(code(other.paths(&outside, 3)), "entry-outside-matrix");
}

/// Scores keep the solution that they are of: after a change the contributions are those of the changed database.
#[test]
fn what_scores_are_asked_further_is_of_their_own_solution() {
    let raw = Characterisation::of_values("first flow", [(0, 1.0)]);
    let before = scores(&first(), &raw).expect("scores");
    let after = before
        .changed(&[EntryChange::exchange(0, 1, -1.0)])
        .expect("a change");
    let heat = DatabaseDemand::of(1, 1.0);
    for (scores, total) in [(&before, "5"), (&after, "6")] {
        let contributions = scores.contributions(&heat).expect("contributions");
        assert_eq!(contributions.total().value().significant(12), total);
        assert_eq!(value(scores, &heat), total);
    }
}

/// 3 and 5 of power at 2 each are 16, and so is what their paths cover.
#[test]
fn a_product_named_twice_is_asked_for_once() {
    let raw = Characterisation::of_values("first flow", [(0, 1.0)]);
    let scores = scores(&first(), &raw).expect("scores");
    let twice = DatabaseDemand::of(0, 3.0).and(1, 2.0).and(0, 5.0);
    let found = scores.paths(&twice, 10).expect("paths");
    assert_eq!(found.total.value().significant(12), "26");
    assert_eq!(found.covered.value().significant(12), "26");
    assert_eq!(found.paths.len(), 3);
    let chains = scores.supply_chains_of(&twice, ChainOptions::default());
    assert_eq!(chains.expect("chains").nodes.len(), 3);
    let nothing = DatabaseDemand::of(0, 3.0).and(0, -3.0);
    assert_eq!(value(&scores, &nothing), "0");
    assert!(scores.paths(&nothing, 3).expect("none").paths.is_empty());
}

/// A quarter and a quarter of power in a heat are a half of 4: one path, which is half of the score, beside the 1 of its own.
#[test]
fn entries_of_one_place_are_one_need() {
    let technosphere = [(0, 0, 1.0), (1, 1, 1.0), (0, 1, -0.25), (0, 1, -0.25)];
    let database = Database::from_triplets(2, technosphere, 1, [(0, 0, 4.0), (0, 1, 1.0)]);
    let counts = Characterisation::of_values("CO2", [(0, 1.0)]);
    let scores = scores(&database.expect("a database"), &counts).expect("scores");
    let found = scores
        .paths(&DatabaseDemand::of(1, 1.0), 10)
        .expect("paths");
    let values: Vec<_> = found
        .paths
        .iter()
        .map(|path| path.score.value().significant(12))
        .collect();
    assert_eq!(values, ["2", "1"]);
    assert_eq!(found.covered.value().significant(12), "3");
    assert!(found.remainder.value().is_zero());
}
