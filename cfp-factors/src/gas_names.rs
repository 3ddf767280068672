//! Names of gases: `names.csv`, what inventories call a gas that the tables of potentials value.

use std::collections::BTreeSet;
use std::sync::Arc;

use cfp_core::{Category, GasNames, NamedGas};
use serde::Serialize;

use crate::dataset::Dataset;
use crate::error::{Error, FileFault, FileProblem};
use crate::read::{Row, Sheet};
use crate::registry::Registry;

const COLUMNS: [&str; 7] = ["row", "name", "gas", "account", "direction", "list", "note"];

/// What a direction may be where it is stated.
const REMOVAL: &str = "removal";

/// One name of one gas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct GasNameRow {
    /// The name of the row, unique in its dataset.
    pub row: String,
    /// The name as the list writes it.
    pub name: String,
    /// The gas by the name of the tables of potentials.
    pub gas: String,
    /// The account that the name states, where it is not that of the gas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Category>,
    /// Whether the name says that the gas is taken up.
    pub is_removal: bool,
    /// The list of flows that the name is of; the dataset's `SOURCE.md` says which it is.
    pub list: String,
    /// What one must know beyond the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl GasNameRow {
    /// What the name stands for.
    fn named(&self) -> NamedGas {
        let named = NamedGas::new(&self.gas);
        let named = match self.account {
            Some(account) => named.account(account),
            None => named,
        };
        if self.is_removal {
            named.removed()
        } else {
            named
        }
    }
}

impl Registry {
    /// What databases call gases: the names beside the values of every table of potentials that the registry holds, of a later
    /// day too, and the tables of names.
    ///
    /// # Errors
    ///
    /// The faults of a table.
    pub fn gas_names(&self) -> Result<Arc<GasNames>, Error> {
        if let Some(names) = self.names_made().get() {
            return Ok(Arc::clone(names));
        }
        let mut names = GasNames::new();
        for entry in self.all_entries() {
            for (value, _) in entry.gwp_table()? {
                for name in std::iter::once(&value.gas).chain(&value.aliases) {
                    names.add(name, NamedGas::new(&value.gas));
                }
            }
        }
        for listed in self.naming() {
            for row in listed.entry.gas_names()? {
                names.add(&row.name, row.named());
            }
        }
        Ok(Arc::clone(
            self.names_made().get_or_init(|| Arc::new(names)),
        ))
    }

    /// The tables of names that [`Registry::gas_names`] is put together from, beside those of potentials.
    pub fn gas_name_datasets(&self) -> Vec<Arc<Dataset>> {
        let naming = self.naming().into_iter();
        naming.map(|listed| Arc::clone(listed.dataset())).collect()
    }

    /// The rows of the newest table of names that a selector names, in the order of the table; none of other datasets.
    ///
    /// # Errors
    ///
    /// As for [`Registry::dataset`], or the faults of the table.
    pub fn gas_name_rows(&self, selector: &str) -> Result<&[GasNameRow], Error> {
        self.newest(selector)?.entry.gas_names()
    }
}

/// Reads the table of a dataset: every row, or every problem.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Vec<GasNameRow>, Error> {
    let sheet = Sheet::read(file, bytes, &COLUMNS)?;
    let mut rows: Vec<GasNameRow> = Vec::with_capacity(sheet.rows().len());
    let mut problems = sheet.faults().to_vec();
    let mut seen = BTreeSet::new();
    for row in sheet.rows() {
        match read_row(&row) {
            Ok(read) => {
                if !seen.insert(read.row.clone()) {
                    let name = read.row.clone();
                    problems.push(row.problem("row", FileFault::DuplicateRow { row: name }));
                }
                rows.push(read);
            }
            Err(problem) => problems.push(problem),
        }
    }
    Error::unless_empty(problems, rows)
}

fn read_row(row: &Row<'_>) -> Result<GasNameRow, FileProblem> {
    let account = match row.optional("account") {
        None => None,
        Some(word) => Some(
            Category::from_word(word)
                .map_err(|problem| row.bad_value("account", problem.to_string()))?,
        ),
    };
    let is_removal = match row.optional("direction") {
        None => false,
        Some(REMOVAL) => true,
        Some(other) => {
            let reason = format!("`{other}` is not `{REMOVAL}`; it is empty for an emission");
            return Err(row.bad_value("direction", reason));
        }
    };
    Ok(GasNameRow {
        row: row.text("row")?.to_owned(),
        name: row.text("name")?.to_owned(),
        gas: row.text("gas")?.to_owned(),
        account,
        is_removal,
        list: row.text("list")?.to_owned(),
        note: row.optional("note").map(str::to_owned),
    })
}
