//! Methods of a datapackage: what a unit of each flow counts.

use cfp_core::{Characterisation, Finding};

use super::assemble::{Ids, NONE, assemble};
use super::group::Group;
use super::{CHARACTERISATION, kept, list, tell_not_stated};
use crate::database_file::Reader;

/// The groups of a characterisation.
#[derive(Debug)]
pub(super) struct Method {
    name: String,
    groups: Vec<Group>,
    /// How many factors are of a place that is not the whole world.
    regional: usize,
}

/// The method of this name, new where there is none.
pub(super) fn of_name(methods: &mut Vec<Method>, name: String) -> &mut Method {
    let index = methods.iter().position(|method| method.name == name);
    let index = index.unwrap_or_else(|| {
        methods.push(Method {
            name,
            groups: Vec::new(),
            regional: 0,
        });
        methods.len() - 1
    });
    &mut methods[index]
}

impl Method {
    /// Adds a group without the factors of places other than the whole world, where the group says which that is.
    pub fn add(&mut self, mut group: Group, global: Option<i64>) {
        if let Some(global) = global {
            let is_kept: Vec<bool> = group
                .columns
                .iter()
                .map(|column| *column == global)
                .collect();
            self.regional += is_kept.iter().filter(|is_kept| !**is_kept).count();
            let mut is_of_row = is_kept.iter();
            group.rows.retain(|_| is_of_row.next() == Some(&true));
            let mut is_of_amount = is_kept.iter();
            group.amounts.retain(|_| is_of_amount.next() == Some(&true));
            group.columns.retain(|column| *column == global);
        }
        // Factors without a number of their own place are of the flow alone.
        group.columns.fill(0);
        self.groups.push(group);
    }

    /// The factors of the flows with these ids; what is left out is a finding.
    pub fn characterisation(
        self,
        flows: &[i64],
        reader: &mut Reader<'_>,
        findings: &mut Vec<Finding>,
    ) -> Characterisation {
        let Self {
            name,
            groups,
            regional,
        } = self;
        let rows = Ids::of(&list(&groups, |group| &group.rows));
        let distinct = rows.distinct.clone();
        let columns: Vec<Vec<u32>> = groups
            .iter()
            .map(|group| vec![0; group.rows.len()])
            .collect();
        // By the numbers of its own flows first, so that what has no factor is told whether any process emits it or not.
        let assembled = assemble(&groups, &rows.numbers, &columns, 1);
        tell_not_stated(
            CHARACTERISATION,
            &assembled.not_stated,
            (&distinct, &[]),
            reader,
        );
        findings.extend(kept(CHARACTERISATION, assembled.kept));
        let mut factors: Vec<Option<f64>> = vec![None; distinct.len()];
        for entry in &assembled.entries {
            if let Some(factor) = factors.get_mut(entry.row as usize) {
                *factor = Some(factor.unwrap_or_default() + entry.value);
            }
        }
        let among = Ids::of(&[&distinct]).among(flows);
        let numbers = among.numbers.into_iter().flatten();
        let values = numbers.zip(factors).filter(|(flow, _)| *flow != NONE);
        let values: Vec<(usize, f64)> = values
            .filter_map(|(flow, factor)| Some((flow as usize, factor?)))
            .collect();
        if regional > 0 {
            findings.push(Finding::new(
                "regional-factors-not-carried-over",
                format!("`{name}`: factors of single places are not carried over ({regional})"),
                "scores are by the factors of the whole world",
            ));
        }
        let without_flow = distinct.len() - values.len();
        if without_flow > 0 {
            findings.push(Finding::new(
                "factors-of-no-flow",
                format!(
                    "`{name}`: factors of flows that no process emits count nothing ({without_flow} of {})",
                    distinct.len()
                ),
                "check that the method is made for this database",
            ));
        }
        Characterisation::of_values(&name, values)
    }
}
