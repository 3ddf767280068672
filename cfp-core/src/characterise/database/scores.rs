//! The footprint of every product of a database.

use rayon::prelude::*;

use super::characterisation::Characterisation;
use super::demand::{DatabaseDemand, Item};
use crate::amount::Amount;
use crate::cancel::Cancel;
use crate::characterise::{Figure, open_totals};
use crate::double::{Dot, Double, inflation, up};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::{Database, EntryChange, Finding};
use crate::solve::{Found, Known, LoopReport, SolvedDatabase};

/// The footprint per unit of every product of a database, each with a proved bound, from one adjoint solve.
///
/// Figures are kg CO2e where the characterisation is; the bound speaks of arithmetic rounding only, and says nothing about
/// the data. They own the solution that they are of, so that whatever is asked of them further is answered by that one.
#[derive(Debug, Clone)]
pub struct Scores {
    solved: SolvedDatabase,
    characterisation: Characterisation,
    /// What each process counts itself.
    known: Known,
    pub(super) found: Found,
    /// Whether a score is given that stands on a loop which only its credits hold.
    pub(super) allows_held: bool,
}

/// How many demands are scored together, on all cores, before the first of them is handed out.
const TOGETHER: usize = 8192;

/// More problems of demands than this tell nobody anything.
const MOST_TOLD: usize = 100;

impl SolvedDatabase {
    /// The score of one unit of every product. A product that reaches a loop which consumes what it makes, credits aside, has
    /// none: [`Scores::refusal`] tells why.
    ///
    /// # Errors
    ///
    /// A characterisation of another database, or factors of flows that the database does not have.
    pub fn scores(&self, characterisation: &Characterisation) -> Result<Scores, Error> {
        let known = characterisation.known(self.database())?;
        Ok(Scores {
            solved: self.clone(),
            characterisation: characterisation.clone(),
            found: self.adjoint(&known),
            known,
            allows_held: false,
        })
    }

    /// The scores under several characterisations, on all cores; each is the same as by itself.
    ///
    /// # Errors
    ///
    /// As [`SolvedDatabase::scores`].
    pub fn scores_of(&self, characterisations: &[Characterisation]) -> Result<Vec<Scores>, Error> {
        let cancel = Cancel::of_this_thread();
        characterisations
            .par_iter()
            .map(|own| cancel.check().and_then(|()| self.scores(own)))
            .collect()
    }
}

impl Scores {
    /// The characterisation that the scores are of.
    pub fn characterisation(&self) -> &Characterisation {
        &self.characterisation
    }

    /// The database that they are of.
    pub fn database(&self) -> &Database {
        self.solved.database()
    }

    /// The solution that they are of.
    pub fn solved(&self) -> &SolvedDatabase {
        &self.solved
    }

    /// The loops of the database, and how each was solved.
    pub fn loops(&self) -> &[LoopReport] {
        &self.found.loops
    }

    /// How many products there are.
    pub fn len(&self) -> usize {
        self.found.bounds.len()
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.found.bounds.is_empty()
    }

    /// The score of a product and its bound.
    pub(crate) fn number(&self, product: usize) -> (Double, f64) {
        let process = self.database().content.maker(product);
        (self.found.values[process], self.found.bounds[process])
    }

    /// The score per unit of the reference of every process.
    pub(crate) fn by_process(&self) -> &[Double] {
        &self.found.values
    }

    /// What one run of a process counts itself, and how far the exact number can be from it.
    pub(crate) fn direct(&self, process: usize) -> (Double, f64) {
        (self.known.values[process], self.known.errors[process])
    }

    /// The score of one unit of a product.
    ///
    /// # Errors
    ///
    /// A product that the database does not have, or that has no score; a score beyond the range of decimals.
    pub fn figure(&self, product: usize) -> Result<Figure, Error> {
        let demand = DatabaseDemand::of(product, 1.0);
        let items = demand.items(self.database())?;
        if let Some(refusal) = self.refusal(product) {
            return Err(refusal.into());
        }
        let (value, bound) = self.scored(&items);
        self.figure_of(value, bound, || product)
    }

    /// The score of a demand: a dot product. A loop that only its credits hold still answers a demand for which all of its
    /// processes are proved to run forwards; that takes the runs.
    ///
    /// # Errors
    ///
    /// A product that the database does not have, a demand of another database or one that a loop does not answer, or a score
    /// beyond the range of decimals.
    pub fn demand(&self, demand: &DatabaseDemand) -> Result<Figure, Error> {
        let items = self.answered(demand)?;
        let (value, bound) = self.scored(&items);
        self.figure_of(value, bound, || {
            items.first().map_or(0, |item| item.product)
        })
    }

    /// The score of products that the database has, and its bound.
    pub(crate) fn scored(&self, items: &[Item]) -> (Double, f64) {
        if let [one] = items
            && one.amount == Double::exact(1.0)
            && one.error == 0.0
        {
            return self.number(one.product);
        }
        let mut dot = Dot::default();
        let mut error = 0.0;
        // Exactly nothing stays so: it has no part in what the others may lose to underflow.
        let none = (Double::default(), 0.0);
        let counts =
            |item: &&Item| self.number(item.product) != none && (item.amount, item.error) != none;
        if !items.iter().any(|item| counts(&item)) {
            return none;
        }
        for item in items.iter().filter(counts) {
            let (score, bound) = self.number(item.product);
            dot.take(-item.amount.high, score);
            dot.take(-item.amount.low, score);
            let amount = item.amount.high.abs() + item.amount.low.abs() + item.error;
            // An infinite bound stays one, whatever the amount.
            error += if bound.is_finite() {
                amount * bound
            } else {
                bound
            };
            error += item.error * score.high.abs() * inflation(1);
        }
        (dot.value(), up(error + dot.error(), 6 * items.len() + 2))
    }

    /// The scores of amounts of one product each, on all cores: the nearest doubles, and how far the exact score of each
    /// can be from its double; infinite where nothing is proved.
    ///
    /// For millions of demands: each is the score of [`Scores::demand`], without its way into a decimal; that of a product
    /// without a score is not a number.
    ///
    /// # Errors
    ///
    /// Products that the database does not have, amounts that are not finite, and scores beyond the range of doubles.
    ///
    /// # Example
    ///
    /// ```
    /// use cfp_core::{Characterisation, Database};
    ///
    /// let database = Database::from_triplets(1, [(0, 0, 2.0)], 1, [(0, 0, 3.0)])?;
    /// let scores = database.solve()?.scores(&Characterisation::of_values("CO2", [(0, 1.0)]))?;
    /// let (values, bounds) = scores.demand_arrays(&[(0, 1.0), (0, 4.0)])?;
    /// assert_eq!(values, [1.5, 6.0]);
    /// assert!(bounds.iter().all(|bound| *bound < 1e-15));
    /// # Ok::<(), cfp_core::Error>(())
    /// ```
    pub fn demand_arrays(&self, demands: &[(usize, f64)]) -> Result<(Vec<f64>, Vec<f64>), Error> {
        let is_bad =
            |(product, amount): &&(usize, f64)| *product >= self.len() || !amount.is_finite();
        let bad = demands.iter().filter(is_bad).take(MOST_TOLD);
        let told = bad.fold(DatabaseDemand::default(), |told, (product, amount)| {
            told.and(*product, *amount)
        });
        told.check(self.len())?;
        let (mut values, mut bounds) = (Vec::new(), Vec::new());
        let scored = demands.par_iter().with_min_len(TOGETHER);
        scored
            .map(|&(product, amount)| {
                if !self.is_given(product) {
                    return (f64::NAN, f64::INFINITY);
                }
                let (value, bound) = self.scored(&[Item::exact(product, amount)]);
                (value.high, up(bound + value.low.abs(), 2))
            })
            .unzip_into_vecs(&mut values, &mut bounds);
        let is_beyond = |(value, (product, _)): (&f64, &(usize, f64))| {
            !value.is_finite() && self.is_given(*product)
        };
        if let Some(at) = values.iter().zip(demands).position(is_beyond) {
            let product = self.database().product_id(demands[at].0);
            let kind = DatabaseProblem::FigureTooLarge { product };
            return Err(Problem::new(kind, Place::default()).into());
        }
        Ok((values, bounds))
    }

    /// The scores of any number of demands, in their order, as an iterator that holds a few thousand of them at a time and
    /// scores those on all cores.
    pub fn demands<I>(&self, demands: I) -> impl Iterator<Item = Result<Figure, Error>> + use<'_, I>
    where
        I: IntoIterator<Item = DatabaseDemand>,
    {
        let mut demands = demands.into_iter();
        std::iter::from_fn(move || {
            let together: Vec<DatabaseDemand> = demands.by_ref().take(TOGETHER).collect();
            let scored = || {
                together
                    .par_iter()
                    .map(|demand| self.demand(demand))
                    .collect::<Vec<_>>()
            };
            (!together.is_empty()).then(scored)
        })
        .flatten()
    }

    pub(crate) fn figure_of(
        &self,
        value: Double,
        bound: f64,
        product: impl FnOnce() -> usize,
    ) -> Result<Figure, Error> {
        let too_large = |_| {
            let product = self.database().product_id(product());
            Problem::new(
                DatabaseProblem::FigureTooLarge { product },
                Place::default(),
            )
        };
        let amount = Amount::of_double(value, bound).map_err(too_large)?;
        Ok(Figure::new(amount, bound.is_finite()))
    }

    /// The score of one unit of each product as the nearest double, in the order of the products; that of one without a score
    /// is not a number.
    pub fn values(&self) -> Vec<f64> {
        let of = |product| {
            if self.is_given(product) {
                self.number(product).0.high
            } else {
                f64::NAN
            }
        };
        (0..self.len()).map(of).collect()
    }

    /// How far the exact score of each product can be from that of [`Scores::values`]; infinite where nothing is proved.
    pub fn bounds(&self) -> Vec<f64> {
        let of = |product| {
            if !self.is_given(product) {
                return f64::INFINITY;
            }
            let (value, bound) = self.number(product);
            let bound = up(bound + value.low.abs(), 2);
            // Of a score beyond the range of doubles nothing is known.
            if bound.is_nan() { f64::INFINITY } else { bound }
        };
        (0..self.len()).map(of).collect()
    }

    /// The scores of the same database with some entries set to other amounts: by a correction of these, in a fraction of
    /// the time of a new solution, and with bounds that are proved like its.
    ///
    /// # Errors
    ///
    /// As [`Database::changed`] and [`SolvedDatabase::scores`].
    pub fn changed(&self, changes: &[EntryChange]) -> Result<Self, Error> {
        let solved = self.solved.changed(changes)?;
        let rows = Database::changed_processes(changes);
        let known = self
            .characterisation
            .known_again(solved.database(), &self.known, &rows)?;
        let found = solved.adjoint_from(&known, &self.found, &rows);
        Ok(Self {
            solved,
            characterisation: self.characterisation.clone(),
            known,
            found,
            allows_held: self.allows_held,
        })
    }

    /// What a reader should know.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.characterisation.findings().to_vec();
        findings.extend(self.refusals());
        let of_loops = self.loops().iter();
        findings.extend(of_loops.flat_map(|own| own.findings(self.database(), self.allows_held)));
        let given = (0..self.len()).filter(|product| self.is_given(*product));
        let open = given.filter(|product| {
            let (value, bound) = self.number(*product);
            bound.is_finite() && bound > 0.0 && bound >= value.high.abs()
        });
        let open: Vec<String> = open.map(|own| self.database().product_id(own)).collect();
        findings.extend(open_totals(&open, self.len()));
        findings
    }
}
