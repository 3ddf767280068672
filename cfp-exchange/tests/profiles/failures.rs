//! What fails each check of a profile.

use cfp_core::{Finding, Footprint};
use serde_json::json;

use Change::{Added, Made, Texts};

/// How a study is made to fail.
pub enum Change {
    /// Texts in place of others; the line of an empty text goes.
    Texts(&'static [(&'static str, &'static str)]),
    /// What stands after the end.
    Added(&'static str),
    /// A footprint as an engine would give it for what the model file has no short text for.
    Made(fn(&mut Footprint)),
}

/// What fails a check, by its code.
pub const FAILURES: &[(&str, Change)] = &[
    (
        "boundary-not-stated",
        Texts(&[("boundary = \"cradle to gate\"\nperiod", "period")]),
    ),
    (
        "not-cradle-to-gate",
        Texts(&[(
            "boundary = \"cradle to gate\"\nperiod",
            "boundary = \"cradle to grave\"\nperiod",
        )]),
    ),
    (
        "upstream-left-out",
        Texts(&[(
            "boundary = \"cradle to gate\"\nperiod",
            "boundary = \"gate-to-gate\"\nperiod",
        )]),
    ),
    (
        "supplier-boundary",
        Texts(&[(
            "boundary = \"cradle to gate\"\ngwp",
            "boundary = \"scope 1 and 2\"\ngwp",
        )]),
    ),
    (
        "period-not-stated",
        Texts(&[(
            "period = { start = \"2024-01-01\", end = \"2024-12-31\" }",
            "",
        )]),
    ),
    ("valid-too-long", Texts(&[("2026-12-31", "2030-01-01")])),
    (
        "validity-not-stated",
        Texts(&[("valid_until = \"2026-12-31\"", "")]),
    ),
    ("valid-too-early", Texts(&[("2025-01-01", "2024-06-30")])),
    (
        "unit-not-listed",
        Texts(&[
            (
                "product = \"board\"\namount = \"1 t\"",
                "product = \"strip\"\namount = \"1 m\"",
            ),
            (
                "fossil_carbon = \"0 kg/kg\"\nbiogenic_carbon = \"0.45 kg/kg\"",
                "fossil_carbon = \"0 kg/m\"\nbiogenic_carbon = \"0.45 kg/m\"\nproduct_mass = \"1 kg/m\"",
            ),
            (
                "[supply.glue]",
                "[[process]]\nname = \"saw\"\nstage = \"A3\"\nmakes.strip = \"1 m\"\ntakes.board = \"1 kg\"\n[supply.glue]",
            ),
        ]),
    ),
    (
        "product-mass-not-stated",
        Texts(&[
            (
                "product = \"board\"\namount = \"1 t\"",
                "product = \"pile\"\namount = \"1 m3\"",
            ),
            (
                "fossil_carbon = \"0 kg/kg\"\nbiogenic_carbon = \"0.45 kg/kg\"",
                "fossil_carbon = \"0 kg/m3\"\nbiogenic_carbon = \"270 kg/m3\"",
            ),
            (
                "[supply.glue]",
                "[[process]]\nname = \"pile up\"\nstage = \"A3\"\nmakes.pile = \"1 m3\"\ntakes.board = \"600 kg\"\n[supply.glue]",
            ),
        ]),
    ),
    (
        "product-rules-not-stated",
        Texts(&[("product_rules = \"none of the category was found\"", "")]),
    ),
    (
        "cut-off-not-justified",
        Texts(&[("cut_off_reason = \"pallets are used for many years\"", "")]),
    ),
    (
        "allocation-not-justified",
        Texts(&[(
            "allocation_reason = \"one press makes both from the same wood; they cost nearly the same\"",
            "",
        )]),
    ),
    (
        "use-and-end-of-life-not-stated",
        Texts(&[(
            "use_and_end_of_life = \"left out: what becomes of boards is decided by who buys them\"",
            "",
        )]),
    ),
    (
        "timing-not-stated",
        Texts(&[(
            "timing = \"all within the period; carbon in the board is stored for an unknown time\"",
            "",
        )]),
    ),
    (
        "uncertainty-not-stated",
        Texts(&[(
            "uncertainty = \"10 % more glue are 8 % more footprint\"",
            "",
        )]),
    ),
    (
        "limitations-not-stated",
        Texts(&[("limitations = \"climate only\"", "limitations = \" \"")]),
    ),
    (
        "data-quality-not-stated",
        Texts(&[(
            "data_quality = \"meters of the plant, and results of suppliers for the same year\"",
            "",
        )]),
    ),
    (
        "verification-not-stated",
        Texts(&[("verification = \"critical review by a panel of three\"", "")]),
    ),
    (
        "packaging-not-stated",
        Texts(&[("packaging_included = true", "")]),
    ),
    (
        "offsets-stated",
        Texts(&[(
            "fossil_carbon =",
            "offsets = [{ name = \"CCER 2024-0031\", amount = \"500 kg CO2e\" }]\nfossil_carbon =",
        )]),
    ),
    (
        "gwp-set",
        Texts(&[("gwp = \"AR6-100\"", "gwp = \"AR5-100\"")]),
    ),
    (
        "gwp-sets-mixed",
        Texts(&[(
            "boundary = \"cradle to gate\"\ngwp = \"AR6-100\"",
            "boundary = \"cradle to gate\"\ngwp = \"AR5-100\"",
        )]),
    ),
    ("stages-not-stated", Texts(&[("stage = \"A3\"", "")])),
    (
        "modules-not-stated",
        Texts(&[("stage = \"A3\"", "stage = \"production\"")]),
    ),
    (
        "not-reported-apart",
        Texts(&[(
            "categories = { fossil = \"2 kg CO2e/kg\" }",
            "categories = { fossil = \"1.9 kg CO2e/kg\" }",
        )]),
    ),
    (
        "cut-off-too-large",
        Added("[study.parameters]\ncut_off_percent = \"0.02\""),
    ),
    (
        "cut-off-each-too-large",
        Added("[study.parameters]\ncut_off_each_percent = \"0.02\""),
    ),
    (
        "cut-off-not-estimated",
        Texts(&[(
            "cut_off = [{ flow = \"pallets\", footprint = \"0.1 kg CO2e/kg\" }]",
            "cut_off = [\"pallets\"]",
        )]),
    ),
    (
        "allocation-order",
        Texts(&[
            ("allocate = \"mass\"", "allocate = \"equal\""),
            ("\"0.45 kg/kg\"", "\"0.3 kg/kg\""),
        ]),
    ),
    (
        "avoided-in-total",
        Added(
            "[supply.heat]\nfootprint = \"0.07 kg CO2e/MJ\"\ncategories = { fossil = \"0.07 kg CO2e/MJ\" }\nsource = \"heat network\"\nprimary = true\nquality = { technology = \"1\", geography = \"1\", time = \"1\" }\n[[process]]\nname = \"dry\"\nstage = \"A3\"\nmakes.\"dry board\" = \"1 kg\"\ntakes.board = \"1 kg\"\navoids.heat = \"1 MJ\"",
        ),
    ),
    (
        "credit-in-total",
        Made(|footprint| {
            let message = "the total has the credit `recycling` of `press`: -3 kg CO2e";
            footprint
                .findings
                .push(Finding::new("credit-in-total", message, "report it apart"));
        }),
    ),
    (
        "biogenic-carbon-not-stated",
        Texts(&[("biogenic_carbon = \"0.45 kg/kg\"", "")]),
    ),
    (
        "fossil-carbon-not-stated",
        Texts(&[("fossil_carbon = \"0 kg/kg\"", "")]),
    ),
    (
        "carbon-balance",
        Texts(&[(
            "biogenic_carbon = \"0.45 kg/kg\"",
            "biogenic_carbon = \"0.5 kg/kg\"",
        )]),
    ),
    (
        "electricity-not-stated",
        Texts(&[(
            "[supply.electricity.electricity]\ntreatment = \"certificate\"\ninstrument = \"GEC 2024-0815, onshore wind\"\nperiod = \"2024\"\nvolume = \"800 MWh\"\nlocation_based = \"0.5777 kg CO2e/kWh\"",
            "",
        )]),
    ),
    (
        "certificate-incomplete",
        Texts(&[("volume = \"800 MWh\"", "")]),
    ),
    (
        "certificate-exceeded",
        Texts(&[("volume = \"800 MWh\"", "volume = \"249 kWh\"")]),
    ),
    (
        "certificate-of-another-period",
        Texts(&[("period = \"2024\"", "period = \"2023\"")]),
    ),
    (
        "grid-average-used",
        Texts(&[(
            "treatment = \"certificate\"",
            "treatment = \"grid average\"",
        )]),
    ),
    (
        "electricity-counted-twice",
        Texts(&[(
            "[supply.electricity]\nfootprint = \"0.03 kg CO2e/kWh\"\ncategories = { fossil = \"0.03 kg CO2e/kWh\" }\nsource = \"operator of the wind farm\"\nprimary = true\nquality = { technology = \"1\", geography = \"1\", time = \"1\" }\n[supply.electricity.electricity]\ntreatment = \"certificate\"\ninstrument = \"GEC 2024-0815, onshore wind\"\nperiod = \"2024\"\nvolume = \"800 MWh\"\nlocation_based = \"0.5777 kg CO2e/kWh\"",
            "[supply.electricity]\nmix = [\n{ share = \"0.6\", footprint = \"0.03 kg CO2e/kWh\", categories = { fossil = \"0.03 kg CO2e/kWh\" }, source = \"wind\", primary = true, quality = { technology = \"1\", geography = \"1\", time = \"1\" }, electricity = { treatment = \"direct line\", location_based = \"0.5 kg CO2e/kWh\" } },\n{ share = \"0.4\", footprint = \"0.5 kg CO2e/kWh\", categories = { fossil = \"0.5 kg CO2e/kWh\" }, source = \"grid\", primary = true, quality = { technology = \"1\", geography = \"1\", time = \"1\" }, electricity = { treatment = \"grid average\" } },\n]\n[study.parameters]\ngrid_average_accepted = true",
        )]),
    ),
    (
        "location-based-missing",
        Texts(&[("location_based = \"0.5777 kg CO2e/kWh\"", "")]),
    ),
    (
        "origin-not-stated",
        Texts(&[("gwp = \"AR6-100\"\nprimary = true", "gwp = \"AR6-100\"")]),
    ),
    (
        "data-not-rated",
        Texts(&[(
            "quality = { technology = \"1\", geography = \"2\", time = \"1\" }",
            "",
        )]),
    ),
    (
        "source-not-stated",
        Texts(&[("source = \"declaration of the supplier\"", "")]),
    ),
    (
        "data-of-elsewhere",
        Made(|footprint| {
            let used = json!({
                "flow": "gas", "dataset": "d", "version": "1-1", "row": "r", "value": "1", "unit": "kg CO2e/m3",
                "region": "CN", "year": 2023, "kind": "life-cycle footprint", "steps": ["CN-GD → CN"],
            });
            footprint
                .factors
                .push(serde_json::from_value(used).expect("a used factor"));
        }),
    ),
];
