//! Which keys the tables of an installation's file have, and what each holds.

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wants {
    /// A text, most with a unit.
    Text,
    /// A year.
    Year,
    /// True or false.
    Truth,
    /// A list of texts.
    Texts,
    /// A name, or names with their shares.
    Users,
    /// Names with texts.
    Map,
    /// A list of tables.
    Tables(&'static Schema),
    /// A table.
    One(&'static Schema),
}

/// A table: what it is called in a sentence, its keys, and those that it cannot do without.
#[derive(Debug)]
pub(super) struct Schema {
    pub owner: &'static str,
    pub keys: &'static [(&'static str, Wants)],
    pub needed: &'static [&'static str],
}

use Wants::{Map, One, Tables, Text, Texts, Truth, Users, Year};

/// The file as a whole.
pub(super) const INSTALLATION: Schema = Schema {
    owner: "the installation",
    keys: &[
        ("name", Text),
        ("country", Text),
        ("year", Year),
        ("reconcile", Truth),
        ("correction_factor", Text),
        ("report", Map),
        ("stream", Tables(&STREAM)),
        ("anode_effects", Tables(&ANODES)),
        ("measured", Tables(&MEASURED)),
        ("co2_transfer", Tables(&TRANSFER)),
        ("energy_unit", Tables(&UNIT)),
        ("electricity", Tables(&SOURCE)),
        ("process", Tables(&PROCESS)),
        ("precursor", Tables(&PRECURSOR)),
        ("footprint", One(&FOOTPRINT)),
    ],
    needed: &["year", "process"],
};

const FOOTPRINT: Schema = Schema {
    owner: "the product footprint",
    keys: &[
        ("gwp", Text),
        ("electricity", Text),
        ("upstream", Map),
        ("precursor", Map),
        ("input", Tables(&INPUT)),
    ],
    needed: &["gwp"],
};

const INPUT: Schema = Schema {
    owner: "the input",
    keys: &[
        ("process", Text),
        ("name", Text),
        ("amount", Text),
        ("footprint", Text),
        ("kind", Text),
    ],
    needed: &["process", "name", "amount", "footprint"],
};

const STREAM: Schema = Schema {
    owner: "the source stream",
    keys: &[
        ("name", Text),
        ("method", Text),
        ("activity", Text),
        ("net_calorific_value", Text),
        ("emission_factor", Text),
        ("carbon_content", Text),
        ("oxidation", Text),
        ("conversion", Text),
        ("biomass", Text),
        ("zero_rated", Text),
        ("factors", Text),
        ("standard", Text),
        ("waste_gas", Truth),
        ("used_in", Users),
    ],
    needed: &["name", "method", "activity"],
};

const ANODES: Schema = Schema {
    owner: "the anode effects",
    keys: &[
        ("name", Text),
        ("aluminium", Text),
        ("technology", Text),
        ("frequency", Text),
        ("minutes", Text),
        ("slope_factor", Text),
        ("overvoltage", Text),
        ("current_efficiency_percent", Text),
        ("overvoltage_factor", Text),
        ("c2f6_per_cf4", Text),
        ("collection_efficiency", Text),
        ("other", Text),
        ("used_in", Users),
    ],
    needed: &["name", "aluminium", "collection_efficiency"],
};

const MEASURED: Schema = Schema {
    owner: "the measured source",
    keys: &[
        ("name", Text),
        ("measured", Text),
        ("zero_rated", Text),
        ("used_in", Users),
    ],
    needed: &["name", "measured"],
};

const TRANSFER: Schema = Schema {
    owner: "the CO2 transfer",
    keys: &[
        ("name", Text),
        ("received", Text),
        ("stored", Text),
        ("evidence", Text),
        ("process", Text),
    ],
    needed: &["name", "process"],
};

const UNIT: Schema = Schema {
    owner: "the energy unit",
    keys: &[
        ("name", Text),
        ("kind", Text),
        ("heat", Text),
        ("electricity", Text),
        ("efficiency", Text),
        ("design_heat", Text),
        ("design_electricity", Text),
        ("standard_efficiencies", Truth),
        ("fuel", Text),
        ("built", Year),
        ("medium", Text),
        ("losses", Text),
    ],
    needed: &["name", "kind"],
};

const SOURCE: Schema = Schema {
    owner: "the source of electricity",
    keys: &[
        ("name", Text),
        ("received", Text),
        ("factor", Text),
        ("evidence", Text),
    ],
    needed: &["name", "received", "factor"],
};

const PROCESS: Schema = Schema {
    owner: "the production process",
    keys: &[
        ("name", Text),
        ("produced", Text),
        ("category", Text),
        ("functional_unit", Text),
        ("direct", Text),
        ("non_cbam", Text),
        ("heat_imported", Tables(&HEAT)),
        ("heat_exported", Tables(&HEAT)),
        ("waste_gas_imported", Text),
        ("waste_gas_exported", Text),
        ("electricity", Tables(&ELECTRICITY)),
        ("electricity_produced", Tables(&ELECTRICITY)),
        ("takes", Tables(&TAKEN)),
        ("co_products", Tables(&CO_PRODUCT)),
        ("goods", Tables(&GOOD)),
    ],
    needed: &["name", "produced", "goods"],
};

const HEAT: Schema = Schema {
    owner: "the heat",
    keys: &[
        ("amount", Text),
        ("factor", Text),
        ("unit", Text),
        ("usual_fuel", Text),
        ("uncounted", Truth),
    ],
    needed: &["amount"],
};

const ELECTRICITY: Schema = Schema {
    owner: "the electricity",
    keys: &[
        ("amount", Text),
        ("factor", Text),
        ("unit", Text),
        ("only", Texts),
        ("evidence", Text),
    ],
    needed: &["amount"],
};

const TAKEN: Schema = Schema {
    owner: "the precursor that is taken",
    keys: &[
        ("from", Text),
        ("good", Text),
        ("precursor", Text),
        ("only", Texts),
        ("evidence", Text),
        ("amount", Text),
    ],
    needed: &["amount"],
};

const CO_PRODUCT: Schema = Schema {
    owner: "the co-product",
    keys: &[
        ("name", Text),
        ("amount", Text),
        ("molar_mass", Text),
        ("is_goods", Truth),
    ],
    needed: &["name", "amount"],
};

const GOOD: Schema = Schema {
    owner: "the good",
    keys: &[
        ("cn", Text),
        ("goods", Text),
        ("name", Text),
        ("produced", Text),
        ("content", Text),
        ("route", Text),
        ("routes", Map),
        ("benchmark", Text),
        ("parameters", Map),
    ],
    needed: &["cn"],
};

const PRECURSOR: Schema = Schema {
    owner: "the precursor",
    keys: &[
        ("name", Text),
        ("cn", Text),
        ("category", Text),
        ("goods", Text),
        ("delivery", Tables(&DELIVERY)),
    ],
    needed: &["name", "delivery"],
};

const DELIVERY: Schema = Schema {
    owner: "the delivery",
    keys: &[
        ("supplier", Text),
        ("amount", Text),
        ("country", Text),
        ("year", Year),
        ("see_direct", Text),
        ("see_indirect", Text),
        ("see_indirect_counted", Text),
        ("electricity", Text),
        ("sefa", Text),
        ("report", Text),
        ("default", Truth),
        ("default_value", Text),
        ("route", Text),
    ],
    needed: &["supplier", "amount"],
};
