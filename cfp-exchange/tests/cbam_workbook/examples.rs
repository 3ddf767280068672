//! Installations in the plain form, that between them state every key.

/// Names and texts.
pub const EXAMPLES: [(&str, &str); 5] = [
    ("ammonia.toml", AMMONIA),
    ("steel.toml", STEEL),
    ("aluminium.toml", ALUMINIUM),
    ("loop.toml", LOOP),
    ("fertiliser.toml", FERTILISER),
];

/// A process and its fuel, with a boiler, nitric acid and a fertiliser of several contents.
pub const AMMONIA: &str = r#"
name = "Plant; north = 1"
country = "CN"
year = 2026

[report]
operator = "Example Chemicals"
unlocode = "CN SHA"
"a further item" = "said in words"

[[stream]]
name = "natural gas"
method = "combustion"
activity = "190000 t"
net_calorific_value = "48 GJ/t"
emission_factor = "56.10 t CO2/TJ"
oxidation = "0.99"
factors = "national"
used_in = "reforming"

[[stream]]
name = "coal of the boiler"
method = "combustion"
activity = "10000 t"
factors = "standard"
standard = "Coking coal"
used_in = { "steam boiler" = "0.75", "reforming" = "0.25" }

[[stream]]
name = "wood"
method = "combustion"
activity = "2000 t"
net_calorific_value = "15.6 GJ/t"
emission_factor = "112 t CO2/TJ"
biomass = "0.9"
zero_rated = "certificate 12"
factors = "measured"
used_in = "steam boiler"

[[measured]]
name = "stack of the acid"
measured = "12.3 t N2O"
zero_rated = "10 t CO2"
used_in = "nitric acid"

[[co2_transfer]]
name = "to the urea of others"
stored = "900 t CO2"
evidence = "contract 7"
process = "reforming"

[[energy_unit]]
name = "steam boiler"
kind = "boiler"
heat = "200 TJ"
losses = "3 TJ"

[[electricity]]
name = "grid"
received = "90000 MWh"
factor = "0.605 t CO2/MWh"

[[electricity]]
name = "wind; own line"
received = "10000 MWh"
factor = "0 t CO2/MWh"
evidence = "meter 3"

[[process]]
name = "reforming"
produced = "55000 t"
heat_imported = [{ amount = "120 TJ", unit = "steam boiler" }]
heat_exported = [{ amount = "20 TJ", factor = "62.3 t CO2/TJ" }]
electricity = [{ amount = "50000 MWh" }]
goods = [{ cn = "28041000", name = "hydrogen" }]

[[process]]
name = "ammonia"
produced = "200000 t"
electricity = [{ amount = "9000 MWh", only = ["wind; own line"], evidence = "meter 3" }]
takes = [{ from = "reforming", amount = "40000 t" }]
goods = [{ cn = "28141000", content = "822.4", parameters = { "concentration, mass %" = "99.9", "content = N" = "82.2" } }]

[[process]]
name = "nitric acid"
produced = "120000 t"
heat_imported = [{ amount = "60 TJ", unit = "steam boiler" }, { amount = "5 TJ", uncounted = true }]
electricity = [{ amount = "1000 MWh", factor = "0.5 t CO2/MWh" }]
takes = [{ from = "ammonia", amount = "35000 t" }]
goods = [{ cn = "28080000", content = "222", name = "nitric acid" }]
"#;

/// Precursors with their suppliers, waste gas, a mass balance and routes.
pub const STEEL: &str = r#"
name = "Steel works"
country = "China"
year = 2026
correction_factor = "1"

[report]
operator = "Example Steel"
address = "1 Steel Road"
unlocode = "CN TSN"
coordinates = "39.1 N, 117.2 E"

[[stream]]
name = "electrodes"
method = "mass-balance"
activity = "1500 t"
carbon_content = "0.8188"
factors = "supplier"
used_in = "crude steel"

[[stream]]
name = "carbon in steel"
method = "mass-balance"
activity = "-500000 t"
carbon_content = "0.0004"
factors = "measured"
used_in = "crude steel"

[[stream]]
name = "limestone"
method = "process"
activity = "12000 t"
emission_factor = "0.440 t CO2/t"
conversion = "0.98"
factors = "national"
used_in = "crude steel"

[[stream]]
name = "furnace gas"
method = "combustion"
activity = "30000000 Nm3"
net_calorific_value = "3.3 MJ/Nm3"
emission_factor = "260 t CO2/TJ"
factors = "measured"
waste_gas = true
used_in = { "power house" = "1" }

[[energy_unit]]
name = "power house"
kind = "cogeneration"
heat = "30 TJ"
electricity = "9000 MWh"
design_heat = "0.35"
design_electricity = "0.30"
fuel = "G11"
built = 2014
medium = "steam"

[[electricity]]
name = "grid"
received = "300000 MWh"
factor = "0.605 t CO2/MWh"

[[process]]
name = "crude steel"
produced = "500000 t"
functional_unit = "t"
non_cbam = "2000 t of slag"
heat_imported = [{ amount = "25 TJ", unit = "power house" }, { amount = "4 TJ", usual_fuel = "Natural gas" }]
waste_gas_imported = "15 TJ"
waste_gas_exported = "10 TJ"
electricity = [{ amount = "8000 MWh", unit = "power house" }, { amount = "240000 MWh" }]
electricity_produced = [{ amount = "500 MWh", factor = "0.9 t CO2/MWh" }]
takes = [
    { precursor = "pig iron", amount = "90000 t" },
    { precursor = "pig iron", amount = "10000 t", only = ["Works A", "Works B"], evidence = "stock book" },
]
goods = [{ cn = "72061000", name = "ingots", produced = "500000 t", routes = { D = "300000 t", E = "200000 t" }, parameters = { "scrap, t per t" = "0.81" } }]

[[process]]
name = "bars"
produced = "300000 t"
direct = "24000 t CO2e"
electricity = [{ amount = "30000 MWh" }]
takes = [{ from = "crude steel", good = "ingots", amount = "310000 t" }]
goods = [
    { cn = "72142000", name = "bars, ribbed", produced = "200000 t", benchmark = "0.3" },
    { cn = "72149110", name = "bars, plain", produced = "100000 t", benchmark = "0.35", route = "F" },
]

[[precursor]]
name = "pig iron"
cn = "72011011"
goods = "7201101100"

[[precursor.delivery]]
supplier = "Works A"
amount = "60000 t"
country = "CN"
year = 2026
see_direct = "1.9"
see_indirect = "0.2"
see_indirect_counted = "0.05"
electricity = "0.3"
sefa = "1.1"
report = "VR-17"
route = "C"

[[precursor.delivery]]
supplier = "Works B"
amount = "40000 t"
country = "IN"
default = true

[[precursor.delivery]]
supplier = "Works C"
amount = "5000 t"
country = "unknown"
default_value = "2.8"
sefa = "0"
"#;

/// Anode effects by both methods, chemicals made together, and stated emissions that are corrected to the sources.
pub const ALUMINIUM: &str = r#"
name = "铝厂"
country = "CN"
year = 2026
reconcile = true

[[stream]]
name = "anodes"
method = "mass-balance"
activity = "110000 t"
carbon_content = "0.98"
factors = "measured"
used_in = "potline"

[[anode_effects]]
name = "cells A"
aluminium = "150000 t"
technology = "CWPB"
frequency = "0.2"
minutes = "1.5"
collection_efficiency = "0.98"
other = "120 t CO2e"
used_in = "potline"

[[anode_effects]]
name = "cells B"
aluminium = "100000 t"
overvoltage = "1.2"
current_efficiency_percent = "94"
overvoltage_factor = "1.16"
c2f6_per_cf4 = "0.121"
collection_efficiency = "0.97"
used_in = "potline"

[[anode_effects]]
name = "cells C"
aluminium = "10 t"
frequency = "0.2"
minutes = "1.5"
slope_factor = "0.143"
c2f6_per_cf4 = "0.121"
collection_efficiency = "1"
used_in = "potline"

[[co2_transfer]]
name = "received"
received = "5 t CO2"
process = "potline"

[[energy_unit]]
name = "spare boiler"
kind = "boiler"
efficiency = "0.9"

[[stream]]
name = "gas of the boiler"
method = "combustion"
activity = "100 TJ"
emission_factor = "56.1 t CO2/TJ"
factors = "national"
used_in = "spare boiler"

[[electricity]]
name = "grid"
received = "3500000 MWh"
factor = "0.605 t CO2/MWh"

[[process]]
name = "potline"
produced = "250010 t"
direct = "500000 t CO2e"
electricity = [{ amount = "3400000 MWh" }]
goods = [{ cn = "76011010", name = "slabs" }]

[[process]]
name = "casting"
produced = "100000 t"
direct = "20000 t CO2e"
co_products = [
    { name = "billets", amount = "100000 t", molar_mass = "26.98", is_goods = true },
    { name = "dross", amount = "2000 t", molar_mass = "26.98" },
]
takes = [{ from = "potline", amount = "101000 t" }, { precursor = "scrap metal", amount = "0 t" }]
goods = [{ cn = "76012080" }]

[[precursor]]
name = "scrap metal"
category = "Unwrought aluminium"

[[precursor.delivery]]
supplier = "Union smelter"
amount = "10 t"
country = "Germany"
"#;

/// Two processes that take of each other.
pub const LOOP: &str = r#"
year = 2026

[[stream]]
name = "gas"
method = "combustion"
activity = "1000 TJ"
emission_factor = "56.1 t CO2/TJ"
factors = "national"
used_in = { melting = "0.7", rolling = "0.3" }

[[process]]
name = "melting"
produced = "1000 t"
takes = [{ from = "rolling", amount = "100 t" }]
goods = [{ cn = "76011010" }]

[[process]]
name = "rolling"
produced = "900 t"
takes = [{ from = "melting", amount = "950 t" }]
goods = [{ cn = "76012080" }]
"#;

/// Goods of one process that contain different amounts of nitrogen, and a process that stands before what it takes.
pub const FERTILISER: &str = r#"
year = 2026

[[stream]]
name = "gas"
method = "combustion"
activity = "3000 TJ"
emission_factor = "56.1 t CO2/TJ"
factors = "national"
used_in = { "ammonia works" = "0.9", acid = "0.1" }

[[process]]
name = "acid"
produced = "90000 t"
heat_exported = [{ amount = "400 TJ", factor = "62.3 t CO2/TJ" }]
takes = [{ from = "ammonia works", good = "ammonia in water", amount = "20000 t" }]
goods = [{ cn = "28080000", content = "222" }]

[[process]]
name = "ammonia works"
produced = "150000 t"
goods = [
    { cn = "28141000", name = "ammonia", content = "822", produced = "100000 t" },
    { cn = "28142000", name = "ammonia in water", content = "205.5", produced = "50000 t" },
]
"#;
