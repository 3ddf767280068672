//! A dataset with its table, which is read when it is first needed.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use cfp_core::Amount;

use crate::cbam::{self, Rows};
use crate::dataset::{Dataset, FACTORS, GWP, NAMES, PEDIGREE};
use crate::error::{Error, FactorProblem, FileFault, FilePlace, FileProblem};
use crate::factor::Factor;
use crate::gas_names::{self, GasNameRow};
use crate::gwp::{self, GwpValue};
use crate::pedigree::{self, PedigreeRow};
use crate::region::Regions;
use crate::seal::seal;
use crate::store::Store;
use crate::table::{self, Table};

/// A dataset and its table, once that was needed.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) dataset: Arc<Dataset>,
    store: Arc<Store>,
    folder: String,
    factors: OnceLock<Table>,
    gwp: OnceLock<Vec<(GwpValue, Amount)>>,
    names: OnceLock<Vec<GasNameRow>>,
    pedigree: OnceLock<Vec<PedigreeRow>>,
    cbam: OnceLock<Rows>,
}

impl Entry {
    /// The dataset whose header stands in a folder.
    pub(crate) fn read(store: &Arc<Store>, folder: &str) -> Result<Self, Error> {
        let path = Store::header(folder);
        let dataset = Dataset::read(&store.name(&path), &store.read(&path)?)?;
        Ok(Self {
            dataset,
            store: Arc::clone(store),
            folder: folder.to_owned(),
            factors: OnceLock::new(),
            gwp: OnceLock::new(),
            names: OnceLock::new(),
            pedigree: OnceLock::new(),
            cbam: OnceLock::new(),
        })
    }

    /// The factors of the dataset; none of one with other numbers.
    pub(crate) fn table(&self, regions: &Regions) -> Result<&Table, Error> {
        if let Some(table) = self.factors.get() {
            return Ok(table);
        }
        let table = if self.dataset.content.file == FACTORS {
            let (file, bytes) = self.sealed(FACTORS)?;
            let table = table::read(&file, &bytes, &self.dataset, regions)?;
            self.check_rows(table.factors().len())?;
            table
        } else {
            Table::new(Vec::new())
        };
        Ok(self.factors.get_or_init(|| table))
    }

    /// A row of the table, once that was read.
    pub(crate) fn row(&self, row: usize) -> Option<&Factor> {
        self.factors.get()?.factors().get(row)
    }

    /// The global warming potentials of the dataset; none of one with other numbers.
    pub(crate) fn gwp_table(&self) -> Result<&[(GwpValue, Amount)], Error> {
        if let Some(values) = self.gwp.get() {
            return Ok(values);
        }
        let values = if self.dataset.is_gwp() {
            let (file, bytes) = self.sealed(GWP)?;
            let values = gwp::read(&file, &bytes, &self.dataset)?;
            self.check_rows(values.len())?;
            values
        } else {
            Vec::new()
        };
        Ok(self.gwp.get_or_init(|| values))
    }

    /// The names of gases of the dataset; none of one with other content.
    pub(crate) fn gas_names(&self) -> Result<&[GasNameRow], Error> {
        if let Some(rows) = self.names.get() {
            return Ok(rows);
        }
        let rows = if self.dataset.is_gas_names() {
            let (file, bytes) = self.sealed(NAMES)?;
            let rows = gas_names::read(&file, &bytes)?;
            self.check_rows(rows.len())?;
            rows
        } else {
            Vec::new()
        };
        Ok(self.names.get_or_init(|| rows))
    }

    /// The pedigree matrix of the dataset; none of one with other numbers.
    pub(crate) fn pedigree(&self) -> Result<&[PedigreeRow], Error> {
        if let Some(rows) = self.pedigree.get() {
            return Ok(rows);
        }
        let rows = if self.dataset.is_pedigree() {
            let (file, bytes) = self.sealed(PEDIGREE)?;
            let rows = pedigree::read(&file, &bytes)?;
            self.check_rows(rows.len())?;
            rows
        } else {
            Vec::new()
        };
        Ok(self.pedigree.get_or_init(|| rows))
    }

    /// The table of the Carbon Border Adjustment Mechanism; `None` of a dataset with other numbers.
    pub(crate) fn cbam(&self) -> Result<Option<&Rows>, Error> {
        let Some(layout) = self.dataset.cbam() else {
            return Ok(None);
        };
        if let Some(rows) = self.cbam.get() {
            return Ok(Some(rows));
        }
        let (file, bytes) = self.sealed(&self.dataset.content.file)?;
        let rows = cbam::read(layout, &file, &bytes)?;
        self.check_rows(rows.len())?;
        Ok(Some(self.cbam.get_or_init(|| rows)))
    }

    /// Where a key of the header stands.
    pub(crate) fn place_of(&self, key: &str) -> FilePlace {
        let path = Store::header(&self.folder);
        let file = self.store.name(&path);
        match self.store.read(&path) {
            Ok(bytes) => FilePlace::of_key(&file, &bytes, key),
            Err(_) => FilePlace::file(&file),
        }
    }

    /// How the table is called in messages, and its bytes; they are those that the header seals.
    fn sealed(&self, table: &str) -> Result<(String, Cow<'static, [u8]>), Error> {
        let (file, bytes) = self.content(table)?;
        match self.seal_fault(&bytes) {
            Some(problem) => Err(problem.into()),
            None => Ok((file, bytes)),
        }
    }

    /// How a file of the dataset is called in messages, and its bytes.
    fn content(&self, table: &str) -> Result<(String, Cow<'static, [u8]>), Error> {
        let path = format!("{}/{table}", self.folder);
        Ok((self.store.name(&path), self.store.read(&path)?))
    }

    fn seal_fault(&self, bytes: &[u8]) -> Option<FileProblem> {
        let actual = seal(bytes);
        let stated = self.dataset.content.sha256.clone();
        (actual != stated).then(|| {
            let fault = FileFault::Checksum { stated, actual };
            FileProblem::new(self.place_of("sha256"), fault)
        })
    }

    /// The header counts the rows, so that a table cut short by whole lines is noticed even when it is sealed anew.
    fn check_rows(&self, actual: usize) -> Result<(), FileProblem> {
        let stated = self.dataset.content.rows;
        if stated == actual {
            return Ok(());
        }
        let fault = FileFault::RowCount { stated, actual };
        Err(FileProblem::new(self.place_of("rows"), fault))
    }

    /// Everything that is wrong with the table, a wrong seal and faults of rows alike.
    pub(crate) fn faults(&self, regions: &Regions) -> Vec<FactorProblem> {
        let (file, bytes) = match self.content(&self.dataset.content.file) {
            Ok(content) => content,
            Err(error) => return error.into_problems(),
        };
        let seal = self.seal_fault(&bytes);
        let mut problems: Vec<FactorProblem> = seal.into_iter().map(Into::into).collect();
        let rows = if self.dataset.is_gwp() {
            gwp::read(&file, &bytes, &self.dataset).map(|values| values.len())
        } else if self.dataset.is_gas_names() {
            gas_names::read(&file, &bytes).map(|rows| rows.len())
        } else if self.dataset.is_pedigree() {
            pedigree::read(&file, &bytes).map(|rows| rows.len())
        } else if let Some(layout) = self.dataset.cbam() {
            cbam::read(layout, &file, &bytes).map(|rows| rows.len())
        } else {
            let table = table::read(&file, &bytes, &self.dataset, regions);
            table.map(|table| table.factors().len())
        };
        match rows {
            Ok(rows) => problems.extend(self.check_rows(rows).err().map(Into::into)),
            Err(error) => problems.extend(error.into_problems()),
        }
        problems
    }

    /// These faults of values, each with the number of its row, by their places.
    pub(crate) fn of_values(
        &self,
        faults: Vec<(usize, FileFault)>,
    ) -> Result<Vec<FileProblem>, Error> {
        let (file, bytes) = self.content(&self.dataset.content.file)?;
        table::of_values(&file, &bytes, faults)
    }
}
