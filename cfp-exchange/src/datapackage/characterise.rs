//! Methods of a datapackage: what a unit of each flow counts.

use cfp_core::{Characterisation, EntrySpread, Finding};

use super::assemble::{Assembled, Ids, NONE, assemble};
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

/// The findings of factors that are not carried over: how sums of several spread, those of single places, and those of flows
/// that no process emits.
fn not_counted(name: &str, [sums, regional, without_flow]: [usize; 3], all: usize) -> Vec<Finding> {
    let told = [
        (
            sums,
            "distributions-not-carried-over",
            format!("how factors spread that are sums of several is not carried over ({sums})"),
            "state one factor for each flow",
        ),
        (
            regional,
            "regional-factors-not-carried-over",
            format!("factors of single places are not carried over ({regional})"),
            "scores are by the factors of the whole world",
        ),
        (
            without_flow,
            "factors-of-no-flow",
            format!(
                "factors of flows that no process emits count nothing ({without_flow} of {all})"
            ),
            "check that the method is made for this database",
        ),
    ];
    let there = told.into_iter().filter(|(count, ..)| *count > 0);
    there
        .map(|(_, code, message, hint)| Finding::new(code, format!("`{name}`: {message}"), hint))
        .collect()
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
            let mut is_of_spread = is_kept.iter();
            group.spreads.retain(|_| is_of_spread.next() == Some(&true));
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
        let factors = Factors::of(&assembled, distinct.len());
        let among = Ids::of(&[&distinct]).among(flows);
        let numbers = among.numbers.into_iter().flatten();
        let kept = numbers.enumerate().filter(|(_, flow)| *flow != NONE);
        let mut values = Vec::new();
        let mut spreads = Vec::new();
        for (own, flow) in kept {
            if let Some(factor) = factors.values[own] {
                values.push((flow as usize, factor));
                spreads.push(factors.spreads[own]);
            }
        }
        let without_flow = distinct.len() - values.len();
        let counts = [factors.sums, regional, without_flow];
        findings.extend(not_counted(&name, counts, distinct.len()));
        if spreads.iter().all(EntrySpread::is_none) {
            spreads.clear();
        }
        Characterisation::of_values(&name, values).spreads(spreads)
    }
}

/// The factors of flows by their numbers.
struct Factors {
    values: Vec<Option<f64>>,
    spreads: Vec<EntrySpread>,
    /// How many factors are sums of several, of which one is uncertain.
    sums: usize,
}

impl Factors {
    fn of(assembled: &Assembled, count: usize) -> Self {
        let mut values: Vec<Option<f64>> = vec![None; count];
        let mut spreads = vec![EntrySpread::None; count];
        let mut is_sum = vec![false; count];
        for (place, entry) in assembled.entries.iter().enumerate() {
            let flow = entry.row as usize;
            let spread = assembled.spreads.get(place).copied().unwrap_or_default();
            is_sum[flow] |= values[flow].is_some();
            values[flow] = Some(values[flow].unwrap_or_default() + entry.value);
            if spreads[flow].is_none() {
                spreads[flow] = spread;
            }
        }
        let mut sums = 0;
        for (spread, is_sum) in spreads.iter_mut().zip(is_sum) {
            if is_sum && !spread.is_none() {
                *spread = EntrySpread::None;
                sums += 1;
            }
        }
        Self {
            values,
            spreads,
            sums,
        }
    }
}
