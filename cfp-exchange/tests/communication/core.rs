//! What a reading is worth: the stated tables as an installation of the core, and what that computes.

use cfp_core::cbam::{
    AnodeEffects, AnodeProcess, Delivery, ElectricityUse, Embedded, FunctionalUnit, Good, Heat,
    HeatOrigin, Installation, MeasuredSource, Precursor, PrecursorValue, PrecursorValues,
    Production, SourceStream, StreamMethod, Taken, ZeroRating,
};
use cfp_core::{Amount, Quantity};
use cfp_exchange::cbam::installation::{
    StatedAnodes, StatedDelivery, StatedElectricity, StatedHeat, StatedInstallation,
    StatedMeasured, StatedProcess, StatedStream,
};
use cfp_factors::Cbam;

fn quantity(text: &str) -> Quantity {
    text.parse()
        .unwrap_or_else(|problem| panic!("`{text}`: {problem}"))
}

fn number(text: &str) -> Amount {
    text.parse()
        .unwrap_or_else(|problem| panic!("`{text}`: {problem}"))
}

fn factor(text: Option<&String>) -> Quantity {
    quantity(text.expect("a factor"))
}

fn stream(stated: &StatedStream) -> SourceStream {
    let mut methods = StreamMethod::ALL.into_iter();
    let method = methods
        .find(|method| method.word() == stated.method)
        .expect("a method");
    let mut stream = SourceStream::new(&stated.name, method, quantity(&stated.activity));
    if let Some(value) = &stated.net_calorific_value {
        stream = stream.net_calorific_value(quantity(value));
    }
    if let Some(value) = &stated.emission_factor {
        stream = stream.emission_factor(quantity(value));
    }
    if let Some(value) = &stated.carbon_content {
        stream = stream.carbon_content(number(value));
    }
    if let Some(value) = &stated.oxidation {
        stream = stream.oxidation(number(value));
    }
    if let Some(value) = &stated.conversion {
        stream = stream.conversion(number(value));
    }
    if let Some(value) = &stated.biomass {
        let rating = stated
            .zero_rated
            .clone()
            .map_or(ZeroRating::NoEvidence, ZeroRating::Evidence);
        stream = stream.biomass(number(value), rating);
    }
    stream
}

fn anodes(stated: &StatedAnodes) -> AnodeProcess {
    let part = |text: &Option<String>| number(text.as_deref().expect("a number"));
    let effects = match &stated.overvoltage {
        None => AnodeEffects::Slope {
            frequency: part(&stated.frequency),
            minutes: part(&stated.minutes),
            factor: part(&stated.slope_factor),
        },
        Some(millivolts) => AnodeEffects::Overvoltage {
            millivolts: number(millivolts),
            current_efficiency_percent: part(&stated.current_efficiency_percent),
            factor: part(&stated.overvoltage_factor),
        },
    };
    AnodeProcess {
        name: stated.name.clone(),
        aluminium: quantity(&stated.aluminium),
        effects,
        c2f6_per_cf4: part(&stated.c2f6_per_cf4),
        collection_efficiency: number(&stated.collection_efficiency),
        other: None,
        users: Vec::new(),
    }
}

fn measured(stated: &StatedMeasured) -> MeasuredSource {
    MeasuredSource {
        name: stated.name.clone(),
        measured: quantity(&stated.measured),
        zero_rated: stated.zero_rated.as_deref().map(quantity),
        users: Vec::new(),
    }
}

fn heat(stated: &StatedHeat) -> Heat {
    let origin = HeatOrigin::Factor(factor(stated.factor.as_ref()));
    Heat {
        amount: quantity(&stated.amount),
        origin,
    }
}

fn electricity(stated: &StatedElectricity) -> ElectricityUse {
    ElectricityUse::Factor(quantity(&stated.amount), factor(stated.factor.as_ref()))
}

fn production(stated: &StatedProcess, cbam: &Cbam) -> Production {
    let codes = stated
        .goods
        .iter()
        .map(|good| cbam.code(&good.cn).expect("a code"));
    let codes: Vec<_> = codes.collect();
    let annex_ii = codes.first().is_some_and(|code| code.annex_ii);
    let unit = match codes.first().map(|code| code.functional_unit.as_str()) {
        Some("t clinker") => FunctionalUnit::TonneOfClinker,
        Some("kg N") => FunctionalUnit::KilogramOfNitrogen,
        _ => FunctionalUnit::Tonne,
    };
    let mut production = Production::new(&stated.name, quantity(&stated.produced))
        .functional_unit(unit)
        .annex_ii(annex_ii)
        .direct(quantity(
            stated.direct.as_deref().expect("direct emissions"),
        ));
    for one in &stated.heat_imported {
        production = production.heat_imported(heat(one));
    }
    for one in &stated.heat_exported {
        production = production.heat_exported(heat(one));
    }
    if let Some(gas) = &stated.waste_gas_imported {
        production = production.waste_gas_imported(quantity(gas));
    }
    if let Some(gas) = &stated.waste_gas_exported {
        production = production.waste_gas_exported(quantity(gas));
    }
    for used in &stated.electricity {
        production = production.electricity(electricity(used));
    }
    for made in &stated.electricity_produced {
        production = production.electricity_produced(electricity(made));
    }
    for taken in &stated.takes {
        let amount = quantity(&taken.amount);
        production = production.takes(match (&taken.from, &taken.precursor) {
            (Some(from), None) => Taken::Made {
                process: from.clone(),
                good: None,
                amount,
            },
            (None, Some(name)) => Taken::Bought {
                precursor: name.clone(),
                only: None,
                amount,
            },
            other => panic!("{other:?}"),
        });
    }
    for good in &stated.goods {
        let mut one = Good::new(&good.cn, good.name.as_deref().expect("a name"));
        if let Some(content) = &good.content {
            one = one.content(number(content));
        }
        production = production.good(one);
    }
    production
}

fn delivery(stated: &StatedDelivery) -> Delivery {
    let part = |text: &Option<String>| text.as_deref().map(number).unwrap_or_default();
    let direct = part(&stated.see_direct.clone().or(stated.default_value.clone()));
    let values = PrecursorValues::with_indirect(direct, part(&stated.see_indirect));
    let values = values.electricity(part(&stated.electricity));
    let value = match &stated.default_value {
        Some(_) => PrecursorValue::Default(values),
        None => PrecursorValue::Actual(values),
    };
    Delivery {
        supplier: stated.supplier.clone(),
        amount: quantity(&stated.amount),
        value,
    }
}

/// What the core computes of the tables.
pub fn embedded(stated: &StatedInstallation) -> Embedded {
    let cbam = Cbam::bundled().expect("the tables");
    let mut installation = Installation::default();
    for one in &stated.stream {
        installation = installation.stream(stream(one));
    }
    for one in &stated.anode_effects {
        installation = installation.anode_process(anodes(one));
    }
    for one in &stated.measured {
        installation = installation.measured(measured(one));
    }
    for one in &stated.process {
        installation = installation.production(production(one, cbam));
    }
    for one in &stated.precursor {
        installation = installation.precursor(Precursor {
            name: one.name.clone(),
            cn: one.cn.clone().unwrap_or_default(),
            deliveries: one.delivery.iter().map(delivery).collect(),
        });
    }
    installation
        .embedded(cbam.method())
        .unwrap_or_else(|error| panic!("{error}"))
}
