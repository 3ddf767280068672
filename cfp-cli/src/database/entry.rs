//! The numbers of a database, called by their labels.

use cfp_core::{Database, DatabaseEntry};
use serde::Serialize;

use super::open::called;

/// A number of a database or of its method.
#[derive(Debug, Serialize)]
pub(super) struct EntryRow {
    /// `exchange`, `emission`, `factor`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process: Option<String>,
    /// What it is called.
    pub name: String,
}

impl EntryRow {
    /// A number of this database.
    pub fn of(database: &Database, entry: DatabaseEntry) -> Self {
        let mut row = Self {
            kind: "",
            product: None,
            flow: None,
            process: None,
            name: String::new(),
        };
        match entry {
            DatabaseEntry::Exchange { product, process } => {
                row.kind = "exchange";
                row.product = Some(database.product_id(product));
                row.process = Some(database.process_id(process));
                let (name, _) = called(database, product);
                row.name = format!("{name} | {}", process_called(database, process));
            }
            DatabaseEntry::Emission { flow, process } => {
                row.kind = "emission";
                row.flow = Some(database.flow_id(flow));
                row.process = Some(database.process_id(process));
                let name = flow_called(database, flow);
                row.name = format!("{name} | {}", process_called(database, process));
            }
            DatabaseEntry::Factor { flow } => {
                row.kind = "factor";
                row.flow = Some(database.flow_id(flow));
                row.name = flow_called(database, flow);
            }
            _ => row.kind = "another",
        }
        row
    }

    /// The kind and the name.
    pub fn told(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

fn process_called(database: &Database, process: usize) -> String {
    let Some(label) = database.process(process) else {
        return database.process_id(process);
    };
    let place = label.place();
    let place = place.map_or_else(String::new, |place| format!(", {place}"));
    format!("{}{place}", label.called())
}

fn flow_called(database: &Database, flow: usize) -> String {
    let label = database.flow(flow);
    label.map_or_else(|| database.flow_id(flow), |label| label.called().to_owned())
}
