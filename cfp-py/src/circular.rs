//! A material by the circular footprint formula.

use cfp_core::{Place, Problem};
use cfp_exchange::FileProblem;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::amount::{number, quantity};
use crate::errors::Raised;
use crate::model::quoted;

/// A material by the Circular Footprint Formula of Recommendation (EU) 2021/2279, Annex I: what goes
/// into it, virgin and recycled, and what becomes of it after its use. It stands in a `System` like a
/// process; `Footprint.terms` has each part of the formula. Immutable.
///
/// `recycled_content` is R1, `recycled_afterwards` R2, `to_energy` R3, `sharing` A, `energy_sharing` B
/// (zero where it is not stated), `quality_in` and `quality_out` Qsin/Qp and Qsout/Qp; `virgin`,
/// `displaces` (the virgin flow where it is not stated), `recycled`, `recycling`, `energy_recovery` and
/// `disposal` name flows. A way of which neither share nor flow is stated takes nothing; of a way that
/// is begun everything is asked for when the system is built.
///
///     >>> billet = cfp.Circular(
///     ...     "billet",
///     ...     "1 kg",
///     ...     recycled_content="0.25",
///     ...     sharing="1",
///     ...     virgin="primary aluminium",
///     ...     recycled="recycled aluminium",
///     ... )
///     >>> supply = {"primary aluminium": "9 kg CO2e/kg", "recycled aluminium": "0.6 kg CO2e/kg"}
///     >>> footprint = cfp.System(billet, supply=supply).footprint("billet", "1 kg", gwp="AR6-100")
///     >>> [(row.term, row.co2e) for row in footprint.terms]
///     [('virgin material', Decimal('6.75')), ('recycled content', Decimal('0.15'))]
#[pyclass(frozen, eq, module = "cfp")]
#[derive(Debug, Clone, PartialEq)]
pub struct Circular {
    name: String,
    pub inner: cfp_core::Circular,
}

#[pymethods]
impl Circular {
    #[new]
    #[pyo3(signature = (
        name, per, *, recycled_content=None, recycled_afterwards=None, to_energy=None, sharing=None,
        energy_sharing=None, quality_in=None, quality_out=None, virgin=None, displaces=None,
        recycled=None, recycling=None, energy_recovery=None, heating_value=None, heat=None,
        electricity=None, disposal=None
    ))]
    #[allow(
        clippy::too_many_arguments,
        reason = "the terms of the formula, by name"
    )]
    fn new(
        name: &str,
        per: &Bound<'_, PyAny>,
        recycled_content: Option<&Bound<'_, PyAny>>,
        recycled_afterwards: Option<&Bound<'_, PyAny>>,
        to_energy: Option<&Bound<'_, PyAny>>,
        sharing: Option<&Bound<'_, PyAny>>,
        energy_sharing: Option<&Bound<'_, PyAny>>,
        quality_in: Option<&Bound<'_, PyAny>>,
        quality_out: Option<&Bound<'_, PyAny>>,
        virgin: Option<&str>,
        displaces: Option<&str>,
        recycled: Option<&str>,
        recycling: Option<&str>,
        energy_recovery: Option<&str>,
        heating_value: Option<&Bound<'_, PyAny>>,
        heat: Option<&Bound<'_, PyMapping>>,
        electricity: Option<&Bound<'_, PyMapping>>,
        disposal: Option<&str>,
    ) -> Result<Self, Raised> {
        type Number = fn(cfp_core::Circular, &str) -> cfp_core::Circular;
        let numbers: [(_, Number); 7] = [
            (recycled_content, cfp_core::Circular::recycled_content),
            (recycled_afterwards, cfp_core::Circular::recycled_afterwards),
            (to_energy, cfp_core::Circular::to_energy),
            (sharing, cfp_core::Circular::sharing),
            (energy_sharing, cfp_core::Circular::energy_sharing),
            (quality_in, cfp_core::Circular::quality_in),
            (quality_out, cfp_core::Circular::quality_out),
        ];
        let flows: [(_, Number); 6] = [
            (virgin, cfp_core::Circular::virgin),
            (displaces, cfp_core::Circular::displaces),
            (recycled, cfp_core::Circular::recycled),
            (recycling, cfp_core::Circular::recycling),
            (energy_recovery, cfp_core::Circular::energy_recovery),
            (disposal, cfp_core::Circular::disposal),
        ];
        let mut inner = cfp_core::Circular::new(name, quantity(per)?);
        for (value, set) in numbers {
            if let Some(value) = value {
                inner = set(inner, &number(value)?);
            }
        }
        inner = flows
            .into_iter()
            .filter_map(|(flow, set)| Some((flow?, set)))
            .fold(inner, |inner, (flow, set)| set(inner, flow));
        if let Some(value) = heating_value {
            inner = inner.heating_value(&heating_value_text(name, value)?);
        }
        if let Some((efficiency, flow)) = heat.map(recovered).transpose()? {
            inner = inner.heat(&efficiency, &flow);
        }
        if let Some((efficiency, flow)) = electricity.map(recovered).transpose()? {
            inner = inner.electricity(&efficiency, &flow);
        }
        let name = name.to_owned();
        Ok(Self { name, inner })
    }

    /// The name of the material, and of the process that makes it.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<cfp.Circular {}>", quoted(&self.name)?))
    }
}

/// The text of a heating value; an unreadable one is told at once.
fn heating_value_text(name: &str, value: &Bound<'_, PyAny>) -> Result<String, Raised> {
    let place = Place::process(name).at_key("heating_value");
    let read = quantity(value)?.map_err(|kind| Problem::new(kind, place))?;
    Ok(read.to_string())
}

/// The efficiency and the flow of energy that is recovered.
fn recovered(table: &Bound<'_, PyMapping>) -> Result<(String, String), Raised> {
    let (mut efficiency, mut flow) = (None, None);
    for (key, value) in table
        .items()?
        .extract::<Vec<(String, Bound<'_, PyAny>)>>()?
    {
        match key.as_str() {
            "efficiency" => efficiency = Some(number(&value)?),
            "flow" => flow = Some(value.extract::<String>()?),
            _ => {
                let message = format!(
                    "`{key}` is no detail of recovered energy; it has `efficiency` and `flow`"
                );
                return Err(PyTypeError::new_err(message).into());
            }
        }
    }
    let owner = "the recovered energy";
    let missing = |key| FileProblem::MissingKey { key, owner };
    let efficiency = efficiency.ok_or_else(|| missing("efficiency"))?;
    Ok((efficiency, flow.ok_or_else(|| missing("flow"))?))
}
