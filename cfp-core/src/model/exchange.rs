//! One line of an inventory sheet.

use std::collections::BTreeMap;

use super::{Category, Written};
use crate::amount::Amount;
use crate::error::ProblemKind;
use crate::quantity::Quantity;

/// Who serves an exchange, where several could.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Provider {
    /// The process of this name.
    Process(String),
    /// The supply of the flow.
    Supply,
}

/// How much of a flow a process exchanges, and what is known about it.
///
/// Amounts are written positive; the verb of [`Process`](super::Process) carries the direction. A
/// text that cannot be read is kept as its problem and told when the system is built.
///
/// # Example
///
/// ```
/// use cfp_core::Exchange;
///
/// let meter = Exchange::new("1.15 MWh").source("meter 4, 2024").primary(true);
/// let steam = Exchange::new("5 GJ").price("20 CNY/GJ").property("mass", "2 kg/GJ");
/// # let _ = (meter, steam);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    pub(crate) amount: Written<Quantity>,
    pub(crate) provider: Option<Provider>,
    pub(crate) source: Option<String>,
    pub(crate) primary: Option<bool>,
    pub(crate) category: Option<Written<Category>>,
    pub(crate) price: Option<Written<Quantity>>,
    pub(crate) share: Option<Written<Amount>>,
    pub(crate) properties: BTreeMap<String, Written<Quantity>>,
    pub(crate) causal: BTreeMap<String, Written<Amount>>,
}

impl Exchange {
    /// An exchange of a quantity, such as `"1.15 MWh"`.
    pub fn new(amount: impl Into<Self>) -> Self {
        amount.into()
    }

    fn of(amount: Written<Quantity>) -> Self {
        Self {
            amount,
            provider: None,
            source: None,
            primary: None,
            category: None,
            price: None,
            share: None,
            properties: BTreeMap::new(),
            causal: BTreeMap::new(),
        }
    }

    /// Who serves it: the name of a process.
    pub fn from_process(mut self, name: &str) -> Self {
        self.provider = Some(Provider::Process(name.to_owned()));
        self
    }

    /// Served by the supply of the flow, though a process makes it too.
    pub fn from_supply(mut self) -> Self {
        self.provider = Some(Provider::Supply);
        self
    }

    /// Where the amount is from.
    pub fn source(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }

    /// Whether the amount was measured at the process (primary) or taken from elsewhere.
    pub fn primary(mut self, primary: bool) -> Self {
        self.primary = Some(primary);
        self
    }

    /// The account of an emission, in place of the gas's own: one of [`Category::WORDS`].
    pub fn category(mut self, word: &str) -> Self {
        self.category = Some(Category::from_word(word).map_err(ProblemKind::from));
        self
    }

    /// The price per unit of an output, such as `"20 CNY/GJ"`.
    pub fn price(mut self, price: &str) -> Self {
        self.price = Some(price.parse());
        self
    }

    /// The share of the burdens that an output carries, such as `"0.4"`.
    pub fn share(mut self, share: &str) -> Self {
        self.share = Some(share.parse().map_err(ProblemKind::from));
        self
    }

    /// A property per unit of an output, such as `("mass", "2 kg/GJ")`.
    pub fn property(mut self, name: &str, value: &str) -> Self {
        self.properties.insert(name.to_owned(), value.parse());
        self
    }

    /// The share of this exchange that an output causes, in place of the process's allocation.
    pub fn causal(mut self, output: &str, share: &str) -> Self {
        self.causal
            .insert(output.to_owned(), share.parse().map_err(ProblemKind::from));
        self
    }

    /// The quantity, or why it could not be read.
    pub fn amount(&self) -> &Written<Quantity> {
        &self.amount
    }

    /// Where the amount is from, if stated.
    pub fn stated_source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Whether the amount is primary data, if stated.
    pub fn stated_primary(&self) -> Option<bool> {
        self.primary
    }
}

impl From<&str> for Exchange {
    fn from(text: &str) -> Self {
        Self::of(text.parse())
    }
}

impl From<String> for Exchange {
    fn from(text: String) -> Self {
        Self::of(text.parse())
    }
}

impl From<Quantity> for Exchange {
    fn from(quantity: Quantity) -> Self {
        Self::of(Ok(quantity))
    }
}

impl From<Written<Quantity>> for Exchange {
    fn from(amount: Written<Quantity>) -> Self {
        Self::of(amount)
    }
}
