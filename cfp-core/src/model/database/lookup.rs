//! What the processes and elementary flows of a database are called, and which is called so.

use super::{Database, Label};
use crate::error::{Error, Place, Problem};

impl Database {
    /// The label of a process; `None` without labels.
    pub fn process(&self, process: usize) -> Option<&Label> {
        self.content.processes.get(process)
    }

    /// The id of a process: that of its label, or its index.
    pub fn process_id(&self, process: usize) -> String {
        let label = self.process(process).map(Label::id);
        label.map_or_else(|| process.to_string(), str::to_owned)
    }

    /// The id of an elementary flow: that of its label, or its index.
    pub fn flow_id(&self, flow: usize) -> String {
        let label = self.flow(flow).map(Label::id);
        label.map_or_else(|| flow.to_string(), str::to_owned)
    }

    /// The index of the process with this id, or else of the only one with this name; without labels, the index itself.
    ///
    /// # Errors
    ///
    /// [`DatabaseProblem`](crate::DatabaseProblem) where none or several are called so.
    pub fn find_process(&self, asked: &str) -> Result<usize, Error> {
        let what = ["process", "processes"];
        let found = self.content.processes.find(what, asked, self.size());
        Ok(found.map_err(|kind| Problem::new(kind, Place::default()))?)
    }

    /// The index of the elementary flow with this id, or else of the only one with this name; without labels, the index
    /// itself.
    ///
    /// # Errors
    ///
    /// [`DatabaseProblem`](crate::DatabaseProblem) where none or several are called so.
    pub fn find_flow(&self, asked: &str) -> Result<usize, Error> {
        let what = ["flow", "flows"];
        let found = self.content.flows.find(what, asked, self.flow_count());
        Ok(found.map_err(|kind| Problem::new(kind, Place::default()))?)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Database, Label};

    #[test]
    fn processes_and_flows_are_found_by_id_by_name_and_by_index() {
        let bare = Database::from_triplets(1, [(0, 0, 1.0)], 1, [(0, 0, 2.0)]).unwrap();
        assert_eq!(bare.find_process("0").unwrap(), 0);
        assert_eq!(bare.find_flow("0").unwrap(), 0);
        assert!(bare.find_flow("1").is_err() && bare.process(0).is_none());
        let named = Database::builder(1)
            .technosphere([(0, 0, 1.0)])
            .emissions(1, [(0, 0, 2.0)])
            .processes(vec![Label::new("p").name("power")])
            .flows(vec![Label::new("f").name("CO2")])
            .build()
            .unwrap();
        assert_eq!(named.find_process("power").unwrap(), 0);
        assert_eq!(named.process(0).map(Label::id), Some("p"));
        assert_eq!(
            named.find_flow("f").unwrap(),
            named.find_flow("CO2").unwrap()
        );
    }
}
