//! Which product each process is for, where its number does not say so.

use super::assemble::NONE;
use super::group::Group;
use crate::database_file::Entry;

/// The places that a group says to be of reference products: row and column.
pub(super) fn flagged(
    groups: &[Group],
    rows: &[Vec<u32>],
    columns: &[Vec<u32>],
) -> Vec<(u32, u32)> {
    let mut flagged = Vec::new();
    for ((group, rows), columns) in groups.iter().zip(rows).zip(columns) {
        let flags = group.references.iter().flatten();
        let places = rows.iter().copied().zip(columns.iter().copied());
        let places = places.zip(flags).filter(|(_, is_reference)| **is_reference);
        flagged.extend(places.map(|(place, _)| place));
    }
    flagged
}

/// The product of each process: the one that its package flags, or that has its id, or the only one left of which it
/// makes some. `None` where that is the product of its own number, or leaves a choice.
pub(super) fn references(
    products: &[i64],
    processes: &[i64],
    entries: &[Entry],
    flagged: &[(u32, u32)],
) -> Option<Vec<usize>> {
    let own = own_products(products, processes);
    let is_plain = flagged.is_empty() && products == processes;
    let mut has_own = vec![false; processes.len()];
    for entry in entries.iter().filter(|entry| entry.value != 0.0) {
        let process = entry.column as usize;
        has_own[process] |= own[process] == entry.row;
    }
    if is_plain && has_own.iter().all(|has_own| *has_own) {
        return None;
    }
    let mut found = Found {
        products: vec![NONE; processes.len()],
        is_taken: vec![false; products.len()],
    };
    for (product, process) in flagged {
        found.take(*process, *product);
    }
    for (process, product) in (0..).zip(&own) {
        if has_own[process as usize] {
            found.take(process, *product);
        }
    }
    let mut only = vec![NONE; processes.len()];
    let mut leaves_choice = vec![false; processes.len()];
    for entry in entries.iter().filter(|entry| entry.value > 0.0) {
        let process = entry.column as usize;
        if found.products[process] == NONE && !found.is_taken[entry.row as usize] {
            leaves_choice[process] |= only[process] != NONE && only[process] != entry.row;
            only[process] = entry.row;
        }
    }
    for (process, product) in (0..).zip(only) {
        if product != NONE && !leaves_choice[process as usize] {
            found.take(process, product);
        }
    }
    let is_complete = found.products.iter().all(|product| *product != NONE);
    let products = found.products.iter().map(|product| *product as usize);
    is_complete.then(|| products.collect())
}

/// The number of the product with the id of each process.
fn own_products(products: &[i64], processes: &[i64]) -> Vec<u32> {
    let number = |id: &i64| products.binary_search(id).ok();
    let numbers = processes.iter().map(number);
    let narrow = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok());
    numbers
        .map(|number| narrow(number).unwrap_or(NONE))
        .collect()
}

/// Products found so far.
struct Found {
    products: Vec<u32>,
    is_taken: Vec<bool>,
}

impl Found {
    /// Notes the product of a process where both are still open.
    fn take(&mut self, process: u32, product: u32) {
        let of_process = self.products.get_mut(process as usize);
        let of_product = self.is_taken.get_mut(product as usize);
        if let (Some(of_process), Some(is_taken)) = (of_process, of_product)
            && *of_process == NONE
            && !*is_taken
        {
            *of_process = product;
            *is_taken = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(row: u32, column: u32, value: f64) -> Entry {
        Entry { row, column, value }
    }

    #[test]
    fn products_of_their_own_number_need_no_word() {
        let entries = [entry(0, 0, -1.0), entry(1, 1, 1.0), entry(0, 1, -0.5)];
        assert_eq!(references(&[5, 9], &[5, 9], &entries, &[]), None);
    }

    /// Process 7 treats waste: its own product is negative. Process 5 makes product 8, and 7 as well.
    #[test]
    fn flags_come_before_ids_and_ids_before_signs() {
        let entries = [entry(1, 0, 1.0), entry(0, 0, 0.5), entry(0, 1, -1.0)];
        let of_ids = references(&[7, 8], &[5, 7], &entries, &[]);
        assert_eq!(of_ids, Some(vec![1, 0]));
        let entries = [
            entry(0, 0, 1.0),
            entry(1, 0, 1.0),
            entry(0, 1, 1.0),
            entry(1, 1, 1.0),
        ];
        let flagged = references(&[1, 2], &[1, 2], &entries, &[(1, 0), (0, 1)]);
        assert_eq!(flagged, Some(vec![1, 0]));
        assert_eq!(references(&[3, 4], &[1, 2], &entries, &[]), None);
    }
}
