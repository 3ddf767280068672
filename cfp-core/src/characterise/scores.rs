//! The footprint of every product of a database.

use super::characterisation::Characterisation;
use super::figure::Figure;
use crate::amount::Amount;
use crate::double::{Double, inflation};
use crate::error::{DatabaseProblem, Error, Place, Problem};
use crate::model::{Database, Finding};
use crate::solve::{Found, LoopReport, SolvedDatabase};

/// The footprint per unit of every product of a database, each with a proved bound, from one adjoint solve.
#[derive(Debug, Clone)]
pub struct Scores {
    database: Database,
    characterisation: Characterisation,
    found: Found,
}

impl SolvedDatabase {
    /// The footprint per unit of every product.
    ///
    /// # Errors
    ///
    /// Loops that consume what they make, or have no unique solution; factors of flows that the database does not have.
    pub fn scores(&self, characterisation: &Characterisation) -> Result<Scores, Error> {
        let known = characterisation.known(self.database())?;
        Ok(Scores {
            database: self.database().clone(),
            characterisation: characterisation.clone(),
            found: self.adjoint(&known)?,
        })
    }
}

impl Scores {
    /// The characterisation that the scores are of.
    pub fn characterisation(&self) -> &Characterisation {
        &self.characterisation
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

    fn number(&self, product: usize) -> (Double, f64) {
        let process = self.database.content.maker(product);
        (self.found.values[process], self.found.bounds[process])
    }

    /// The score of one unit of a product.
    ///
    /// # Errors
    ///
    /// A product that the database does not have, or a score beyond the range of decimals.
    pub fn figure(&self, product: usize) -> Result<Figure, Error> {
        let told = |kind| Error::from(Problem::new(kind, Place::default()));
        if product >= self.len() {
            let (what, index, size) = ("product", product, self.len());
            return Err(told(DatabaseProblem::EntryOutside {
                matrix: "scores",
                what,
                index,
                size,
            }));
        }
        let (value, bound) = self.number(product);
        let amount = Amount::of_double(value, bound);
        let amount = amount.map_err(|_| {
            told(DatabaseProblem::FigureTooLarge {
                product: self.database.product_id(product),
            })
        })?;
        Ok(Figure::new(amount, bound.is_finite()))
    }

    /// The score of one unit of each product as the nearest double, in the order of the products.
    pub fn values(&self) -> Vec<f64> {
        (0..self.len())
            .map(|product| self.number(product).0.high)
            .collect()
    }

    /// How far the exact score of each product can be from that of [`Scores::values`]; infinite where nothing is proved.
    pub fn bounds(&self) -> Vec<f64> {
        let of = |product| {
            let (value, bound) = self.number(product);
            (bound + value.low.abs()) * inflation(2)
        };
        (0..self.len()).map(of).collect()
    }

    /// What a reader should know.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.characterisation.findings().to_vec();
        findings.extend(
            self.loops()
                .iter()
                .filter(|own| !own.proved)
                .map(LoopReport::finding),
        );
        findings
    }
}
