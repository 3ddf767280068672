//! Products that are made negative: wastes, which their treatments take.

use super::Database;
use crate::model::Finding;

/// How many names a finding lists.
const LISTED: usize = 5;

impl Database {
    /// What a reader should know of the matrices: products that are made negative, which are wastes. A process that gives such
    /// a waste to its treatment has it positive; one that has it negative takes treatment back.
    pub fn findings(&self) -> Vec<Finding> {
        let matrix = &self.content.technosphere;
        let size = self.size();
        let made = |process: usize| -> f64 {
            let (products, amounts) = matrix.row(process);
            let own = products.iter().zip(amounts);
            own.filter(|(product, _)| **product as usize == process)
                .map(|(_, amount)| amount)
                .sum()
        };
        let is_waste: Vec<bool> = (0..size).map(|process| made(process) < 0.0).collect();
        let mut takers = Vec::new();
        let count = is_waste.iter().filter(|is_waste| **is_waste).count();
        if count == 0 {
            return Vec::new();
        }
        for process in 0..size {
            let (products, amounts) = matrix.row(process);
            for (&waste, &amount) in products.iter().zip(amounts) {
                let waste = waste as usize;
                if waste != process && is_waste[waste] && amount < 0.0 {
                    takers.push((process, waste));
                }
            }
        }
        vec![self.wastes(&is_waste, count, &takers)]
    }

    fn wastes(&self, is_waste: &[bool], count: usize, takers: &[(usize, usize)]) -> Finding {
        let called = |process: usize| {
            let product = self.content.product(process);
            match self.product(product) {
                Some(label) => label.called().to_owned(),
                None => self.product_id(product),
            }
        };
        let process_called = |process: usize| match self.process(process) {
            Some(label) => label.called().to_owned(),
            None => self.process_id(process),
        };
        let wastes = (0..is_waste.len()).filter(|process| is_waste[*process]);
        let mut message = format!(
            "{count} of {} products are made negative, and are wastes that their treatments take: {}",
            is_waste.len(),
            listed(wastes.map(|waste| format!("`{}`", called(waste))), count),
        );
        let hint = if takers.is_empty() {
            "nothing needs to be done where they are wastes"
        } else {
            let rows = takers.iter().map(|(process, waste)| {
                format!("`{}` of `{}`", process_called(*process), called(*waste))
            });
            let (count, rows) = (takers.len(), listed(rows, takers.len()));
            message = format!(
                "{message}; {count} of the entries of other processes are negative, which takes treatment back instead of \
                 asking for it: {rows}"
            );
            "write what a process gives to a treatment with the ordinary sign, positive"
        };
        Finding::new("products-made-negative", message, hint)
    }
}

/// The first of so many texts.
fn listed(texts: impl Iterator<Item = String>, count: usize) -> String {
    let mut first: Vec<String> = texts.take(LISTED).collect();
    if count > LISTED {
        first.push("…".to_owned());
    }
    first.join(", ")
}
