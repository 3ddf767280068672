//! The uncertain numbers of a database and its characterisation, and what a draw makes of them.

use super::entry::DatabaseEntry;
use crate::analyse::uncertainty::distribution::{Distribution, lognormal_moments};
use crate::analyse::uncertainty::normal;
use crate::characterise::Scores;
use crate::error::Error;
use crate::model::{EntrySpread, Matrix, narrow};

/// The numbers of a footprint: every exchange, and the emissions that count with their factors; the uncertain ones in one
/// order: exchanges, emissions, factors, each in the order of the database.
pub(super) struct Inputs<'a> {
    scores: &'a Scores,
    /// The exchanges as written, in the order of the technosphere by process.
    pub exchanges: &'a [f64],
    /// Where the emissions of each process begin, and where the last ones end.
    pub starts: Vec<usize>,
    /// The emissions that count, as written.
    pub emissions: Vec<f64>,
    /// For each of them, its place among all emissions.
    places: Vec<u32>,
    /// For each of them, the factor that it counts by.
    pub factor_of: Vec<u32>,
    /// The factors as written.
    pub factors: Vec<f64>,
    /// The flow that each factor is of.
    flows: Vec<u32>,
    /// The uncertain exchanges, emissions and factors.
    uncertain: [Vec<u32>; 3],
    sampler: Sampler,
}

/// The distributions of all uncertain numbers, as they are drawn fastest.
#[derive(Debug, Default)]
struct Sampler {
    /// Median and standard deviation of the logarithm; those of no lognormal number are 0.
    medians: Vec<f64>,
    sigmas: Vec<f64>,
    /// The numbers that are not lognormal.
    others: Vec<Other>,
    /// How many of them are on both sides of zero by the bounds that they state.
    spans_zero: usize,
}

/// A number that is not lognormal.
#[derive(Debug)]
struct Other {
    at: usize,
    distribution: Distribution,
    /// The sign of the amount where a draw may not have the other one, and what such a draw is; 0 where it may.
    sign: f64,
    turned: Turned,
}

/// Why a draw of the other sign than the amount is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turned {
    /// The tail of a normal distribution reaches beyond zero, which nobody has written.
    Tail,
    /// A process would make what it takes, or take what it makes.
    Reference,
}

impl Sampler {
    /// Adds a number, unless it is certain; whether it is not.
    fn push(&mut self, spread: &EntrySpread, amount: f64, is_reference: bool) -> bool {
        if spread.is_none() {
            return false;
        }
        let distribution = Distribution::of_entry(spread, amount);
        if distribution.is_certain_at(amount) {
            return false;
        }
        let (median, sigma) = distribution.as_lognormal().unwrap_or_default();
        if sigma <= 0.0 {
            let turned = if distribution.is_bounded() {
                Turned::Reference
            } else {
                Turned::Tail
            };
            // Bounds that somebody wrote on both sides of zero mean that the number may be of either sign.
            let may_turn = amount == 0.0 || distribution.is_bounded() && !is_reference;
            self.spans_zero += usize::from(amount != 0.0 && distribution.spans_zero());
            self.others.push(Other {
                at: self.medians.len(),
                sign: if may_turn { 0.0 } else { amount.signum() },
                turned,
                distribution,
            });
        }
        self.medians.push(median);
        self.sigmas.push(sigma.copysign(median));
        true
    }

    /// Makes draws of numbers between 0 and 1; `room` is for those that are not lognormal.
    fn draw(&self, numbers: &mut [f64], room: &mut Vec<f64>) -> Result<(), Turned> {
        room.clear();
        let others = self.others.iter();
        room.extend(others.map(|own| own.distribution.quantile(numbers[own.at])));
        normal::quantiles(numbers);
        normal::lognormals(numbers, &self.medians, &self.sigmas);
        for (own, drawn) in self.others.iter().zip(room) {
            if *drawn * own.sign < 0.0 {
                return Err(own.turned);
            }
            numbers[own.at] = *drawn;
        }
        Ok(())
    }
}

impl<'a> Inputs<'a> {
    /// The numbers that scores rest on.
    pub fn of(scores: &'a Scores) -> Result<Self, Error> {
        let database = scores.database();
        let content = &*database.content;
        let by_flow = scores.characterisation().factors(database)?;
        let mut numbers = vec![u32::MAX; by_flow.len()];
        let mut inputs = Self {
            scores,
            exchanges: content.technosphere.values(),
            starts: Vec::with_capacity(database.size() + 1),
            emissions: Vec::new(),
            places: Vec::new(),
            factor_of: Vec::new(),
            factors: Vec::new(),
            flows: Vec::new(),
            uncertain: Default::default(),
            sampler: Sampler::default(),
        };
        for (flow, (factor, spread)) in by_flow.iter().enumerate() {
            if *factor != 0.0 || !spread.is_none() {
                numbers[flow] = narrow(inputs.factors.len());
                inputs.factors.push(*factor);
                inputs.flows.push(narrow(flow));
            }
        }
        let emissions = content.emissions.columns().iter();
        let emissions = emissions.zip(content.emissions.values()).enumerate();
        let mut starts = content.emissions.starts().iter().peekable();
        for (place, (&flow, &amount)) in emissions {
            while starts.next_if(|start| **start <= place).is_some() {
                inputs.starts.push(inputs.emissions.len());
            }
            if numbers[flow as usize] != u32::MAX {
                inputs.emissions.push(amount);
                inputs.places.push(narrow(place));
                inputs.factor_of.push(numbers[flow as usize]);
            }
        }
        inputs
            .starts
            .resize(database.size() + 1, inputs.emissions.len());
        inputs.find_uncertain(&by_flow);
        Ok(inputs)
    }

    fn find_uncertain(&mut self, by_flow: &[(f64, EntrySpread)]) {
        let content = &*self.scores.database().content;
        let sampler = &mut self.sampler;
        let mut chosen = |spreads: &mut dyn Iterator<Item = (&EntrySpread, f64)>,
                          is_reference: &dyn Fn(usize) -> bool|
         -> Vec<u32> {
            let is_uncertain = |(at, (spread, amount))| {
                sampler
                    .push(spread, amount, is_reference(at))
                    .then(|| narrow(at))
            };
            spreads.enumerate().filter_map(is_uncertain).collect()
        };
        let references = References::of(&content.technosphere);
        let exchanges = content.technosphere_spreads.iter();
        let mut exchanges = exchanges.zip(self.exchanges.iter().copied());
        let of_places = self.places.iter();
        let all = &content.emission_spreads;
        let spreads = of_places.filter_map(|place| all.get(*place as usize));
        let mut emissions = spreads.zip(self.emissions.iter().copied());
        let of_flows = self.flows.iter().map(|flow| &by_flow[*flow as usize].1);
        let mut factors = of_flows.zip(self.factors.iter().copied());
        self.uncertain = [
            chosen(&mut exchanges, &|at| references.has(at)),
            chosen(&mut emissions, &|_| false),
            chosen(&mut factors, &|_| false),
        ];
    }

    /// How many uncertain numbers could be on both sides of zero by the bounds that their spreads state.
    pub fn spanning_zero(&self) -> usize {
        self.sampler.spans_zero
    }

    /// How many uncertain numbers there are.
    pub fn count(&self) -> usize {
        self.sampler.medians.len()
    }

    /// Room for draws.
    pub fn drawn(&self) -> Drawn {
        Drawn {
            numbers: vec![0.0; self.count()],
            room: Vec::new(),
            exchanges: self.exchanges.to_vec(),
            emissions: self.emissions.clone(),
            factors: self.factors.clone(),
            known: vec![0.0; self.scores.len()],
        }
    }

    /// Makes what processes take and count of numbers between 0 and 1, which are those of `drawn`.
    pub fn draw(&self, drawn: &mut Drawn) -> Result<(), Turned> {
        self.sampler.draw(&mut drawn.numbers, &mut drawn.room)?;
        let mut numbers = drawn.numbers.iter();
        let targets = [
            &mut drawn.exchanges,
            &mut drawn.emissions,
            &mut drawn.factors,
        ];
        for (uncertain, target) in self.uncertain.iter().zip(targets) {
            for (at, number) in uncertain.iter().zip(numbers.by_ref()) {
                target[*at as usize] = *number;
            }
        }
        for (known, range) in drawn.known.iter_mut().zip(self.starts.windows(2)) {
            let own = range[0]..range[1];
            let amounts = drawn.emissions[own.clone()].iter();
            let factors = self.factor_of[own].iter();
            let terms = amounts.zip(factors);
            *known = terms
                .map(|(amount, factor)| amount * drawn.factors[*factor as usize])
                .sum();
        }
        Ok(())
    }
}

/// Which exchanges are what a process makes: those with its own product, of the sign that they come to together.
struct References(Vec<usize>);

impl References {
    fn of(technosphere: &Matrix) -> Self {
        let mut references = Vec::new();
        for (process, range) in technosphere.starts().windows(2).enumerate() {
            let own =
                (range[0]..range[1]).filter(|at| technosphere.columns()[*at] as usize == process);
            let value = |at: usize| technosphere.values()[at];
            let net: f64 = own.clone().map(value).sum();
            references.extend(own.filter(|at| value(*at) * net.signum() > 0.0));
        }
        Self(references)
    }

    fn has(&self, at: usize) -> bool {
        self.0.binary_search(&at).is_ok()
    }
}

/// A number of the inputs: its kind (exchange, emission, factor) and its place among those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    kind: u8,
    at: u32,
}

impl Number {
    pub fn new(kind: usize, at: usize) -> Self {
        let kind = u8::try_from(kind).unwrap_or(u8::MAX);
        Self {
            kind,
            at: narrow(at),
        }
    }

    pub fn kind(self) -> usize {
        usize::from(self.kind)
    }

    pub fn at(self) -> usize {
        self.at as usize
    }
}

impl Inputs<'_> {
    /// The amount of a number as written.
    pub fn amount(&self, number: Number) -> f64 {
        let of_kind = [self.exchanges, &self.emissions, &self.factors];
        of_kind[number.kind()][number.at()]
    }

    /// What a number is in the database.
    pub fn entry(&self, number: Number) -> DatabaseEntry {
        let content = &*self.scores.database().content;
        let process_of = |starts: &[usize], at: usize| starts.partition_point(|own| *own <= at) - 1;
        let at = number.at();
        match number.kind() {
            0 => {
                let maker = content.technosphere.columns()[at] as usize;
                DatabaseEntry::Exchange {
                    product: content.product(maker),
                    process: process_of(content.technosphere.starts(), at),
                }
            }
            1 => DatabaseEntry::Emission {
                flow: self.flows[self.factor_of[at] as usize] as usize,
                process: process_of(&self.starts, at),
            },
            _ => DatabaseEntry::Factor {
                flow: self.flows[at] as usize,
            },
        }
    }

    /// Tells every uncertain number with its distribution.
    pub fn for_each_uncertain(&self, mut tell: impl FnMut(Number, Uncertain<'_>)) {
        let mut others = self.sampler.others.iter().peekable();
        let mut input = 0;
        for (kind, uncertain) in self.uncertain.iter().enumerate() {
            for at in uncertain {
                let other = others.next_if(|own| own.at == input);
                let uncertain = match other {
                    Some(own) => Uncertain::Other(&own.distribution),
                    None => Uncertain::Lognormal {
                        median: self.sampler.medians[input],
                        sigma: self.sampler.sigmas[input],
                    },
                };
                tell(Number::new(kind, *at as usize), uncertain);
                input += 1;
            }
        }
    }
}

/// The distribution of an uncertain number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Uncertain<'a> {
    Lognormal { median: f64, sigma: f64 },
    Other(&'a Distribution),
}

impl Uncertain<'_> {
    /// The mean and the variance.
    pub fn moments(self) -> (f64, f64) {
        match self {
            Self::Lognormal { median, sigma } => lognormal_moments(median, sigma),
            Self::Other(distribution) => (distribution.mean(), distribution.variance()),
        }
    }
}

/// One draw of everything.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// A number for each uncertain one.
    pub numbers: Vec<f64>,
    room: Vec<f64>,
    pub exchanges: Vec<f64>,
    emissions: Vec<f64>,
    factors: Vec<f64>,
    /// What each process counts itself.
    pub known: Vec<f64>,
}
