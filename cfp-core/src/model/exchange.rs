//! One line of an inventory sheet.

use std::collections::BTreeMap;

use super::{Category, Quality, Spread, Written};
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
    /// Most exchanges are an amount and nothing else, and a database has millions of them.
    details: Option<Box<Details>>,
}

/// What an exchange may state beside its amount.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Details {
    pub provider: Option<Provider>,
    pub source: Option<String>,
    pub primary: Option<bool>,
    pub category: Option<Written<Category>>,
    pub price: Option<Written<Quantity>>,
    pub share: Option<Written<Amount>>,
    pub properties: BTreeMap<String, Written<Quantity>>,
    pub causal: BTreeMap<String, Written<Amount>>,
    pub quality: Option<Quality>,
    pub term: Option<String>,
    pub spread: Option<Spread>,
}

static NOTHING: Details = Details {
    provider: None,
    source: None,
    primary: None,
    category: None,
    price: None,
    share: None,
    properties: BTreeMap::new(),
    causal: BTreeMap::new(),
    quality: None,
    term: None,
    spread: None,
};

impl Exchange {
    /// An exchange of a quantity, such as `"1.15 MWh"`.
    pub fn new(amount: impl Into<Self>) -> Self {
        amount.into()
    }

    fn of(amount: Written<Quantity>) -> Self {
        Self {
            amount,
            details: None,
        }
    }

    /// What is stated beside the amount.
    pub(crate) fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NOTHING)
    }

    fn stating(mut self, change: impl FnOnce(&mut Details)) -> Self {
        change(self.details.get_or_insert_default());
        self
    }

    /// Changes each name that it says.
    pub(super) fn respell(&mut self, change: &impl Fn(&mut String)) {
        let Some(details) = self.details.as_mut() else {
            return;
        };
        if let Some(Provider::Process(name)) = &mut details.provider {
            change(name);
        }
        respell_keys(&mut details.causal, change);
        respell_keys(&mut details.properties, change);
    }

    /// The number by which an output is weighed under a key: its price, its share or another property; `None` without one.
    pub(crate) fn weighed_by(&self, key: &str) -> Option<Amount> {
        let details = self.details();
        let quantity = match key {
            "share" => return details.share.clone()?.ok(),
            "price" => details.price.clone(),
            name => details.properties.get(name).cloned(),
        };
        Some(quantity?.ok()?.amount())
    }

    /// The same exchange with one of its unit for that number.
    pub(crate) fn weighed_by_one(&self, key: &str) -> Option<Self> {
        let one = |quantity: &Written<Quantity>| {
            let unit = quantity.as_ref().ok()?.unit().clone();
            Some(Ok(Quantity::new(Amount::ONE, unit)))
        };
        let details = self.details();
        let own = self.clone();
        Some(match key {
            "share" => {
                details.share.as_ref()?;
                own.share_of(Ok(Amount::ONE))
            }
            "price" => own.price_of(one(details.price.as_ref()?)?),
            name => own.property_of(name, one(details.properties.get(name)?)?),
        })
    }

    /// Who serves it: the name of a process.
    pub fn from_process(self, name: &str) -> Self {
        self.stating(|details| details.provider = Some(Provider::Process(name.to_owned())))
    }

    /// Who serves it.
    pub fn provided_by(self, provider: Provider) -> Self {
        self.stating(|details| details.provider = Some(provider))
    }

    /// Served by the supply of the flow, though a process makes it too.
    pub fn from_supply(self) -> Self {
        self.stating(|details| details.provider = Some(Provider::Supply))
    }

    /// Where the amount is from.
    pub fn source(self, source: &str) -> Self {
        self.stating(|details| details.source = Some(source.to_owned()))
    }

    /// Whether the amount was measured at the process (primary) or taken from elsewhere.
    pub fn primary(self, primary: bool) -> Self {
        self.stating(|details| details.primary = Some(primary))
    }

    /// How well the data fit, by technology, geography and time.
    pub fn quality(self, quality: Quality) -> Self {
        self.stating(|details| details.quality = Some(quality))
    }

    /// The account of an emission, in place of the gas's own: one of [`Category::WORDS`].
    pub fn category(self, word: &str) -> Self {
        let category = Category::from_word(word).map_err(ProblemKind::from);
        self.stating(|details| details.category = Some(category))
    }

    /// The price per unit of an output, such as `"20 CNY/GJ"`.
    pub fn price(self, price: &str) -> Self {
        self.price_of(price.parse())
    }

    /// The price per unit of an output, or why it cannot be read.
    pub fn price_of(self, price: Written<Quantity>) -> Self {
        self.stating(|details| details.price = Some(price))
    }

    /// The share of the burdens that an output carries, such as `"0.4"`.
    pub fn share(self, share: &str) -> Self {
        self.share_of(share.parse().map_err(ProblemKind::from))
    }

    /// The share of the burdens that an output carries, or why it cannot be read.
    pub fn share_of(self, share: Written<Amount>) -> Self {
        self.stating(|details| details.share = Some(share))
    }

    /// A property per unit of an output, such as `("mass", "2 kg/GJ")`.
    pub fn property(self, name: &str, value: &str) -> Self {
        self.property_of(name, value.parse())
    }

    /// A property per unit of an output, or why it cannot be read.
    pub fn property_of(self, name: &str, value: Written<Quantity>) -> Self {
        self.stating(|details| {
            details.properties.insert(name.to_owned(), value);
        })
    }

    /// The share of this exchange that an output causes, in place of the process's allocation.
    pub fn causal(self, output: &str, share: &str) -> Self {
        self.causal_of(output, share.parse().map_err(ProblemKind::from))
    }

    /// The share of this exchange that an output causes, or why it cannot be read.
    pub fn causal_of(self, output: &str, share: Written<Amount>) -> Self {
        self.stating(|details| {
            details.causal.insert(output.to_owned(), share);
        })
    }

    /// The term of a formula that the exchange is, such as `"recycled content"`: a footprint lists
    /// what it contributes apart, in [`Footprint::terms`](crate::Footprint::terms). What somebody serves
    /// can be a term: an input, a waste or an avoided flow; an emission, or what is cut off, is in no
    /// row.
    pub fn term(self, term: &str) -> Self {
        self.stating(|details| details.term = Some(term.to_owned()))
    }

    /// How uncertain the amount is. Footprints are of the amount as written.
    pub fn spread(self, spread: Spread) -> Self {
        self.stating(|details| details.spread = Some(spread))
    }

    /// The quantity, or why it could not be read.
    pub fn amount(&self) -> &Written<Quantity> {
        &self.amount
    }

    /// Who serves it, if stated.
    pub fn stated_provider(&self) -> Option<&Provider> {
        self.details().provider.as_ref()
    }

    /// Where the amount is from, if stated.
    pub fn stated_source(&self) -> Option<&str> {
        self.details().source.as_deref()
    }

    /// Whether the amount is primary data, if stated.
    pub fn stated_primary(&self) -> Option<bool> {
        self.details().primary
    }
}

/// Changes the names of a table. Of two that become one the later stays as it is, so that it is told as unknown.
fn respell_keys<T>(table: &mut BTreeMap<String, T>, change: &impl Fn(&mut String)) {
    for (written, value) in std::mem::take(table) {
        let mut name = written.clone();
        change(&mut name);
        let key = if table.contains_key(&name) {
            written
        } else {
            name
        };
        table.insert(key, value);
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
