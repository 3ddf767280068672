//! What the standard for declarations of construction products asks of the product stage.

use super::{Standard, common, whole};
use crate::profile::checks::{carbon, data, electricity, method, report, scope};
use crate::profile::parameters::Parameters;
use crate::profile::rule::{ask, must, should};

/// # Source
///
/// The limits of the cut-off, the statement of biogenic carbon, and that the total is the sum of fossil, biogenic and land
/// use parts: published declarations under EN 15804+A2. Everything else was read in none: these are parameters.
pub(in crate::profile) static EN_15804: Standard = Standard {
    name: "en-15804-a1a3",
    title: "EN 15804+A2, modules A1 to A3",
    parameters: || Parameters {
        cut_off_percent: Some(whole(5)),
        cut_off_each_percent: Some(whole(1)),
        validity_years: Some(5),
        price_ratio: "1.25".parse().ok(),
        ..common()
    },
    rules: &[
        must(&scope::BOUNDARY, "modules A1 to A3"),
        must(&scope::CRADLE_TO_GATE, "modules A1 to A3"),
        ask(&report::USE_AND_END_OF_LIFE, "modules C1 to C4 and D"),
        must(&method::MODULES_A1_A3, "modules A1 to A3"),
        ask(&scope::PERIOD, "data quality"),
        ask(&scope::VALIDITY_STATED, "validity"),
        ask(&scope::VALIDITY, "validity"),
        ask(&scope::OFFSETS, "modules A1 to A3"),
        ask(&method::GWP_SET, "characterisation factors"),
        ask(&method::GWP_SETS_MIXED, "characterisation factors"),
        must(&method::UNSPECIFIED, "GWP-fossil, GWP-biogenic, GWP-luluc"),
        should(&method::CUT_OFF_LIMIT, "cut-off criteria"),
        should(&method::CUT_OFF_EACH, "cut-off criteria"),
        ask(&method::CUT_OFF_ESTIMATE, "cut-off criteria"),
        ask(&report::CUT_OFF_REASON, "cut-off criteria"),
        ask(&report::ALLOCATION_REASON, "co-product allocation"),
        ask(&method::ALLOCATION_ORDER, "co-product allocation"),
        ask(&method::AVOIDED, "module D"),
        ask(&method::CREDITS, "module D"),
        must(&carbon::BIOGENIC_CARBON, "biogenic carbon content"),
        ask(&carbon::CARBON_BALANCE, "biogenic carbon content"),
        ask(&electricity::STATED, "electricity"),
        ask(&electricity::CERTIFICATE_COMPLETE, "electricity"),
        ask(&electricity::CERTIFICATE_VOLUME, "electricity"),
        ask(&electricity::GRID_AVERAGE, "electricity"),
        ask(&electricity::TREATED_TWICE, "electricity"),
        ask(&data::SOURCES, "data quality"),
        ask(&report::DATA_QUALITY, "data quality"),
        ask(&report::VERIFICATION, "verification"),
    ],
};
