//! Accounts that production processes pass on to each other by the tonne.

use cfp_core::{Amount, Error, GwpSet, Process, Quantity, System, Unit};

/// A production process: what it makes, takes of others, and adds to each account, in tonnes.
pub(super) struct Passing<const N: usize> {
    pub name: String,
    pub tonnes: Amount,
    pub takes: Vec<(String, Amount)>,
    pub adds: [Amount; N],
}

/// The accounts of a tonne of what each process makes.
pub(super) fn solved<const N: usize>(passing: &[Passing<N>]) -> Result<Vec<[Amount; N]>, Error> {
    let unit = Unit::kilogram();
    let quantity = |amount: Amount| Quantity::new(amount, unit.clone());
    let names: Vec<String> = (0..N).map(|number| format!("account {number}")).collect();
    let mut builder = System::builder();
    for one in passing {
        let mut process = Process::new(one.name.clone()).makes(&one.name, quantity(one.tonnes));
        for (from, amount) in &one.takes {
            process = process.takes(from, quantity(*amount));
        }
        for (name, amount) in names.iter().zip(one.adds) {
            process = process.emits(name, quantity(amount));
        }
        builder = builder.process(process);
    }
    let set = GwpSet::of_values("accounts", names.iter().map(|name| (name.as_str(), "1")))?;
    let intensities = builder
        .build()?
        .solve()?
        .whole()?
        .intensities_with_gases(&set)?;
    let rows = intensities.intensities.iter().map(|row| {
        std::array::from_fn(|number| {
            let line = row.inventory.iter().find(|line| line.gas == names[number]);
            let mass = line.and_then(|line| line.mass_kg);
            mass.map_or(Amount::ZERO, |figure| {
                figure.proved().unwrap_or_else(|| figure.value())
            })
        })
    });
    Ok(rows.collect())
}
