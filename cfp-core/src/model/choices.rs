//! The choices of a modeller that a reader of results asks about: who shares by what, and what is avoided.

use std::cmp::Ordering;

use super::process::{Line, Process};
use super::system::System;
use crate::amount::Amount;
use crate::error::Verb;
use crate::quantity::Quantity;

/// How the outputs of one process share its burdens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedProcess {
    /// The name of the process.
    pub process: String,
    /// By what they share: `mass`, `energy`, `price`, `equal`, `share` or the name of a property.
    pub by: String,
    /// The largest price over the smallest; `None` where an output has no price above zero, or prices are per units that do
    /// not convert.
    pub price_ratio: Option<Amount>,
}

impl System {
    /// The processes of several outputs, in their order, with how these share.
    pub fn allocations(&self) -> Vec<SharedProcess> {
        let of = |process: &Process| {
            let outputs: Vec<&Line> = process.lines.iter().filter(|l| l.is_output()).collect();
            let by = process.allocation.as_ref().filter(|_| outputs.len() > 1)?;
            Some(SharedProcess {
                process: process.name.clone(),
                by: by.to_string(),
                price_ratio: price_ratio(&outputs),
            })
        };
        self.processes().iter().filter_map(of).collect()
    }

    /// The flows whose production or treatment elsewhere a process avoids, each after the name of the process; not the
    /// credits of a formula, which a footprint lists among its terms.
    pub fn avoided(&self) -> Vec<(&str, &str)> {
        let processes = self.processes().iter();
        processes
            .flat_map(|process| {
                let lines = process.lines.iter();
                let avoided = lines.filter(|line| {
                    line.verb == Verb::Avoids && line.exchange.details().term.is_none()
                });
                avoided.map(|line| (process.name.as_str(), line.flow.as_str()))
            })
            .collect()
    }
}

fn price_ratio(outputs: &[&Line]) -> Option<Amount> {
    let prices = outputs.iter().map(|line| {
        let price = line.exchange.details().price.as_ref()?.as_ref().ok()?;
        price.amount().is_positive().then_some(price)
    });
    let prices: Vec<&Quantity> = prices.collect::<Option<_>>()?;
    let unit = prices.first()?.unit();
    let in_one_unit = prices
        .iter()
        .map(|price| Some(price.to(unit).ok()?.amount()));
    let amounts: Vec<Amount> = in_one_unit.collect::<Option<_>>()?;
    let by_rank = |a: &&Amount, b: &&Amount| -> Ordering { a.rank(b) };
    let largest = amounts.iter().max_by(by_rank)?;
    let smallest = amounts.iter().min_by(by_rank)?;
    largest.over(*smallest).ok()
}
