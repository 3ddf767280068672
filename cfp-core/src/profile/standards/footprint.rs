//! What the standards for the carbon footprint of products ask.

use super::{Standard, common, whole};
use crate::profile::checks::{carbon, data, electricity, method, report, scope};
use crate::profile::parameters::Parameters;
use crate::profile::rule::{Rule, ask, must, should};

/// # Source
///
/// The lists of what 7.2 wants apart and of what 7.3 wants in the report: a public implementation that cites them. What
/// else the clauses say was not read there: these are parameters.
pub(in crate::profile) static ISO_14067: Standard = Standard {
    name: "iso-14067",
    title: "ISO 14067:2018",
    parameters: common,
    rules: &[
        should(&scope::OFFSETS, "1"),
        must(&scope::BOUNDARY, "7.3"),
        ask(&scope::NOT_THE_PLANT_ALONE, "6.3.4.2"),
        must(&report::USE_AND_END_OF_LIFE, "7.3"),
        must(&scope::PERIOD, "7.3"),
        should(&report::PRODUCT_RULES, "7.3"),
        ask(&method::GWP_SET, "6.5.1"),
        ask(&method::GWP_SETS_MIXED, "6.5.1"),
        must(&method::STAGES, "7.2 a"),
        must(&method::UNSPECIFIED, "7.2 b to e"),
        should(&carbon::BIOGENIC_CARBON, "7.2"),
        ask(&carbon::CARBON_BALANCE, "6.5.2"),
        must(&report::CUT_OFF_REASON, "7.3"),
        ask(&method::CUT_OFF_ESTIMATE, "6.3.4.3"),
        must(&report::ALLOCATION_REASON, "7.3"),
        ask(&method::ALLOCATION_ORDER, "6.4.6"),
        ask(&method::AVOIDED, "6.4.6"),
        ask(&method::CREDITS, "6.4.6"),
        must(&electricity::STATED, "7.3"),
        ask(&electricity::CERTIFICATE_COMPLETE, "6.4.9.4"),
        ask(&electricity::CERTIFICATE_VOLUME, "6.4.9.4"),
        ask(&electricity::CERTIFICATE_PERIOD, "6.4.9.4"),
        ask(&electricity::GRID_AVERAGE, "6.4.9.4"),
        ask(&electricity::TREATED_TWICE, "6.4.9.4"),
        ask(&electricity::LOCATION_BASED, "6.4.9.4"),
        must(&data::SOURCES, "7.3"),
        must(&report::DATA_QUALITY, "7.3"),
        must(&report::UNCERTAINTY, "7.3"),
        must(&report::TIMING, "7.3"),
        must(&report::LIMITATIONS, "7.3"),
    ],
};

/// # Source
///
/// That the standard is based on ISO 14067:2018 and not identical to it, leaves offsets out of its scope, and adds a
/// critical review and advice on the geography of data: public notices of its publication. The two years are of the
/// certificate of China's label. Clauses named after ISO's are where that has the rule: these are parameters.
pub(in crate::profile) static GB_T_24067: Standard = Standard {
    name: "gb-t-24067",
    title: "GB/T 24067-2024",
    parameters: || Parameters {
        cut_off_percent: Some(whole(5)),
        cut_off_each_percent: Some(whole(1)),
        validity_years: Some(2),
        ..common()
    },
    rules: &[
        should(&scope::OFFSETS, "scope"),
        should(&report::VERIFICATION, "critical review"),
        should(&data::FIT, "geography of data"),
        ask(&scope::BOUNDARY, "ISO 14067, 7.3"),
        ask(&scope::NOT_THE_PLANT_ALONE, "ISO 14067, 6.3.4.2"),
        ask(&scope::PERIOD, "ISO 14067, 7.3"),
        ask(&scope::VALIDITY, "certificate of the product label"),
        ask(&method::GWP_SET, "ISO 14067, 6.5.1"),
        ask(&method::GWP_SETS_MIXED, "ISO 14067, 6.5.1"),
        ask(&method::STAGES, "ISO 14067, 7.2 a"),
        ask(&method::UNSPECIFIED, "ISO 14067, 7.2 b to e"),
        ask(&carbon::BIOGENIC_CARBON, "ISO 14067, 7.2"),
        ask(&carbon::CARBON_BALANCE, "ISO 14067, 6.5.2"),
        ask(&method::CUT_OFF_LIMIT, "cut-off criteria"),
        ask(&method::CUT_OFF_EACH, "cut-off criteria"),
        ask(&method::CUT_OFF_ESTIMATE, "cut-off criteria"),
        ask(&report::CUT_OFF_REASON, "cut-off criteria"),
        ask(&report::ALLOCATION_REASON, "ISO 14067, 7.3"),
        ask(&method::ALLOCATION_ORDER, "ISO 14067, 6.4.6"),
        ask(&method::AVOIDED, "ISO 14067, 6.4.6"),
        ask(&method::CREDITS, "ISO 14067, 6.4.6"),
        ask(&electricity::STATED, "ISO 14067, 7.3"),
        ask(&electricity::CERTIFICATE_COMPLETE, "ISO 14067, 6.4.9.4"),
        ask(&electricity::CERTIFICATE_VOLUME, "ISO 14067, 6.4.9.4"),
        ask(&electricity::CERTIFICATE_PERIOD, "ISO 14067, 6.4.9.4"),
        ask(&electricity::GRID_AVERAGE, "ISO 14067, 6.4.9.4"),
        ask(&electricity::TREATED_TWICE, "ISO 14067, 6.4.9.4"),
        ask(&electricity::LOCATION_BASED, "ISO 14067, 6.4.9.4"),
        ask(&data::SOURCES, "ISO 14067, 7.3"),
        ask(&data::RATINGS, "data quality"),
        ask(&report::LIMITATIONS, "ISO 14067, 7.3"),
    ],
};

/// What chapters of the standard are said to ask; none was read.
const GHGP_RULES: &[Rule] = &[
    ask(&scope::BOUNDARY, "chapter 7"),
    ask(&scope::NOT_THE_PLANT_ALONE, "chapter 7"),
    ask(&report::USE_AND_END_OF_LIFE, "chapter 7"),
    ask(&scope::PERIOD, "chapter 7"),
    ask(&scope::OFFSETS, "chapter 11"),
    ask(&method::GWP_SET, "chapter 11"),
    ask(&method::GWP_SETS_MIXED, "chapter 11"),
    ask(&method::STAGES, "chapter 13"),
    ask(&method::UNSPECIFIED, "chapter 11"),
    ask(&method::CUT_OFF_ESTIMATE, "chapter 7"),
    ask(&report::CUT_OFF_REASON, "chapter 7"),
    ask(&report::ALLOCATION_REASON, "chapter 9"),
    ask(&method::ALLOCATION_ORDER, "chapter 9"),
    ask(&method::AVOIDED, "chapter 11"),
    ask(&method::CREDITS, "chapter 11"),
    ask(&electricity::STATED, "chapter 8"),
    ask(&electricity::CERTIFICATE_COMPLETE, "chapter 8"),
    ask(&electricity::CERTIFICATE_VOLUME, "chapter 8"),
    ask(&electricity::TREATED_TWICE, "chapter 8"),
    ask(&data::SOURCES, "chapter 8"),
    ask(&report::DATA_QUALITY, "chapter 8"),
    ask(&report::UNCERTAINTY, "chapter 10"),
    ask(&report::VERIFICATION, "chapter 12"),
];

/// # Source
///
/// The chapters of the standard; what each asks was not read there: all are parameters.
pub(in crate::profile) static GHGP_PRODUCT: Standard = Standard {
    name: "ghgp-product",
    title: "GHG Protocol Product Life Cycle Accounting and Reporting Standard",
    parameters: || Parameters {
        grid_average_accepted: Some(true),
        ..common()
    },
    rules: GHGP_RULES,
};
