//! Labels for a database whose files have ids alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use cfp_core::{Finding, Label};

use super::table::Table;
use super::{Listed, OTHER_NAMES, label, list};
use crate::database_file::{DatabaseFile, MemoryFiles, Reader, limited};
use crate::error::Error;
use crate::limits::Limits;

/// What products, processes and elementary flows of a database are called, by their ids: a table in CSV with the columns
/// `id,name,location,unit`, whose `location` is the compartment of a flow. Behind them `cas`, `formula` and `synonyms` may stand,
/// the last separated by strokes: a flow is a gas by any of its names.
///
/// # Example
///
/// ```
/// use cfp_exchange::LabelFile;
///
/// let labels = LabelFile::read("labels.csv", b"id,name,location,unit\n17,\"electricity, low voltage\",CN,kWh\n")?;
/// assert_eq!(labels.get("17").map(|label| label.called()), Some("electricity, low voltage"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct LabelFile {
    labels: BTreeMap<String, Label>,
}

impl LabelFile {
    /// The labels of a table; `name` stands in what is told.
    ///
    /// # Errors
    ///
    /// Every problem of the table at once, each with its line and column.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let files = MemoryFiles::new(name).with("", bytes);
        let mut reader = Reader::new(&files, Limits::new());
        let mut labels = BTreeMap::new();
        let mut listed = Listed::new();
        let titles = ["id", "name", "location", "unit"];
        if let Some(table) = Table::open("", &titles, &OTHER_NAMES, &mut reader) {
            table.rows(&mut reader, |row, reader| {
                if list(&mut listed, "labels", row, reader) {
                    let [name, location, unit] = [1, 2, 3].map(|field| row.field(field));
                    let label = label(row, name, location, unit);
                    labels.insert(label.id().to_owned(), label);
                }
            });
        }
        if reader.told.is_empty() {
            Ok(Self { labels })
        } else {
            Err(limited(reader.told, &Arc::from(name)))
        }
    }

    /// The label of an id.
    pub fn get(&self, id: &str) -> Option<&Label> {
        self.labels.get(id)
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

impl DatabaseFile {
    /// The same with these labels for the products, processes and elementary flows of their ids; labels of nothing in the
    /// database are a finding.
    pub fn labelled(self, labels: &LabelFile) -> Self {
        let mut unused = labels.labels.clone();
        let mut of = |id: &str| {
            unused.remove(id);
            labels.get(id).cloned()
        };
        let named = self
            .label_products(&mut of)
            .label_processes(&mut of)
            .label_flows(&mut of);
        let Some(first) = unused.keys().next() else {
            return named;
        };
        let message = format!(
            "{} of {} labels are of nothing in the database, `{first}` among them",
            unused.len(),
            labels.len(),
        );
        let hint = "check that the labels are of this database";
        named.with_finding(Finding::new("labels-not-used", message, hint))
    }
}
