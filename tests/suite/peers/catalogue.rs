//! Every collected case by its name, and where it is restated or why it is not.

use std::collections::BTreeSet;
use std::fs;

use crate::tree;

use Answer::{Here, Later, Never, Partly};

/// What became of a case. A test is named by its module beside this one and its function.
enum Answer {
    /// Restated in full by this test.
    Here(&'static str),
    /// Restated by this test but for what belongs to this topic.
    Partly(&'static str, &'static str),
    /// Belongs to a topic that nothing here computes.
    Later(&'static str),
    /// Does not apply, for this reason.
    Never(&'static str),
}

/// Where the collection lies beside a checkout, from the root of the workspace.
const COLLECTION: &str = "../shared/cases/lca_cases.json";

const CASES: &[(&str, Answer)] = &[
    (
        "hs2002_electricity_fuel",
        Here("chains::electricity_from_fuel"),
    ),
    (
        "hs2002_multipliers_and_variance",
        Partly(
            "chains::electricity_from_fuel",
            "sensitivities: multipliers and first-order variance",
        ),
    ),
    (
        "bw_multi_demand_gamma",
        Here("chains::two_methods_for_one_demand"),
    ),
    (
        "bw_multi_demand_zeta",
        Here("chains::another_demand_of_the_same_system"),
    ),
    (
        "bw_partitioned_background",
        Here("supplies::a_background_solved_first"),
    ),
    (
        "bw_mc_basic_moments",
        Partly(
            "chains::the_stated_amounts_of_an_uncertain_system",
            "Monte Carlo: mean and variance",
        ),
    ),
    (
        "bw_recursion_nonunit",
        Partly(
            "loops::a_loop_with_production_not_in_ones",
            "paths: the upstream tree by depth",
        ),
    ),
    (
        "bw_five_process_loop_steel",
        Partly(
            "loops::steel_in_a_loop_of_five",
            "paths: a tree cut short stays below the total",
        ),
    ),
    (
        "bw_nonsquare_error",
        Here("refused::a_product_without_a_maker"),
    ),
    (
        "bw_demand_outside_system",
        Here("refused::a_demand_for_what_nobody_makes"),
    ),
    (
        "mf_allocation_price",
        Here("outputs::two_products_share_by_price"),
    ),
    (
        "mf_allocation_mass",
        Here("outputs::two_products_share_by_mass"),
    ),
    (
        "mf_chained_allocation_dog",
        Here("outputs::an_allocated_product_is_allocated_again"),
    ),
    (
        "olca_physical_allocation_products",
        Here("outputs::products_and_treated_wastes_share_by_mass"),
    ),
    (
        "olca_physical_allocation_wastes",
        Here("outputs::products_and_treated_wastes_share_by_mass"),
    ),
    (
        "olca_physical_allocation_waste_service_and_product",
        Here("outputs::products_and_treated_wastes_share_by_mass"),
    ),
    (
        "olca_allocation_formula",
        Partly(
            "outputs::products_and_treated_wastes_share_by_mass",
            "parameters: shares as formulas",
        ),
    ),
    (
        "olca_allocate_avoided_product",
        Here("outputs::a_credit_is_shared_too"),
    ),
    (
        "olca_allocation_factors_from_properties",
        Here("outputs::weights_come_from_properties_in_other_units"),
    ),
    ("olca_waste_downstream", Here("outputs::a_waste_downstream")),
    (
        "olca_waste_as_reference",
        Here("outputs::a_waste_as_reference"),
    ),
    (
        "olca_waste_linked_to_result",
        Here("supplies::a_waste_treated_by_a_result"),
    ),
    (
        "olca_linked_supplier_result",
        Partly("supplies::a_suppliers_result", "paths: the upstream tree"),
    ),
    ("olca_avoided_product", Here("outputs::an_avoided_product")),
    ("olca_avoided_waste", Here("outputs::an_avoided_waste")),
    ("olca_sub_assembly_chain", Here("chains::a_sub_assembly")),
    (
        "olca_sankey_cycle",
        Here("loops::a_cycle_of_two_below_a_third"),
    ),
    (
        "olca_deep_chain_15000",
        Here("chains::a_chain_of_fifteen_thousand"),
    ),
    (
        "olca_result_provider_2x2",
        Here("loops::three_methods_for_a_loop_of_two"),
    ),
    (
        "olca_seqagg_chain5",
        Here("chains::a_chain_of_five_with_production_not_in_ones"),
    ),
    (
        "olca_seqagg_loop4",
        Here("loops::a_loop_of_four_with_production_not_in_ones"),
    ),
    (
        "olca_sparse_5x5",
        Here("loops::a_matrix_whose_diagonal_is_no_production"),
    ),
    (
        "olca_singular_loop_error",
        Here("refused::a_loop_that_consumes_all_it_makes"),
    ),
    (
        "olca_nonsquare_error",
        Here("refused::more_products_than_processes"),
    ),
    (
        "olca_regional_locations",
        Later("regional accounts: characterisation by where a flow happens"),
    ),
    (
        "olca_normalisation_weighting",
        Never("a footprint has one category of impact and is not weighed against others"),
    ),
    (
        "olca_elementary_flow_cancels",
        Here("signs::a_flow_in_and_out_cancels"),
    ),
    (
        "olca_impact_pos_factors_direction_input",
        Here("signs::a_method_that_counts_what_goes_in"),
    ),
    (
        "olca_impact_neg_factor_direction_input",
        Here("signs::a_negative_value_of_what_goes_out"),
    ),
    (
        "olca_impact_neg_factor_no_direction",
        Here("signs::a_method_that_counts_what_goes_in"),
    ),
    (
        "olca_impact_swapped_flows_neg_amounts",
        Here("signs::negative_amounts_turn_the_direction"),
    ),
    (
        "olca_dq_aggregation",
        Later("data quality: scores weighed by contribution"),
    ),
    (
        "olca_system_in_system",
        Here("chains::a_system_in_a_system"),
    ),
    (
        "olca_groups_double_link",
        Here("chains::two_lines_of_one_product_add_up"),
    ),
    (
        "olca_statistics",
        Later("Monte Carlo: statistics of a sample"),
    ),
    ("volca_min3_chain", Here("chains::a_chain_of_three")),
    (
        "volca_self_loop_market",
        Here("loops::a_market_that_consumes_its_own_output"),
    ),
    (
        "volca_mixed_units_steel",
        Here("chains::steel_in_mixed_units_by_the_round_pound"),
    ),
    (
        "volca_unit_mismatch_must_fail",
        Here("refused::a_mass_of_a_length"),
    ),
    (
        "tiangong_solve_pipeline",
        Here("loops::two_products_wanted_at_once"),
    ),
    ("mutel_fizzbang_loop", Here("loops::fizzbang_and_lolly")),
    (
        "lca_algebraic_parameter_chain",
        Later("parameters: formulas of formulas"),
    ),
    (
        "bw_timex_substitution_two_years",
        Later("temporal: factors between two years"),
    ),
    (
        "lcax_stage_totals",
        Later("life-cycle stages: totals of modules, and those not declared"),
    ),
    (
        "stats_triangular_ppf",
        Later("Monte Carlo: the triangular distribution"),
    ),
    (
        "lognormal_mean_preserving",
        Later("Monte Carlo: the lognormal distribution"),
    ),
];

/// The names of the collection; `None` where only the workspace is at hand.
fn collected() -> Option<Vec<String>> {
    let text = fs::read_to_string(tree::root().join(COLLECTION)).ok()?;
    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let cases = read["cases"].as_array().expect("a list of cases");
    let names = cases.iter().map(|case| case["name"].as_str());
    let names: Option<Vec<&str>> = names.collect();
    let names = names.expect("a name of each case");
    Some(names.into_iter().map(str::to_owned).collect())
}

#[test]
fn every_collected_case_has_an_answer() {
    let listed: BTreeSet<&str> = CASES.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed.len(), CASES.len(), "a case is listed twice");
    if let Some(collected) = collected() {
        let collected: BTreeSet<&str> = collected.iter().map(String::as_str).collect();
        assert_eq!(listed, collected);
    }
}

#[test]
fn every_answer_is_a_test_or_a_reason() {
    for (name, answer) in CASES {
        let (place, reason) = match answer {
            Here(test) => (Some(test), None),
            Partly(test, rest) => (Some(test), Some(rest)),
            Later(reason) | Never(reason) => (None, Some(reason)),
        };
        if let Some(test) = place {
            let (module, function) = test.split_once("::").expect("a module and a function");
            let text = tree::text(&format!("tests/suite/peers/{module}.rs"));
            let head = format!("#[test]\nfn {function}() {{");
            assert!(text.contains(&head), "{name}: no test `{test}`");
        }
        assert!(reason.is_none_or(|reason| !reason.is_empty()), "{name}");
    }
}
