//! Where in a model a problem stands.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The verb of an inventory sheet that an exchange stands under; amounts are written positive,
/// the verb carries the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// A product that the process makes.
    Makes,
    /// A product that it takes from somebody.
    Takes,
    /// A waste that it accepts as its service.
    Treats,
    /// A waste that it sends to whoever treats it.
    Discards,
    /// A product whose making, or a waste whose treatment, it displaces.
    Avoids,
    /// A gas that it emits.
    Emits,
    /// A gas that it takes from the atmosphere.
    Removes,
}

impl Verb {
    /// Every verb, in the order of the sheet.
    pub const ALL: [Self; 7] = [
        Self::Makes,
        Self::Takes,
        Self::Treats,
        Self::Discards,
        Self::Avoids,
        Self::Emits,
        Self::Removes,
    ];

    /// The word as it is written in a model file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Makes => "makes",
            Self::Takes => "takes",
            Self::Treats => "treats",
            Self::Discards => "discards",
            Self::Avoids => "avoids",
            Self::Emits => "emits",
            Self::Removes => "removes",
        }
    }

    /// What a flow under this verb is called in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Makes => "product",
            Self::Takes => "input",
            Self::Treats => "treated waste",
            Self::Discards => "waste",
            Self::Avoids => "avoided flow",
            Self::Emits => "emission",
            Self::Removes => "removal",
        }
    }
}

/// A place in a model: a process, a verb and a flow of it, a supply, or a key of the model itself.
/// Readers of files turn it into a line and a column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The name of the process.
    pub process: Option<String>,
    /// Which of several processes of that name, counted from 0.
    pub occurrence: usize,
    /// The verb that the exchange stands under.
    pub verb: Option<Verb>,
    /// The flow of the exchange, or of the supply when `process` is absent.
    pub flow: Option<String>,
    /// Which of several exchanges of that flow under that verb, counted from 0.
    pub index: usize,
    /// A key of the model, the process, the exchange or the supply, such as `allocate`.
    pub key: Option<&'static str>,
}

impl Place {
    /// The model as a whole, or one of its keys.
    pub fn model(key: Option<&'static str>) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// A process.
    pub fn process(name: &str) -> Self {
        Self {
            process: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// The n-th process of a name, counted from 0, where names are not yet known to be distinct.
    pub fn occurrence(name: &str, occurrence: usize) -> Self {
        Self {
            occurrence,
            ..Self::process(name)
        }
    }

    /// An exchange of a process.
    pub fn exchange(process: &str, verb: Verb, flow: &str, index: usize) -> Self {
        Self {
            process: Some(process.to_owned()),
            verb: Some(verb),
            flow: Some(flow.to_owned()),
            index,
            ..Self::default()
        }
    }

    /// A supply.
    pub fn supply(flow: &str) -> Self {
        Self {
            flow: Some(flow.to_owned()),
            ..Self::default()
        }
    }

    /// The same place, at one of its keys.
    pub fn at_key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// Whether nothing is known of the place.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(process) = &self.process {
            parts.push(format!("process `{process}`"));
        }
        match (&self.flow, self.verb) {
            (Some(flow), Some(verb)) => parts.push(format!("{} `{flow}`", verb.noun())),
            (Some(flow), None) => parts.push(format!("supply `{flow}`")),
            (None, Some(verb)) => parts.push(format!("`{}`", verb.word())),
            (None, None) => {}
        }
        if let Some(key) = self.key {
            parts.push(format!("`{key}`"));
        }
        f.write_str(&parts.join(": "))
    }
}
