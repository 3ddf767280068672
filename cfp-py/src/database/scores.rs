//! The scores of the products of a database.

use std::sync::Arc;

use cfp_core::{Amount, ChainOptions, DatabaseDemand, DrawOptions, EntryChange, ProblemKind};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use super::array::{Doubles, Indices, Out, out};
use super::characterisation::double;
use super::path::DatabasePaths;
use super::rows::{Contributions, Figure, LeftOutRow, LoopReport, SupplyChains};
use super::uncertainty::{DatabaseDraws, DatabaseVariance, EntrySensitivities};
use super::{Database, Ordered};
use crate::amount::{number, quantity};
use crate::errors::Raised;
use crate::long;
use crate::result::{Finding, findings_counted};
use crate::table::Table;

/// The score of one unit of every product of a database: `scores[3]` or `scores["power"]` is one of them.
///
/// They are in the unit of the characterisation, kg CO2e by a GWP set. Amounts are texts such as "3.5 MWh", ints or
/// Decimals, in the unit of the product; an array of floats is taken as the doubles that it holds.
///
///     >>> import numpy as np
///     >>> exchanges = (np.array([0]), np.array([0]), np.array([2.0]))
///     >>> emissions = (np.array([0]), np.array([0]), np.array([3.0]))
///     >>> power = {"id": "el", "name": "power", "unit": "kWh"}
///     >>> database = cfp.Database.from_triplets(1, exchanges, 1, emissions, products=[power])
///     >>> scores = database.scores({0: 1.0})
///     >>> round(scores.score("power", "0.5 MWh").value, 6)
///     Decimal('750.000000')
///     >>> values, bounds = scores.demands(np.array([0, 0]), np.array([1.0, 4.0]))
///     >>> values.tolist(), bool(bounds.max() < 1e-15)
///     ([1.5, 6.0], True)
#[pyclass(frozen, module = "cfp")]
#[derive(Debug)]
pub struct Scores {
    inner: Arc<cfp_core::Scores>,
    ordered: Ordered,
}

impl Scores {
    pub(super) fn new(inner: cfp_core::Scores, ordered: Ordered) -> Self {
        let inner = Arc::new(inner);
        Self { inner, ordered }
    }

    /// The demand for an amount of a product.
    fn demand(
        &self,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
    ) -> Result<DatabaseDemand, Raised> {
        let database = &self.ordered.database;
        let product = self.ordered.product(product)?;
        let Some(amount) = amount else {
            return Ok(DatabaseDemand::of(product, 1.0));
        };
        if amount.is_instance_of::<PyString>() || amount.is_instance_of::<PyTuple>() {
            let text = if amount.is_instance_of::<PyTuple>() {
                quantity(amount)??.to_string()
            } else {
                amount.extract()?
            };
            return Ok(database.demand(&database.product_id(product), &text)?);
        }
        let amount: Result<Amount, _> = number(amount)?.parse();
        let amount = amount.map_err(ProblemKind::from)?;
        Ok(DatabaseDemand::of_amount(product, amount))
    }

    /// A demand to be drawn: a product, or (product, amount).
    fn drawn(&self, value: &Bound<'_, PyAny>) -> Result<DatabaseDemand, Raised> {
        match value.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() {
            Ok((product, amount)) if value.is_instance_of::<PyTuple>() => {
                self.demand(&product, Some(&amount))
            }
            _ => self.demand(value, None),
        }
    }

    /// A changed entry: ("exchange", product, process, amount) or ("emission", flow, process, amount).
    fn change(&self, value: &Bound<'_, PyAny>) -> Result<EntryChange, Raised> {
        type Parts<'py> = (
            String,
            Bound<'py, PyAny>,
            Bound<'py, PyAny>,
            Bound<'py, PyAny>,
        );
        if let Ok((kind, row, process, amount)) = value.extract::<Parts<'_>>()
            && matches!(kind.as_str(), "exchange" | "emission")
        {
            let process = self.ordered.process(&process)?;
            let amount = double("the amount of a change", &amount)?;
            return Ok(if kind == "exchange" {
                EntryChange::exchange(self.ordered.product(&row)?, process, amount)
            } else {
                EntryChange::emission(self.ordered.flow(&row)?, process, amount)
            });
        }
        let given = value.repr()?;
        let message = format!(
            "a change is (\"exchange\", product, process, amount) or (\"emission\", flow, process, amount), not {given}"
        );
        Err(PyTypeError::new_err(message).into())
    }
}

#[pymethods]
impl Scores {
    /// The name of the characterisation: that of its GWP set, or "own".
    #[getter]
    fn characterisation(&self) -> &str {
        self.inner.characterisation().name()
    }

    /// The dataset and version of the GWP set; `None` for factors of your own.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.inner.characterisation().source()
    }

    /// The unit of a score, "kg CO2e" by a GWP set; `None` where only the method knows it.
    #[getter]
    fn unit(&self) -> Option<&str> {
        self.inner.characterisation().unit()
    }

    /// Every elementary flow that the GWP set leaves out, and why; empty for factors of your own.
    #[getter]
    fn left_out(&self) -> Table {
        Table::with(
            (Arc::clone(&self.inner), self.ordered.clone()),
            |(inner, _)| inner.characterisation().left_out(),
            |(_, ordered), row| LeftOutRow::of(&ordered.database, *row),
            |(_, ordered), rows| cfp_exchange::Table::of_left_out(&ordered.database, rows),
        )
    }

    fn __len__(&self) -> usize {
        self.inner.len()
    }

    fn __getitem__(&self, product: &Bound<'_, PyAny>) -> Result<Figure, Raised> {
        Ok(self.inner.figure(self.ordered.product(product)?)?.into())
    }

    /// The score of one unit of each product as the nearest float64, in the order of the products; nan where it has none.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Out<'py>> {
        out(py, self.inner.values())
    }

    /// What is known of the loops that each product reaches: "sound", "undecided", "held" or "unsolved". A product of the last
    /// two has no score, unless held loops are allowed.
    fn standings(&self) -> Vec<&'static str> {
        let products = 0..self.inner.len();
        products
            .filter_map(|product| Some(self.inner.standing(product)?.word()))
            .collect()
    }

    /// How far the exact score of each product can be from that of `values`; infinite where nothing is proved.
    fn bounds<'py>(&self, py: Python<'py>) -> PyResult<Out<'py>> {
        out(py, self.inner.bounds())
    }

    /// The score of an amount of a product.
    fn score(
        &self,
        product: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
    ) -> Result<Figure, Raised> {
        let demand = self.demand(product, Some(amount))?;
        Ok(self.inner.demand(&demand)?.into())
    }

    /// The scores of millions of amounts of a product each, on all cores: two arrays, of the nearest float64 and of how
    /// far the exact score can be from it, infinite where nothing is proved.
    ///
    /// `products` is an array of indices, `amounts` one of float64 in the units of the products.
    fn demands<'py>(
        &self,
        py: Python<'py>,
        products: &Bound<'py, PyAny>,
        amounts: &Bound<'py, PyAny>,
    ) -> Result<(Out<'py>, Out<'py>), Raised> {
        let products = Indices::new("products", products)?;
        let amounts = Doubles::new("amounts", amounts)?;
        let (indices, amounts) = (products.slice()?, amounts.slice()?);
        if indices.len() != amounts.len() {
            let message = format!(
                "`products` has {} indices and `amounts` {} numbers",
                indices.len(),
                amounts.len()
            );
            return Err(PyValueError::new_err(message).into());
        }
        let demands = amounts.iter().enumerate();
        let demands: Vec<_> = demands
            .map(|(place, amount)| (indices.at(place), *amount))
            .collect();
        let inner = Arc::clone(&self.inner);
        let (values, bounds) = long::run(py, move || inner.demand_arrays(&demands))??;
        Ok((out(py, values)?, out(py, bounds)?))
    }

    /// The loops of the database, and how each was solved.
    #[getter]
    fn loops(&self) -> Table {
        Table::of::<LoopReport, _, _>(Arc::clone(&self.inner), |of| of.loops())
    }

    /// What a reader should know.
    #[getter]
    fn findings(&self) -> Table {
        Table::of::<Finding, _, _>(self.inner.findings(), |findings| findings)
    }

    /// Who contributes to the score of an amount of a product, one unit where none is stated.
    #[pyo3(signature = (product, amount=None))]
    fn contributions(
        &self,
        py: Python<'_>,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
    ) -> Result<Contributions, Raised> {
        let demand = self.demand(product, amount)?;
        let inner = Arc::clone(&self.inner);
        let contributions = long::run(py, move || inner.contributions(&demand))??;
        Ok(Contributions::new(contributions, self.ordered.clone()))
    }

    /// The supply chains behind an amount of a product, one unit where none is stated, largest first.
    ///
    /// What carries less than the share `cut_off` of the whole score is left out with everything behind it; at most
    /// `most` nodes are visited.
    #[pyo3(signature = (product, amount=None, cut_off=0.001, most=10_000))]
    fn supply_chains(
        &self,
        py: Python<'_>,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
        cut_off: f64,
        most: usize,
    ) -> Result<SupplyChains, Raised> {
        if !(0.0..=1.0).contains(&cut_off) {
            let message = format!("`cut_off` is a share from 0 to 1, not {cut_off}");
            return Err(PyValueError::new_err(message).into());
        }
        let demand = self.demand(product, amount)?;
        let options = ChainOptions::default().cut_off(cut_off).most(most);
        let inner = Arc::clone(&self.inner);
        let chains = long::run(py, move || inner.supply_chains_of(&demand, options))??;
        Ok(SupplyChains::new(chains, self.ordered.clone()))
    }

    /// The `most` largest single supply chains behind an amount of a product, one unit where none is stated: each by what its
    /// last process counts itself, whatever their length. Paths of more than a million steps together are a `FormatError`.
    #[pyo3(signature = (product, amount=None, most=100))]
    fn paths(
        &self,
        py: Python<'_>,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
        most: usize,
    ) -> Result<DatabasePaths, Raised> {
        let demand = self.demand(product, amount)?;
        let inner = Arc::clone(&self.inner);
        let found = long::run(py, move || inner.paths(&demand, most))??;
        Ok(DatabasePaths::new(found, self.ordered.clone()))
    }

    /// The database with some entries set to other amounts, and its scores, in a fraction of the time of a new solve.
    ///
    /// Each change is ("exchange", product, process, amount), which the process makes (positive) or takes (negative), or
    /// ("emission", flow, process, amount); an amount is a float, and zero takes the entry out.
    fn changed(
        &self,
        py: Python<'_>,
        changes: &Bound<'_, PyAny>,
    ) -> Result<(Database, Self), Raised> {
        let changes = changes.try_iter()?.map(|change| self.change(&change?));
        let changes = changes.collect::<Result<Vec<_>, Raised>>()?;
        let inner = Arc::clone(&self.inner);
        let scores = long::run(py, move || inner.changed(&changes))??;
        let database = Database::from(scores.solved().clone());
        let scores = Self::new(scores, database.ordered.clone());
        Ok((database, scores))
    }

    /// The scores of demands when every uncertain exchange, emission and factor is drawn again and again, on all cores: each
    /// draw is one solve, which answers for every demand.
    ///
    /// A demand is a product, of which one unit is meant, or (product, amount). The draws follow from `seed` alone. A draw fails
    /// where the tail of a normal spread turns the sign of an amount, or where there is no solution; those are counted by
    /// their reason. More draws than 2 GiB of memory hold are a `FormatError`.
    ///
    ///     >>> import numpy as np
    ///     >>> spread = np.array([(4, 0.5, 1.5)], dtype=[("uncertainty_type", "u1"), ("minimum", "f8"), ("maximum", "f8")])
    ///     >>> one = (np.array([0]), np.array([0]), np.array([1.0]))
    ///     >>> database = cfp.Database.from_triplets(1, one, 1, one, emission_spreads=spread)
    ///     >>> draws = database.scores({0: 1.0}).monte_carlo([0, (0, 2)], draws=500)
    ///     >>> draws.values.shape
    ///     (500, 2)
    ///     >>> draws.compare(0, 1).probability  # once is less than twice
    ///     1.0
    #[pyo3(signature = (demands, draws=1000, seed=1, latin_hypercube=false))]
    fn monte_carlo(
        &self,
        py: Python<'_>,
        demands: &Bound<'_, PyAny>,
        draws: usize,
        seed: u64,
        latin_hypercube: bool,
    ) -> Result<DatabaseDraws, Raised> {
        if demands.is_instance_of::<PyString>() {
            let given = demands.repr()?;
            let message = format!("{given} is one demand; write [{given}]");
            return Err(PyTypeError::new_err(message).into());
        }
        if draws == 0 {
            return Err(PyValueError::new_err("`draws` is at least 1").into());
        }
        let demands = demands.try_iter()?.map(|demand| self.drawn(&demand?));
        let demands = demands.collect::<Result<Vec<_>, Raised>>()?;
        let mut options = DrawOptions::new().draws(draws).seed(seed);
        if latin_hypercube {
            options = options.latin_hypercube();
        }
        let inner = Arc::clone(&self.inner);
        let found = long::run(py, move || inner.monte_carlo(&demands, &options, None))??;
        Ok(found.into())
    }

    /// How uncertain the score of an amount of a product is to first order, one unit where none is stated, and which numbers,
    /// so many of them at most, make it so.
    #[pyo3(signature = (product, amount=None, most=100))]
    fn analytic(
        &self,
        py: Python<'_>,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
        most: usize,
    ) -> Result<DatabaseVariance, Raised> {
        let demand = self.demand(product, amount)?;
        let inner = Arc::clone(&self.inner);
        let variance = long::run(py, move || inner.analytic(&demand, most))??;
        Ok((&variance).into())
    }

    /// How the score of an amount of a product, one unit where none is stated, moves with every exchange, emission and factor:
    /// those, so many of them at most, that move it the most for one percent of their own.
    #[pyo3(signature = (product, amount=None, most=100))]
    fn sensitivities(
        &self,
        py: Python<'_>,
        product: &Bound<'_, PyAny>,
        amount: Option<&Bound<'_, PyAny>>,
        most: usize,
    ) -> Result<EntrySensitivities, Raised> {
        let demand = self.demand(product, amount)?;
        let inner = Arc::clone(&self.inner);
        let moved = long::run(py, move || inner.sensitivities(&demand, most))??;
        Ok((&moved).into())
    }

    fn __repr__(&self) -> String {
        format!(
            "<cfp.Scores of {} products by {}{}>",
            self.inner.len(),
            self.characterisation(),
            findings_counted(self.inner.findings().len()),
        )
    }
}
