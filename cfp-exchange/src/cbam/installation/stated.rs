//! The data of an installation as they are written: every value a text with its unit, as in a model file.
//!
//! TOML, JSON and the Commission's communication workbook are read into these tables, and these tables are written as TOML and
//! JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// An installation in a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedInstallation {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The country that it is in: a code of ISO 3166, or a name in use, English or Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The calendar year of the data.
    pub year: u16,
    /// Whether stated emissions of processes are corrected to those of the sources: `reconcile`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reconcile: bool,
    /// The cross-sectoral correction factor, for years for which none is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction_factor: Option<String>,
    /// What the operator's report says of the operator and the place, item by item of 2547 Annex IV.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub report: BTreeMap<String, String>,
    /// Source streams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stream: Vec<StatedStream>,
    /// Groups of electrolysis cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anode_effects: Vec<StatedAnodes>,
    /// Measured sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<StatedMeasured>,
    /// CO2 that is received or stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co2_transfer: Vec<StatedTransfer>,
    /// Boilers and cogeneration units that serve several processes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub energy_unit: Vec<StatedUnit>,
    /// Sources of electricity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub electricity: Vec<StatedSource>,
    /// Production processes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub process: Vec<StatedProcess>,
    /// Precursors that are bought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precursor: Vec<StatedPrecursor>,
    /// What the product footprint of the same plant needs beyond it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footprint: Option<StatedFootprint>,
}

/// What the product footprint (ISO 14067, cradle to gate) of the same plant needs beyond the data of the mechanism.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedFootprint {
    /// The set of global warming potentials: `AR6-100`.
    pub gwp: String,
    /// The life-cycle footprint of the electricity that is bought: `"0.5777 kg CO2e/kWh"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity: Option<String>,
    /// What the supply of each source stream emits before it arrives, per unit of its activity.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub upstream: BTreeMap<String, String>,
    /// The footprint of each precursor that is bought, from the cradle to its gate.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub precursor: BTreeMap<String, String>,
    /// Inputs and steps that the mechanism does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<StatedInput>,
}

/// An input or step of a production process that the mechanism does not count.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedInput {
    /// The production process.
    pub process: String,
    /// What it is.
    pub name: String,
    /// How much.
    pub amount: String,
    /// Its footprint: `"1.2 kg CO2e/kg"`.
    pub footprint: String,
    /// `input`, `scrap`, or `excluded step` for cutting, welding, plating and finishing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// A source stream.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedStream {
    /// Its name.
    pub name: String,
    /// `combustion`, `process` or `mass-balance`.
    pub method: String,
    /// Its activity: `"14181 t"`, negative for outputs of a mass balance.
    pub activity: String,
    /// `"48 GJ/t"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_calorific_value: Option<String>,
    /// `"56.1 t CO2/TJ"`, `"0.525 t CO2/t"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emission_factor: Option<String>,
    /// Tonnes of carbon per tonne: `"0.88"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carbon_content: Option<String>,
    /// The oxidation factor, `"0.99"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oxidation: Option<String>,
    /// The conversion factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversion: Option<String>,
    /// The biomass fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biomass: Option<String>,
    /// The evidence for which its biomass counts zero, or `process input`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero_rated: Option<String>,
    /// Where the factors are from: `measured`, `national`, `supplier`, or `standard` for those of 2547.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<String>,
    /// The standard value of 2547 Annex II that is taken, with `factors = "standard"`: `Natural gas`, `CaCO3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// Whether it is a waste gas.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waste_gas: bool,
    /// The process or unit that it belongs to, or several with their shares.
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "users"
    )]
    pub used_in: BTreeMap<String, String>,
}

/// A group of electrolysis cells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedAnodes {
    /// Its name.
    pub name: String,
    /// The primary aluminium that it made.
    pub aluminium: String,
    /// The technology whose standard factors are taken: `CWPB`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    /// Anode effects per cell and day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// Minutes per anode effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<String>,
    /// kg CF4 per t of aluminium and anode effect minute per cell and day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slope_factor: Option<String>,
    /// mV of overvoltage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overvoltage: Option<String>,
    /// The current efficiency in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_efficiency_percent: Option<String>,
    /// kg CF4 per t of aluminium and mV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overvoltage_factor: Option<String>,
    /// t C2F6 per t CF4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub c2f6_per_cf4: Option<String>,
    /// The share that the duct collects.
    pub collection_efficiency: String,
    /// CO2e of perfluorocarbons of no anode effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The process that it belongs to.
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "users"
    )]
    pub used_in: BTreeMap<String, String>,
}

/// A measured source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedMeasured {
    /// Its name.
    pub name: String,
    /// The mass of the year: `"12.3 t N2O"`.
    pub measured: String,
    /// CO2 of biomass that is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero_rated: Option<String>,
    /// The process that it belongs to.
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "users"
    )]
    pub used_in: BTreeMap<String, String>,
}

/// CO2 that is received or stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedTransfer {
    /// Its name.
    pub name: String,
    /// CO2 that is received and counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
    /// CO2 that is stored or bound and is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<String>,
    /// The evidence along the whole chain, which storing needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The process.
    pub process: String,
}

/// A boiler or cogeneration unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedUnit {
    /// Its name.
    pub name: String,
    /// `boiler` or `cogeneration`.
    pub kind: String,
    /// The net heat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heat: Option<String>,
    /// The net electricity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity: Option<String>,
    /// The efficiency of a boiler whose heat is not measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub efficiency: Option<String>,
    /// Efficiency in heat by the design of a cogeneration unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design_heat: Option<String>,
    /// Efficiency in electricity by its design.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design_electricity: Option<String>,
    /// Whether the standard efficiencies are taken, since neither measurement nor design tells them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standard_efficiencies: bool,
    /// The category of fuel of the reference efficiencies: `G10`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel: Option<String>,
    /// The year of construction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub built: Option<u16>,
    /// `hot water`, `steam` or `exhaust gases`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// Heat that is lost on the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub losses: Option<String>,
}

/// A source of electricity of the installation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedSource {
    /// Its name.
    pub name: String,
    /// How much was received.
    pub received: String,
    /// `"0.605 t CO2/MWh"`.
    pub factor: String,
    /// The evidence for an actual factor (2547 Annex II point D.4.3); without it the factor is a default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// A production process.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedProcess {
    /// Its name.
    pub name: String,
    /// Tonnes of goods that left it.
    pub produced: String,
    /// The aggregated goods category, of a process whose goods are not listed, so that it is known whether its electricity counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The functional unit, where the CN codes do not say it: `t`, `t clinker`, `kg N`, `kWh`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functional_unit: Option<String>,
    /// Its directly attributable emissions, in place of the sum of its sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct: Option<String>,
    /// Goods of the process that are no goods of the mechanism.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_cbam: Option<String>,
    /// Heat received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heat_imported: Vec<StatedHeat>,
    /// Heat that leaves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heat_exported: Vec<StatedHeat>,
    /// Energy of waste gas received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste_gas_imported: Option<String>,
    /// Energy of waste gas that leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste_gas_exported: Option<String>,
    /// Electricity used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub electricity: Vec<StatedElectricity>,
    /// Electricity made, whoever uses it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub electricity_produced: Vec<StatedElectricity>,
    /// Precursors used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<StatedTaken>,
    /// Chemicals that share its emissions by moles, the goods among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_products: Vec<StatedCoProduct>,
    /// Its goods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<StatedGood>,
}

/// Measurable heat.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedHeat {
    /// How much: `"800 TJ"`.
    pub amount: String,
    /// Its emission factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// The unit of the installation that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The fuel that is most common in the sector and country, by its standard factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_fuel: Option<String>,
    /// Whether it counts zero: exothermic, or recovered from nitric acid or electricity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncounted: bool,
}

/// Electricity of a production process.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedElectricity {
    /// How much.
    pub amount: String,
    /// A factor of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// A cogeneration unit of the installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The sources that evidence shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// The evidence for `only`, or for an actual factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// A precursor that a production process uses.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedTaken {
    /// A process of the installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The good of that process, where it matters which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<String>,
    /// A precursor that is bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precursor: Option<String>,
    /// The suppliers that evidence shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// The evidence for `only`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Tonnes, losses and scrap included.
    pub amount: String,
}

/// A chemical that is made beside others.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedCoProduct {
    /// Its name.
    pub name: String,
    /// How much.
    pub amount: String,
    /// Grams per mole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub molar_mass: Option<String>,
    /// Whether it is the goods of the process.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_goods: bool,
}

/// A good of a production process.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedGood {
    /// The eight digits of the Combined Nomenclature.
    pub cn: String,
    /// The ten digits, where those decide its default value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// Its name; the description of the code where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How much of it left the process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced: Option<String>,
    /// Tonnes of clinker or kilograms of nitrogen per tonne.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The production route, by its letter in Implementing Regulation (EU) 2025/2620.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Several routes with the tonnes that each made.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub routes: BTreeMap<String, String>,
    /// A benchmark of column A, for years for which none is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<String>,
    /// The sector-specific parameters of 2547 Annex IV point 2.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
}

/// A precursor that is bought.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedPrecursor {
    /// Its name.
    pub name: String,
    /// The eight digits of the Combined Nomenclature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cn: Option<String>,
    /// Its aggregated goods category, where no code is known, as in the communication workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The ten digits, where those decide its default value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// What was received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivery: Vec<StatedDelivery>,
}

/// What one installation delivered of a precursor. It embeds what its producer's verified report says, or a default value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatedDelivery {
    /// The supplier.
    pub supplier: String,
    /// How much.
    pub amount: String,
    /// The country of origin; `unknown` where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The year of production; that of the installation where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Direct, t CO2e per t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see_direct: Option<String>,
    /// Indirect, t CO2e per t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see_indirect: Option<String>,
    /// The part of the indirect emissions that counts, of a precursor of Annex II.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see_indirect_counted: Option<String>,
    /// MWh of electricity per t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electricity: Option<String>,
    /// Specific embedded free allocation, t CO2e per t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sefa: Option<String>,
    /// The verification report that the actual values stand in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// Whether the default value with its mark-up is taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
    /// A default value as the operator states it, t CO2e per t with its mark-up, in place of the published one; `see_indirect`
    /// beside it is of indirect emissions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The production route, where the default value names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
}

impl StatedDelivery {
    /// Takes out what a tonne of it embeds, however that is stated.
    pub(crate) fn clear_values(&mut self) {
        self.see_direct = None;
        self.see_indirect = None;
        self.see_indirect_counted = None;
        self.electricity = None;
        self.sefa = None;
        self.report = None;
        self.default = false;
        self.default_value = None;
    }
}

/// A name alone stands for the whole of it.
fn users<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Users {
        One(String),
        Several(BTreeMap<String, String>),
    }
    Ok(match Users::deserialize(deserializer)? {
        Users::One(name) => BTreeMap::from([(name, "1".to_owned())]),
        Users::Several(users) => users,
    })
}
