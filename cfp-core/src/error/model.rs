//! Problems of a model: what a footprint needs and the model does not say, or says twice.

use super::{Caller, Detail, Explain, Verb};

/// The model does not say what a footprint needs, or says it twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelProblem {
    /// A process, flow or supply without a name.
    #[error("the name of a {what} is empty")]
    EmptyName {
        /// What should have a name.
        what: &'static str,
    },
    /// A process named like the word that means a supply.
    #[error("a process cannot be called `supply`")]
    ReservedName,
    /// Two processes of one name.
    #[error("another process has the same name")]
    DuplicateProcess,
    /// Two supplies of one flow.
    #[error("the flow has another supply already")]
    DuplicateSupply,
    /// A product or treated waste that stands twice among the outputs of a process.
    #[error("the process has this output already")]
    DuplicateOutput,
    /// A process that neither makes nor treats anything.
    #[error("the process makes nothing and treats nothing")]
    NoReference,
    /// A spread that is no distribution, or none around its amount.
    #[error("the spread does not fit: {reason}")]
    BadSpread {
        /// What a spread has to keep.
        reason: &'static str,
    },
    /// A reference flow of zero.
    #[error("the reference amount is zero")]
    ZeroReference,
    /// An input, waste or avoided flow that nobody makes, treats or supplies.
    #[error("nobody {} `{flow}`", serves(*verb))]
    NoSupplier {
        /// How the flow is used.
        verb: Verb,
        /// The flow.
        flow: String,
        /// A flow that somebody does make, if one reads almost the same.
        nearest: Option<String>,
        /// Who has the flow in the other role: treats what is taken, or makes what is discarded.
        other_role: Option<String>,
    },
    /// Several that could serve, and no word on which.
    #[error("several could serve `{flow}`")]
    SeveralSuppliers {
        /// The flow.
        flow: String,
        /// The names of the processes, and `supply` for a supply.
        candidates: Vec<String>,
    },
    /// A named provider that does not make or treat the flow.
    #[error("`{provider}` does not {} `{flow}`", serve(*verb))]
    UnknownProvider {
        /// How the flow is used.
        verb: Verb,
        /// The provider as named.
        provider: String,
        /// The flow.
        flow: String,
        /// Those who could serve.
        candidates: Vec<String>,
    },
    /// A flow that is cut off though somebody makes, treats or supplies it.
    #[error("`{flow}` is cut off, but `{provider}` serves it")]
    CutOffServed {
        /// The flow.
        flow: String,
        /// Who serves it.
        provider: String,
    },
    /// A process of several outputs that does not say how to share its burdens.
    #[error("the process has {outputs} outputs and does not say how they share its burdens")]
    AllocationNotStated {
        /// How many outputs it has.
        outputs: usize,
        /// What could be stated, and the shares that each would give.
        choices: Vec<(String, String)>,
    },
    /// An output without the property that the allocation needs.
    #[error("allocation by {by} needs {needs} of `{output}`")]
    MissingWeight {
        /// The allocation.
        by: String,
        /// What is missing.
        needs: String,
        /// The output that lacks it.
        output: String,
    },
    /// A negative weight in an allocation.
    #[error("the weight of `{output}` in the allocation is negative")]
    NegativeWeight {
        /// The output.
        output: String,
    },
    /// An allocation whose weights are all zero.
    #[error("the weights of the allocation sum to zero")]
    ZeroWeights,
    /// Explicit shares that do not sum to one.
    #[error("the shares sum to {sum}, not 1")]
    SharesSum {
        /// Their sum.
        sum: String,
    },
    /// A causal share for something that the process does not make or treat.
    #[error("`{output}` is not an output of the process")]
    NotAnOutput {
        /// The name given.
        output: String,
    },
    /// A wanted product that the system does not have.
    #[error("the system has no product `{product}`")]
    UnknownProduct {
        /// The product wanted.
        product: String,
        /// A product it has, if one reads almost the same.
        nearest: Option<String>,
    },
    /// A supplier's result without the unit it is per.
    #[error("`{written}` does not say per which unit")]
    NotPerUnit {
        /// What was written.
        written: String,
    },
    /// A region that is not a code.
    #[error("`{written}` is not a region code")]
    BadRegion {
        /// What was written.
        written: String,
    },
    /// A year outside any plausible range.
    #[error("`{written}` is not a year between 1900 and 2100")]
    BadYear {
        /// What was written.
        written: String,
    },
    /// A mix of supplies without any.
    #[error("the mix has no supplies")]
    EmptyMix,
    /// Mixes of mixes without end, as far as anybody can tell.
    #[error("supplies are nested more than {deepest} deep")]
    MixTooDeep {
        /// How deep they may be nested.
        deepest: usize,
    },
    /// A mix of more figures than anybody states.
    #[error("the mix has {figures} figures, and {most} is the most")]
    MixTooLarge {
        /// How many it has.
        figures: usize,
        /// How many it may have.
        most: usize,
    },
    /// A supply of a mix with less than nothing of it.
    #[error("the share {share} of a mix is negative")]
    NegativeShare {
        /// The share.
        share: String,
    },
    /// A category stated for a mix.
    #[error("a mix has the categories of its supplies, and none of its own")]
    CategoryOfMix,
    /// A category that a supply states twice.
    #[error("the category {category} is stated twice")]
    DuplicateCategory {
        /// The category.
        category: String,
    },
    /// Categories that all are stated and do not make up the total.
    #[error("the categories leave {rest} kg CO2e per unit of the total")]
    PartsSum {
        /// What the total has more than its categories.
        rest: String,
    },
    /// A share in percent beyond its range.
    #[error("`{written}` is not a percentage from 0 to 100")]
    BadPercentage {
        /// What was written.
        written: String,
    },
    /// A score of data quality beyond its range.
    #[error("the score {written} for {axis} is not from 1 to 5")]
    BadScore {
        /// What it is of.
        axis: &'static str,
        /// What was written.
        written: String,
    },
    /// An allocation or a category that does not exist.
    #[error("`{written}` is not {what}")]
    UnknownWord {
        /// What was written.
        written: String,
        /// What it should have been.
        what: &'static str,
        /// The words that are.
        words: Vec<String>,
    },
}

fn serves(verb: Verb) -> &'static str {
    match verb {
        Verb::Discards | Verb::Treats => "treats",
        Verb::Avoids => "makes or treats",
        _ => "makes",
    }
}

fn serve(verb: Verb) -> &'static str {
    match verb {
        Verb::Discards | Verb::Treats => "treat",
        Verb::Avoids => "make or treat",
        _ => "make",
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn no_supplier_hint(
    verb: Verb,
    flow: &str,
    nearest: Option<&str>,
    other_role: Option<&str>,
) -> String {
    match (other_role, nearest) {
        (Some(process), _) if verb == Verb::Discards => {
            format!("`{flow}` is a product of `{process}`: what uses it has it under `takes`")
        }
        (Some(process), _) => format!(
            "`{flow}` is a waste that `{process}` treats: what sends it there has it under `discards`"
        ),
        (None, Some(nearest)) => format!("`{nearest}` reads almost the same"),
        (None, None) => {
            let does = if verb == Verb::Discards {
                "treats"
            } else {
                "makes"
            };
            format!(
                "add a process that {does} `{flow}`, a [supply.\"{flow}\"], or name it in `cut_off`"
            )
        }
    }
}

impl Explain for ModelProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::EmptyName { .. } => "empty-name",
            Self::ReservedName => "reserved-name",
            Self::DuplicateProcess => "duplicate-process",
            Self::DuplicateSupply => "duplicate-supply",
            Self::DuplicateOutput => "duplicate-output",
            Self::NoReference => "no-reference-flow",
            Self::BadSpread { .. } => "bad-spread",
            Self::ZeroReference => "zero-reference-amount",
            Self::NoSupplier { .. } => "no-supplier",
            Self::SeveralSuppliers { .. } => "several-suppliers",
            Self::UnknownProvider { .. } => "unknown-provider",
            Self::CutOffServed { .. } => "cut-off-served",
            Self::AllocationNotStated { .. } => "allocation-not-stated",
            Self::MissingWeight { .. } => "missing-weight",
            Self::NegativeWeight { .. } => "negative-weight",
            Self::ZeroWeights => "zero-weights",
            Self::SharesSum { .. } => "shares-sum",
            Self::NotAnOutput { .. } => "not-an-output",
            Self::UnknownProduct { .. } => "unknown-product",
            Self::NotPerUnit { .. } => "not-per-unit",
            Self::BadRegion { .. } => "bad-region",
            Self::BadYear { .. } => "bad-year",
            Self::EmptyMix => "empty-mix",
            Self::MixTooDeep { .. } => "mix-too-deep",
            Self::MixTooLarge { .. } => "mix-too-large",
            Self::NegativeShare { .. } => "negative-share",
            Self::CategoryOfMix => "category-of-mix",
            Self::DuplicateCategory { .. } => "duplicate-category",
            Self::PartsSum { .. } => "parts-sum",
            Self::BadPercentage { .. } => "bad-percentage",
            Self::BadScore { .. } => "bad-score",
            Self::UnknownWord { .. } => "unknown-word",
        }
    }

    fn hint_for(&self, caller: Caller) -> Option<String> {
        match (self, caller) {
            (Self::SeveralSuppliers { candidates, .. }, Caller::Command) => {
                Some(say_from("`--from`", candidates))
            }
            (Self::SeveralSuppliers { candidates, .. }, Caller::Python) => {
                Some(say_from("`from_`", candidates))
            }
            _ => self.hint(),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::EmptyName { .. } => "give it a name".into(),
            Self::ReservedName => {
                "`from = \"supply\"` means the supply; give the process another name".into()
            }
            Self::DuplicateProcess => "rename one of them, or merge them into one process".into(),
            Self::DuplicateSupply => "keep one supply, or name which process it is for".into(),
            Self::DuplicateOutput => "write the output once, with the sum of its amounts".into(),
            Self::NoReference => {
                "say what it makes or treats: makes = { \"product\" = \"1 kg\" }".into()
            }
            Self::BadSpread { .. } => {
                "such as { lognormal_gsd = \"1.2\" } or { uniform = [\"0.9 kg\", \"1.1 kg\"] }"
                    .into()
            }
            Self::ZeroReference => "write the amount that the other figures belong to".into(),
            Self::NoSupplier {
                verb,
                flow,
                nearest,
                other_role,
            } => no_supplier_hint(*verb, flow, nearest.as_deref(), other_role.as_deref()),
            Self::SeveralSuppliers { candidates, .. } => say_from("`from`", candidates),
            Self::UnknownProvider { candidates, .. } if candidates.is_empty() => {
                "nobody in the model does".into()
            }
            Self::UnknownProvider { candidates, .. } => {
                format!("those who do: {}", listed(candidates))
            }
            Self::CutOffServed { flow, .. } => format!("take `{flow}` out of `cut_off`"),
            Self::AllocationNotStated { .. } => {
                "state one: allocate = \"mass\", or split the process in two".into()
            }
            Self::MissingWeight { needs, .. } => format!("add {needs} to that output"),
            Self::NegativeWeight { .. } => {
                "a weight is zero or more; a credit is an `avoids`".into()
            }
            Self::ZeroWeights => "at least one output has to carry the burdens".into(),
            Self::SharesSum { .. } => {
                "shares sum to exactly 1; thirds are an allocation by a property".into()
            }
            Self::NotAnOutput { .. } => "name a product or a treated waste of this process".into(),
            Self::UnknownProduct { nearest, .. } => match nearest {
                Some(nearest) => format!("`{nearest}` reads almost the same"),
                None => "name a product that a process makes, or a waste that one treats".into(),
            },
            Self::NotPerUnit { .. } => "write it per unit, such as \"9.1 kg CO2e/kg\"".into(),
            Self::BadRegion { .. } => {
                "write a code such as CN or CN-GD; a model file may name a country".into()
            }
            Self::BadYear { .. } => "write a year such as 2024".into(),
            Self::EmptyMix => "name the supplies and their shares, which sum to 1".into(),
            Self::MixTooDeep { .. } | Self::MixTooLarge { .. } => {
                "state one mix of its suppliers, with the shares multiplied out".into()
            }
            Self::NegativeShare { .. } => "leave out what is not supplied".into(),
            Self::CategoryOfMix => "state it for the supply that it is of".into(),
            Self::DuplicateCategory { .. } => "state each once".into(),
            Self::PartsSum { .. } => {
                "leave `unspecified` out, and it is what the others leave; or mend the figures"
                    .into()
            }
            Self::BadPercentage { .. } => {
                "write the percentage without its sign, such as \"72\"".into()
            }
            Self::BadScore { .. } => "1 is best and 5 is worst".into(),
            Self::UnknownWord { words, .. } => format!("one of {}", listed(words)),
        })
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::AllocationNotStated { choices, .. } => choices
                .iter()
                .map(|(choice, shares)| Detail::new("choice", format!("{choice}: {shares}")))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// How one of several makers is named.
fn say_from(setting: &str, candidates: &[String]) -> String {
    format!("say {setting} which: {}", listed(candidates))
}
