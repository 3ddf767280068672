//! Laws of the flows of databases: each of them counts, is left out for a reason, or is refused by its name.

use std::collections::BTreeSet;

use cfp_core::{Database, DatabaseProblem, FlowChoices, Label, ProblemKind};
use cfp_factors::Registry;
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: [&str; 14] = [
    "CO2, fossil",
    "Carbon dioxide",
    "Carbon dioxide, in air",
    "Carbon dioxide, to soil or biomass stock",
    "Dinitrogen monoxide",
    "氧化亚氮",
    "Methane",
    "Methane, fossil",
    "Methane, tetrafluoro-, R-14",
    "Ethane",
    "Perfluorocarbons, unspecified",
    "Ammonia",
    "Water",
    "Methanol",
];

const PLACES: [Option<&str>; 8] = [
    None,
    Some("air"),
    Some("air::indoor"),
    Some("natural resource::in air"),
    Some("water/river"),
    Some("soil"),
    Some("fair trade"),
    Some("大气"),
];

proptest! {
    /// No flow is passed over: those that count and those that are left out are all flows, once each; a refusal names
    /// flows that there are, and without them the rest is answered.
    #[test]
    fn every_flow_counts_is_left_out_or_is_refused(
        flows in prop::collection::vec((select(&NAMES[..]), select(&PLACES[..])), 1..12),
        set in select(&["AR4-100", "AR5-100", "AR6-100"][..]),
    ) {
        let labels = flows.iter().enumerate().map(|(at, (name, place))| {
            let label = Label::new(&at.to_string()).name(name).unit("kg");
            place.map_or(label.clone(), |place| label.location(place))
        });
        let emissions: Vec<_> = (0..flows.len()).map(|at| (at, 0, 1.0)).collect();
        let database = Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(flows.len(), emissions)
            .flows(labels.collect())
            .build()
            .expect("a database");
        let gwp = Registry::bundled().expect("a registry").gwp(set).expect("a set");
        let mut refused = BTreeSet::new();
        if let Err(error) = database.characterised_by(&gwp) {
            for problem in error.problems() {
                match &problem.kind {
                    ProblemKind::Database(DatabaseProblem::GasesWithoutValue { gases, .. }) => {
                        refused.extend(gases.iter().map(|(name, _)| name.clone()));
                    }
                    ProblemKind::Database(DatabaseProblem::GasesOfSeveralOrigins { gases, .. }) => {
                        refused.extend(gases.iter().map(|(name, _)| name.clone()));
                    }
                    ProblemKind::Database(DatabaseProblem::NothingCharacterised { .. }) => {}
                    other => prop_assert!(false, "{other}"),
                }
            }
        }
        prop_assert!(refused.iter().all(|name| flows.iter().any(|(own, _)| own == name)));
        // The way out, obeyed, leads to an answer, or to nothing that counts.
        let choices = refused.iter().fold(FlowChoices::new(), |choices, name| choices.leave_out(name));
        match database.characterised_with(&gwp, &choices) {
            Ok(method) => {
                prop_assert_eq!(method.len() + method.left_out().len(), flows.len());
                let left_out: BTreeSet<usize> = method.left_out().iter().map(|row| row.flow).collect();
                prop_assert_eq!(left_out.len(), method.left_out().len());
            }
            Err(error) => {
                prop_assert_eq!(error.problems().len(), 1);
                let is_nothing = matches!(
                    &error.problems()[0].kind,
                    ProblemKind::Database(DatabaseProblem::NothingCharacterised { .. })
                );
                prop_assert!(is_nothing, "{}", error);
            }
        }
    }
}
