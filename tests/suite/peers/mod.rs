//! Known answers of other programs' tests and of published examples, stated again as our own data.
//! Each case names its origin; numbers that the origin gives as decimals of a fraction stand here
//! as the fraction. The list of all cases, and of what is left out, is `catalogue`.

mod catalogue;
mod chains;
mod databases;
mod flow_lists;
mod formulas;
mod loops;
mod outputs;
mod refused;
mod signs;
mod supplies;
mod upstream;

use cfp_core::{ByProcess, Demand, Footprint, Process, Solved, System, Verb};

use crate::check::{fraction, gwp, is_exactly, is_proved};

/// A process by its name and lines.
pub struct Sheet {
    pub name: &'static str,
    pub lines: &'static [(Verb, &'static str, &'static str)],
}

/// A method that turns flows into a score, and what it should give.
pub struct Method {
    /// The value of each flow per kg.
    pub values: &'static [(&'static str, &'static str)],
    /// The score of the demand.
    pub total: &'static str,
    /// The score of one unit of each product.
    pub per_unit: &'static [(&'static str, &'static str)],
    /// The part of the score that arises in each process itself.
    pub direct: &'static [(&'static str, &'static str)],
}

/// A system, a demand, and the answers.
pub struct Case {
    pub sheets: &'static [Sheet],
    pub demand: (&'static str, &'static str),
    /// How often each process runs.
    pub runs: &'static [(&'static str, &'static str)],
    /// kg of each flow.
    pub masses: &'static [(&'static str, &'static str)],
    pub methods: &'static [Method],
    /// Whether no number on the way needs rounding: then every bound is zero.
    pub exact: bool,
}

/// Processes as the library takes them.
pub fn processes(sheets: &[Sheet]) -> Vec<Process> {
    sheets
        .iter()
        .map(|sheet| {
            let lines = sheet.lines.iter();
            lines.fold(Process::new(sheet.name), |process, (verb, flow, amount)| {
                process.with(*verb, flow, *amount)
            })
        })
        .collect()
}

impl Case {
    /// Compares every answer of the library with the expected one.
    pub fn check(&self) {
        let system = System::builder().processes(processes(self.sheets)).build();
        let solved = system
            .and_then(|system| system.solve())
            .expect("a solution");
        for method in self.methods {
            self.check_method(&solved, method);
        }
    }

    fn check_method(&self, solved: &Solved, method: &Method) {
        let gwp = gwp(method.values);
        let (product, amount) = self.demand;
        let footprint = solved
            .footprint(&Demand::new(product, amount), &gwp)
            .expect("a footprint");
        self.same("the score", footprint.total(), method.total);
        for (process, runs) in self.runs {
            self.same(process, row(&footprint, process).runs, runs);
        }
        for (process, direct) in method.direct {
            self.same(process, row(&footprint, process).co2e, direct);
        }
        for (flow, mass) in self.masses {
            let mut rows = footprint.inventory.iter();
            let found = rows
                .find(|row| row.gas == *flow)
                .expect("a row of the flow");
            self.same(flow, found.mass_kg.expect("a mass"), mass);
        }
        assert!(
            footprint
                .findings
                .iter()
                .all(|finding| finding.code == "negative-amount")
        );
        let intensities = solved.intensities(&gwp).expect("intensities").intensities;
        for (product, score) in method.per_unit {
            let mut rows = intensities.iter();
            let found = rows
                .find(|row| row.product == *product)
                .expect("a row of the product");
            self.same(product, found.total, score);
        }
    }

    fn same(&self, what: &str, figure: cfp_core::Figure, expected: &str) {
        let exact = fraction(expected);
        let right = if self.exact {
            is_exactly(figure, &exact)
        } else {
            is_proved(figure, &exact)
        };
        assert!(right, "{what}: {figure:?} where {expected} is right");
    }
}

/// The row of a process.
pub fn row<'a>(footprint: &'a Footprint, process: &str) -> &'a ByProcess {
    let mut rows = footprint.by_process().iter();
    rows.find(|row| row.process == process)
        .expect("a row of the process")
}
