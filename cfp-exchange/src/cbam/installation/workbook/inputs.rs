//! The data as the calculation takes them: quantities read, standard factors and default values in their place.

use cfp_core::cbam::{
    AnodeProcess, Co2Transfer, CoProduct, ElectricitySource, ElectricityUse, EnergyUnit, Heat,
    MeasuredSource, Precursor, RouteShare, StreamMethod, Taken,
};
use cfp_core::{Amount, Quantity, Unit};
use cfp_factors::{Cbam, GoodsRow};

use crate::cbam::installation::InstallationFile;
use crate::cbam::installation::build::{Builder, Path, item, path};
use crate::cbam::installation::stated::{StatedProcess, StatedStream};
use crate::error::{Error, Location};

/// The data of an installation.
#[derive(Debug)]
pub(super) struct Inputs {
    pub streams: Vec<Stream>,
    pub anodes: Vec<AnodeProcess>,
    pub measured: Vec<MeasuredSource>,
    pub transfers: Vec<Co2Transfer>,
    pub units: Vec<EnergyUnit>,
    pub electricity: Vec<ElectricitySource>,
    pub precursors: Vec<Precursor>,
    pub processes: Vec<Process>,
    /// The CBAM factor and the cross-sectoral correction factor of the year, where both are known.
    pub allocation: Option<(Amount, Amount)>,
}

/// A source stream with the factors that apply.
#[derive(Debug)]
pub(super) struct Stream {
    pub name: String,
    pub method: StreamMethod,
    pub activity: Quantity,
    pub calorific: Option<Quantity>,
    pub factor: Option<Quantity>,
    pub carbon: Option<Amount>,
    /// The oxidation or conversion factor, 1 where none is stated.
    pub fraction: Amount,
    /// The biomass that counts zero.
    pub zero_rated: Amount,
    pub is_waste_gas: bool,
    pub users: Vec<(String, Amount)>,
}

/// A production process.
#[derive(Debug)]
pub(super) struct Process {
    pub name: String,
    pub direct: Option<Quantity>,
    pub heat_imported: Vec<Heat>,
    pub heat_exported: Vec<Heat>,
    pub waste_gas_imported: Option<Quantity>,
    pub waste_gas_exported: Option<Quantity>,
    pub electricity: Vec<ElectricityUse>,
    pub electricity_produced: Vec<ElectricityUse>,
    pub takes: Vec<Taken>,
    pub co_products: Vec<CoProduct>,
    pub goods: Vec<GoodsRow>,
    /// Tonnes of each good, where they are stated.
    pub produced: Vec<Option<Amount>>,
    /// The routes of each good with shares and benchmarks, where those are known.
    pub routes: Vec<Option<Vec<RouteShare>>>,
}

impl Inputs {
    /// The data of a file, read as they are for the calculation.
    pub fn of(file: &InstallationFile, cbam: &Cbam) -> Result<Self, Error> {
        let stated = file.stated();
        let mut builder = Builder {
            cbam,
            year: stated.year,
            has_mark_ups: true,
            nowhere: Location::file(&file.file),
            problems: Vec::new(),
            findings: Vec::new(),
        };
        // Everything that does not read is told here; what follows reads the same once more.
        builder.installation(stated);
        let inputs = Self {
            streams: each(&stated.stream, "stream", |one, path| {
                builder.inputs_of(one, path)
            }),
            anodes: each(&stated.anode_effects, "anode_effects", |one, path| {
                builder.anodes(one, path)
            }),
            measured: each(&stated.measured, "measured", |one, path| {
                builder.measured(one, path)
            }),
            transfers: each(&stated.co2_transfer, "co2_transfer", |one, path| {
                builder.transfer(one, path)
            }),
            units: each(&stated.energy_unit, "energy_unit", |one, path| {
                builder.energy_unit(one, path)
            }),
            electricity: each(&stated.electricity, "electricity", |one, path| {
                builder.source(one, path)
            }),
            precursors: each(&stated.precursor, "precursor", |one, path| {
                builder.precursor(one, path)
            }),
            processes: each(&stated.process, "process", |one, path| {
                builder.process_inputs(one, path)
            }),
            allocation: allocation(cbam, stated.year, stated.correction_factor.as_deref()),
        };
        if builder.problems.is_empty() {
            Ok(inputs)
        } else {
            Err(file.error(builder.problems))
        }
    }
}

fn each<T, R>(
    stated: &[T],
    list: &'static str,
    mut read: impl FnMut(&T, &Path) -> Option<R>,
) -> Vec<R> {
    let each = stated.iter().enumerate();
    each.filter_map(|(number, one)| read(one, &path(list, number)))
        .collect()
}

fn allocation(cbam: &Cbam, year: u16, correction: Option<&str>) -> Option<(Amount, Amount)> {
    let factor = cbam.cbam_factor(year).ok()?.value;
    let published = cbam.correction_factor(year).ok().map(|row| row.value);
    let correction = published.or_else(|| correction?.parse().ok())?;
    Some((factor, correction))
}

impl Builder<'_> {
    fn inputs_of(&mut self, stated: &StatedStream, path: &Path) -> Option<Stream> {
        let methods = StreamMethod::ALL.map(|method| (method.word(), method));
        let method = self.word(path, "method", &stated.method, &methods)?;
        let standard = self.standard(stated, method, path);
        let quantity = |text: &Option<String>| text.as_ref()?.parse::<Quantity>().ok();
        let number = |text: &Option<String>| text.as_ref()?.parse::<Amount>().ok();
        let fraction = match method {
            StreamMethod::Combustion => number(&stated.oxidation),
            StreamMethod::Process => number(&stated.conversion),
            StreamMethod::MassBalance => None,
        };
        let biomass = number(&stated.biomass).filter(|_| stated.zero_rated.is_some());
        let has_carbon = stated.carbon_content.is_some();
        let has_factor = stated.emission_factor.is_some();
        Some(Stream {
            name: stated.name.clone(),
            method,
            activity: self.any(path, "activity", &stated.activity)?,
            calorific: quantity(&stated.net_calorific_value).or(standard.calorific),
            factor: quantity(&stated.emission_factor)
                .map(of_carbon)
                .or(standard.factor.filter(|_| !has_carbon)),
            carbon: number(&stated.carbon_content).or(standard.carbon.filter(|_| !has_factor)),
            fraction: fraction.unwrap_or(Amount::ONE),
            zero_rated: biomass.unwrap_or_default(),
            is_waste_gas: stated.waste_gas,
            users: self.users(path, &stated.used_in),
        })
    }

    fn process_inputs(&mut self, stated: &StatedProcess, path: &Path) -> Option<Process> {
        let quantity = |text: &Option<String>| text.as_ref()?.parse::<Quantity>().ok();
        let goods = self.rows_of(stated, path);
        let numbered = stated.goods.iter().zip(&goods).enumerate();
        let routes = numbered.map(|(number, (good, row))| {
            let routes = self.routes(good, row, &item(path, "goods", number));
            routes.unwrap_or_default()
        });
        let routes = routes.collect();
        let produced = stated.goods.iter();
        let produced = produced.map(|good| number(&quantity(&good.produced)?, "t"));
        let produced = produced.collect();
        let takes = stated.takes.iter().enumerate();
        let takes = takes.map(|(number, one)| self.taken(one, &item(path, "takes", number)));
        let takes = takes.collect::<Option<Vec<Taken>>>()?;
        let co_products = stated.co_products.iter().enumerate();
        let co_products = co_products
            .map(|(number, one)| self.co_product(one, &item(path, "co_products", number)));
        let co_products = co_products.collect::<Option<Vec<CoProduct>>>()?;
        Some(Process {
            name: stated.name.clone(),
            direct: quantity(&stated.direct),
            heat_imported: self.heat(&stated.heat_imported, path, "heat_imported"),
            heat_exported: self.heat(&stated.heat_exported, path, "heat_exported"),
            waste_gas_imported: quantity(&stated.waste_gas_imported),
            waste_gas_exported: quantity(&stated.waste_gas_exported),
            electricity: self.electricity(&stated.electricity, path, "electricity"),
            electricity_produced: self.electricity(
                &stated.electricity_produced,
                path,
                "electricity_produced",
            ),
            takes,
            co_products,
            goods,
            produced,
            routes,
        })
    }
}

/// The CO2 of a factor that is stated as carbon; the others as they are.
fn of_carbon(factor: Quantity) -> Quantity {
    let co2 = factor.carbon_as_co2().ok().flatten();
    co2.unwrap_or(factor)
}

/// A quantity as a number of this unit; `None` where it does not convert.
pub(super) fn number(quantity: &Quantity, unit: &str) -> Option<Amount> {
    let unit = Unit::parse(unit).ok()?;
    Some(quantity.to(&unit).ok()?.amount())
}

/// A quantity in the largest of some units that it converts to.
pub(super) fn number_in<'u>(quantity: &Quantity, units: &[&'u str]) -> Option<(Amount, &'u str)> {
    let mut found = units
        .iter()
        .filter_map(|unit| Some((number(quantity, unit)?, *unit)));
    found.next()
}

/// Tonnes of CO2 or CO2e.
pub(super) fn tonnes_co2(quantity: &Quantity) -> Option<(Amount, &'static str)> {
    number_in(quantity, &["t CO2", "t CO2e"])
}
