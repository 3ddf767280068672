//! What supplies a system: figures from outside it, mixes of them, and electricity with its instruments.

use cfp_core::{Amount, ProblemKind, Quality, Treatment, Written};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::amount::{number, quantity};
use crate::errors::Raised;

/// The CO2e of one unit of a flow that nobody in the model makes, such as "9.1 kg CO2e/kg".
///
/// `categories` names parts of it, such as {"land use change": "0.3 kg CO2e/kg"}; what no part states
/// is unspecified. `primary_share` is the percentage that rests on the supplier's own measurements
/// (`primary` says all or nothing), and `quality` has scores from 1 (best) to 5 for technology,
/// geography and time. `spread` says how uncertain the figure is, such as `{"lognormal_gsd": "1.2"}`, and `pedigree` has the
/// five scores of ecoinvent's matrix.
///
///     >>> cfp.Supply("9.1 kg CO2e/kg", source="supplier declaration 2024-118", primary_share="72")
///     <cfp.Supply 9.1 kg CO2e/kg>
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    pub inner: cfp_core::Supply,
    written: String,
}

#[pymethods]
impl Supply {
    #[new]
    #[pyo3(signature = (
        intensity, *, supplier=None, source=None, boundary=None, region=None, primary=None,
        primary_share=None, quality=None, categories=None, electricity=None, gwp=None, validity=None,
        spread=None, pedigree=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "what may be known of a figure, by name"
    )]
    fn new(
        intensity: &Bound<'_, PyAny>,
        supplier: Option<&str>,
        source: Option<&str>,
        boundary: Option<&str>,
        region: Option<&str>,
        primary: Option<bool>,
        primary_share: Option<&Bound<'_, PyAny>>,
        quality: Option<&Bound<'_, PyAny>>,
        categories: Option<&Bound<'_, PyMapping>>,
        electricity: Option<PyRef<'_, Electricity>>,
        gwp: Option<&str>,
        validity: Option<&str>,
        spread: Option<&Bound<'_, PyAny>>,
        pedigree: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self, Raised> {
        let read = quantity(intensity)?;
        let written = match &read {
            Ok(quantity) => quantity.to_string(),
            Err(problem) => problem.to_string(),
        };
        let about = About {
            supplier,
            source,
            boundary,
            region,
            validity,
        };
        let mut inner = about.of(cfp_core::Supply::of(read));
        inner = match (primary, primary_share) {
            (Some(_), Some(_)) => {
                let message = "`primary` says all or nothing; `primary_share` stands alone";
                return Err(PyTypeError::new_err(message).into());
            }
            (Some(primary), None) => inner.primary(primary),
            (None, Some(percent)) => inner.of_primary_share(amount(percent)?),
            (None, None) => inner,
        };
        if let Some(scores) = quality {
            inner = inner.quality(self::quality(scores)?);
        }
        if let Some(categories) = categories {
            inner = with_categories(inner, categories)?;
        }
        if let Some(electricity) = electricity {
            inner = inner.electricity(electricity.inner.clone());
        }
        if let Some(set) = gwp {
            inner = inner.gwp(set);
        }
        if let Some(spread) = crate::spread::spread(spread, pedigree)? {
            inner = inner.spread(spread);
        }
        Ok(Self { inner, written })
    }

    /// Several supplies of one flow, each with its share; the shares sum to exactly one.
    ///
    ///     >>> cfp.Supply.mix([("0.6", "9.1 kg CO2e/kg"), ("0.4", "16.9 kg CO2e/kg")])
    ///     <cfp.Supply mix of 2>
    #[staticmethod]
    fn mix(members: &Bound<'_, PyAny>) -> Result<Self, Raised> {
        let mut mixed = Vec::new();
        for member in members.try_iter()? {
            let Ok((share, stated)) = member?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()
            else {
                let message = "a mix has pairs of a share and what supplies it";
                return Err(PyTypeError::new_err(message).into());
            };
            mixed.push((amount(&share)?, supply(&stated)?));
        }
        let written = format!("mix of {}", mixed.len());
        let inner = cfp_core::Supply::of_mix(mixed);
        Ok(Self { inner, written })
    }

    fn __repr__(&self) -> String {
        format!("<cfp.Supply {}>", self.written)
    }
}

impl Supply {
    /// A supply, and what it is shown as.
    pub fn new_of(inner: cfp_core::Supply, written: String) -> Self {
        Self { inner, written }
    }
}

/// What a figure may say of itself in words.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub supplier: Option<&'a str>,
    pub source: Option<&'a str>,
    pub boundary: Option<&'a str>,
    pub region: Option<&'a str>,
    pub validity: Option<&'a str>,
}

impl About<'_> {
    /// The supply that says so.
    pub fn of(self, mut supply: cfp_core::Supply) -> cfp_core::Supply {
        if let Some(supplier) = self.supplier {
            supply = supply.supplier(supplier);
        }
        if let Some(source) = self.source {
            supply = supply.source(source);
        }
        if let Some(boundary) = self.boundary {
            supply = supply.boundary(boundary);
        }
        if let Some(code) = self.region {
            supply = supply.region(code);
        }
        if let Some(validity) = self.validity {
            supply = supply.validity(validity);
        }
        supply
    }
}

/// By what right a supply of electricity counts as it does, and what the grid would count instead.
///
/// The treatment is "grid average", "residual mix", "certificate", "supplier", "direct line" or
/// "on-site"; `location_based` is what the average of the grid counts at the same place.
///
///     >>> cfp.Electricity("certificate", instrument="GEC 2024-0815", location_based="0.5777 kg CO2e/kWh")
///     <cfp.Electricity certificate>
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Electricity {
    inner: cfp_core::Electricity,
    treatment: Treatment,
}

#[pymethods]
impl Electricity {
    #[new]
    #[pyo3(signature = (treatment, *, instrument=None, period=None, volume=None, location_based=None))]
    fn new(
        treatment: &str,
        instrument: Option<&str>,
        period: Option<&str>,
        volume: Option<&Bound<'_, PyAny>>,
        location_based: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self, Raised> {
        let treatment = Treatment::from_word(treatment).map_err(ProblemKind::from)?;
        let mut inner = cfp_core::Electricity::new(treatment);
        if let Some(instrument) = instrument {
            inner = inner.instrument(instrument);
        }
        if let Some(period) = period {
            inner = inner.period(period);
        }
        if let Some(volume) = volume {
            inner = inner.of_volume(quantity(volume)?);
        }
        if let Some(grid) = location_based {
            inner = inner.location_based(supply(grid)?);
        }
        Ok(Self { inner, treatment })
    }

    fn __repr__(&self) -> String {
        format!("<cfp.Electricity {}>", self.treatment.word())
    }
}

/// What supplies a flow: a supply, a published factor, or an intensity as text or pair.
pub fn supply(value: &Bound<'_, PyAny>) -> Result<cfp_core::Supply, Raised> {
    if let Ok(supply) = value.cast::<Supply>() {
        return Ok(supply.get().inner.clone());
    }
    if let Ok(factor) = value.cast::<crate::factor::Factor>() {
        return Ok(factor.get().supply());
    }
    Ok(cfp_core::Supply::of(quantity(value)?))
}

/// Scores for technology, geography and time.
pub fn quality(value: &Bound<'_, PyAny>) -> Result<Quality, Raised> {
    let Ok([technology, geography, time]) = value.extract::<[Bound<'_, PyAny>; 3]>() else {
        let given = value.repr()?;
        let message =
            format!("`quality` has scores of technology, geography and time, not {given}");
        return Err(PyTypeError::new_err(message).into());
    };
    let [technology, geography, time] = [number(&technology)?, number(&geography)?, number(&time)?];
    Ok(Quality::new(&technology, &geography, &time))
}

fn with_categories(
    supply: cfp_core::Supply,
    categories: &Bound<'_, PyMapping>,
) -> Result<cfp_core::Supply, Raised> {
    let parts = categories
        .items()?
        .extract::<Vec<(String, Bound<'_, PyAny>)>>()?;
    parts.into_iter().try_fold(supply, |supply, (name, part)| {
        let category = cfp_core::Category::from_key(&name).map_err(ProblemKind::from);
        Ok(supply.of_category(category, quantity(&part)?))
    })
}

/// A plain number, or why it is none; told when the model is linked, with the rest.
fn amount(value: &Bound<'_, PyAny>) -> Result<Written<Amount>, Raised> {
    Ok(number(value)?.parse().map_err(ProblemKind::from))
}
