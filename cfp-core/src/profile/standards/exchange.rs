//! What the standard for the exchange of footprints between companies asks.

use super::{Standard, common, whole};
use crate::profile::checks::{carbon, data, electricity, method, report, scope};
use crate::profile::parameters::Parameters;
use crate::profile::rule::{ask, must, should};

/// # Source
///
/// Section numbers and rules: the PACT data model 3.0.3 (its interface description names the sections of the Methodology) and
/// PACT's public guidance. The limit of the cut-off is in an alignment of PACT with Catena-X, the ratio of prices in a
/// supplier's guide; the hierarchy of electricity, offsets and the counting of metered fuel were read nowhere: these are
/// parameters.
pub(in crate::profile) static PACT_3: Standard = Standard {
    name: "pact-3",
    title: "PACT Methodology v3",
    parameters: || Parameters {
        cut_off_percent: Some(whole(3)),
        validity_years: Some(3),
        price_ratio: Some(whole(5)),
        ..common()
    },
    rules: &[
        must(&scope::BOUNDARY, "3.2"),
        must(&scope::CRADLE_TO_GATE, "3.2"),
        ask(&scope::SUPPLIER_BOUNDARY, "3.2"),
        ask(&scope::OFFSETS, "3.2"),
        must(&scope::PERIOD, "3.2.3"),
        must(&scope::VALIDITY, "3.2.3"),
        must(&scope::VALID_EARLY, "3.2.3"),
        must(&scope::UNIT_LISTED, "3.2.4"),
        must(&scope::PRODUCT_MASS, "3.2.4"),
        should(&report::PRODUCT_RULES, "3.1.2"),
        must(&method::GWP_SET, "3.2.2"),
        should(&method::GWP_SETS_MIXED, "3.2.2"),
        must(&report::PACKAGING, "3.3.1.1"),
        ask(&method::CUT_OFF_LIMIT, "3.3.1.2"),
        ask(&method::CUT_OFF_ESTIMATE, "3.3.1.2"),
        ask(&report::CUT_OFF_REASON, "3.3.1.2"),
        should(&report::ALLOCATION_REASON, "3.3.1.3"),
        ask(&method::ALLOCATION_ORDER, "3.3.1.3"),
        should(&method::AVOIDED, "3.3.1.3"),
        should(&method::CREDITS, "3.3.2.2"),
        must(&method::UNSPECIFIED, "3.3.2.4"),
        must(&carbon::BIOGENIC_CARBON, "3.3.2.4"),
        should(&carbon::CARBON_BALANCE, "3.3.2.4"),
        must(&carbon::FOSSIL_CARBON, "data model, fossilCarbonContent"),
        ask(&electricity::STATED, "electricity"),
        ask(&electricity::CERTIFICATE_COMPLETE, "electricity"),
        ask(&electricity::CERTIFICATE_VOLUME, "electricity"),
        ask(&electricity::CERTIFICATE_PERIOD, "electricity"),
        ask(&electricity::GRID_AVERAGE, "electricity"),
        ask(&electricity::TREATED_TWICE, "electricity"),
        ask(&electricity::LOCATION_BASED, "electricity"),
        must(&data::ORIGIN, "4.2.2"),
        should(&data::RATINGS, "4.2.3"),
        should(&data::SOURCES, "data model, secondaryEmissionFactorSources"),
    ],
};
