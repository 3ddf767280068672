//! Problems of a model file that core values know nothing of.

use cfp_core::{Detail, Explain};

/// A model file cannot be read, or says something that has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileProblem {
    /// A file name that ends in neither `.toml` nor `.json`.
    #[error("the name `{name}` ends in neither `.toml` nor `.json`")]
    UnknownFileEnding {
        /// The name.
        name: String,
    },
    /// A file beyond the limit.
    #[error("the file has {bytes} bytes; the limit is 64 MiB")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// A file without content.
    #[error("the file is empty")]
    Empty,
    /// Bytes that are no UTF-8.
    #[error("byte {byte} of the file is not UTF-8 text")]
    NotUtf8 {
        /// The offset of the first such byte, counted from 0.
        byte: usize,
    },
    /// Tables, lists or dotted keys within each other beyond the limit.
    #[error("tables and lists are nested more than 64 deep")]
    TooDeep,
    /// Text that is not TOML.
    #[error("this is not TOML: {reason}")]
    TomlSyntax {
        /// What the parser says.
        reason: String,
    },
    /// Text that is not JSON.
    #[error("this is not JSON: {reason}")]
    JsonSyntax {
        /// What the parser says.
        reason: String,
    },
    /// A key that stands twice in one table.
    #[error("the key `{key}` stands here a second time")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A gas of an own set whose value is not for the set to say.
    #[error("`{gas}` counts +1 when emitted and -1 when removed, by definition")]
    FixedByDefinition {
        /// The gas.
        gas: String,
    },
    /// A key that means nothing in its table.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// What the table describes.
        owner: &'static str,
        /// The keys that it knows.
        known: Vec<&'static str>,
        /// The known key that reads most like it.
        nearest: Option<&'static str>,
    },
    /// A known key where it says nothing.
    #[error("`{key}` does not belong to {owner}")]
    KeyOutOfPlace {
        /// The key.
        key: &'static str,
        /// What it stands in.
        owner: &'static str,
        /// Where it does belong.
        belongs: &'static str,
    },
    /// A key without which the table says nothing.
    #[error("{owner} has no `{key}`")]
    MissingKey {
        /// The key.
        key: &'static str,
        /// What the table describes.
        owner: &'static str,
    },
    /// A value of another kind than the key needs.
    #[error("`{key}` is {given} where {expected} is needed")]
    WrongType {
        /// The key.
        key: String,
        /// What stands there.
        given: &'static str,
        /// What the key needs.
        expected: &'static str,
    },
    /// A number without its unit and quotation marks.
    #[error("`{key}` is the bare number {written}")]
    BareNumber {
        /// The key.
        key: String,
        /// The number as written.
        written: String,
        /// How it is written as text.
        example: String,
    },
    /// A list of exchanges without one.
    #[error("`{key}` is an empty list")]
    EmptyList {
        /// The key.
        key: String,
    },
    /// An exchange that names its provider twice.
    #[error("the exchange has both `from` and `to`")]
    FromAndTo,
    /// A supply that has its figure from two sources.
    #[error("the supply has both `{first}` and `{second}`")]
    FactorAndFootprint {
        /// What it counts by one of its keys.
        first: &'static str,
        /// What it counts by another.
        second: &'static str,
    },
    /// A supply that has its figure from nowhere.
    #[error("the supply has no `factor`, `footprint`, `model`, `result` or `mix`")]
    NoFactorNoFootprint,
    /// A supply with a file that was not opened, because the caller did not open any.
    #[error("`{file}` was not opened")]
    FileNotOpened {
        /// The path as written.
        file: String,
    },
    /// A supply with a file that the caller could not read.
    #[error("`{file}` cannot be read: {reason}")]
    SupplierFileNotRead {
        /// The path as written.
        file: String,
        /// What the operating system says.
        reason: String,
    },
    /// Models that supply each other.
    #[error("the models supply each other: {}", listed_in_order(.files))]
    ModelLoop {
        /// The files, from the first that comes back to itself.
        files: Vec<String>,
    },
    /// Models within each other beyond the limit.
    #[error("models supply each other more than 32 deep")]
    ModelsTooDeep,
    /// A spread that is none of the known forms.
    #[error("`spread` does not read as a spread: {reason}")]
    BadSpread {
        /// What is wrong with its form.
        reason: &'static str,
    },
    /// A pedigree that is not five scores.
    #[error("`pedigree` is not a list of five scores from 1 to 5")]
    BadPedigree,
    /// A model that does not say what its footprint is of.
    #[error("the model states no `product`")]
    NoProductStated,
    /// A model that does not say how much its footprint is of.
    #[error("the model states no `amount`")]
    NoAmountStated,
    /// A model without a set of global warming potentials.
    #[error("the model states no `gwp`")]
    NoGwpSet,
    /// A scenario that the model does not have.
    #[error("the model has no scenario `{name}`")]
    UnknownScenario {
        /// The name as asked for.
        name: String,
        /// The scenario that reads most like it.
        nearest: Option<String>,
    },
    /// A process that a scenario gives another provider, and the model does not have.
    #[error("the model has no process `{name}`")]
    UnknownProcess {
        /// The name as written.
        name: String,
        /// The process that reads most like it.
        nearest: Option<String>,
    },
    /// An input that a scenario gives another provider, and its process does not have.
    #[error("the process `{process}` neither takes, discards nor avoids `{flow}`")]
    UnknownInput {
        /// The process.
        process: String,
        /// The flow as written.
        flow: String,
        /// The flow of the process that reads most like it.
        nearest: Option<String>,
    },
    /// A supply to be varied that the model does not have.
    #[error("the model has no supply `{flow}`")]
    UnknownSupply {
        /// The flow as asked for.
        flow: String,
        /// The supply that reads most like it.
        nearest: Option<String>,
    },
    /// Footprints that are not equal at any value between two.
    #[error("the footprints do not change places between {low} and {high}")]
    NoBreakEven {
        /// The lower value.
        low: String,
        /// What the two footprints are there.
        at_low: String,
        /// The higher value.
        high: String,
        /// What the two footprints are there.
        at_high: String,
    },
    /// Footprints that change places by a jump, and are equal at no value.
    #[error("the footprints jump between {low} and {high}, and are equal at neither")]
    BreakEvenJump {
        /// The value below the jump.
        low: String,
        /// What the two footprints are there.
        at_low: String,
        /// The value above the jump.
        high: String,
        /// What the two footprints are there.
        at_high: String,
    },
    /// Footprints that change places through infinity, and are equal at no value.
    #[error(
        "a footprint grows without end between {low} and {high}, and comes back with another sign"
    )]
    BreakEvenPole {
        /// The value below the pole.
        low: String,
        /// What the two footprints are there.
        at_low: String,
        /// The value above the pole.
        high: String,
        /// What the two footprints are there.
        at_high: String,
    },
    /// A value at which the model has no footprint.
    #[error("the model has no footprint at {value}: {reason}")]
    BreakEvenRefused {
        /// The value.
        value: String,
        /// The code of the problem that it has there.
        code: &'static str,
        /// What is wrong there.
        reason: String,
        /// Between which values it has footprints, as far as was tried.
        answers: Vec<String>,
        /// Two values between which the footprints change places.
        look: Option<Box<[String; 2]>>,
    },
    /// A sweep without a step, or with more than are computed.
    #[error("{steps} steps are not between 1 and {most}")]
    BadSteps {
        /// The steps asked for.
        steps: u32,
        /// The most that are computed.
        most: u32,
    },
    /// Two ends that are the same, or of which one has another unit.
    #[error("from {from} to {to} is no range")]
    NoRange {
        /// One end.
        from: String,
        /// The other.
        to: String,
    },
    /// More problems than are told.
    #[error("and more; the first {told} problems are told")]
    TooManyProblems {
        /// How many are told.
        told: usize,
    },
}

impl FileProblem {
    /// Every code, in the order of the variants.
    pub const CODES: [&'static str; 38] = [
        "unknown-file-ending",
        "file-too-large",
        "empty-file",
        "not-utf8",
        "nested-too-deep",
        "toml-syntax",
        "json-syntax",
        "duplicate-key",
        "fixed-by-definition",
        "unknown-key",
        "key-out-of-place",
        "missing-key",
        "wrong-type",
        "bare-number",
        "empty-list",
        "from-and-to",
        "factor-and-footprint",
        "no-factor-no-footprint",
        "file-not-opened",
        "supplier-file-not-read",
        "model-loop",
        "models-too-deep",
        "bad-spread",
        "bad-pedigree",
        "no-product-stated",
        "no-amount-stated",
        "no-gwp-set",
        "unknown-scenario",
        "unknown-process",
        "unknown-input",
        "unknown-supply",
        "no-break-even",
        "break-even-jump",
        "break-even-pole",
        "break-even-refused",
        "bad-steps",
        "no-range",
        "too-many-problems",
    ];

    /// Whether the problem takes away something that other parts of the model may rely on, so that
    /// what seems to be absent may only be misspelt.
    pub(crate) fn hides_content(&self) -> bool {
        matches!(
            self,
            Self::DuplicateKey { .. }
                | Self::UnknownKey { .. }
                | Self::MissingKey { .. }
                | Self::WrongType { .. }
                | Self::EmptyList { .. }
                | Self::FromAndTo
                | Self::KeyOutOfPlace { .. }
        )
    }
}

impl FileProblem {
    /// The way out of what is asked of scenarios, sweeps and break-even values.
    fn hint_of_scenarios(&self) -> Option<String> {
        match self {
            Self::UnknownScenario { nearest: None, .. } => {
                Some("name one of its tables `[scenario.\"…\"]`".into())
            }
            Self::UnknownScenario { nearest, .. }
            | Self::UnknownProcess { nearest, .. }
            | Self::UnknownInput { nearest, .. }
            | Self::UnknownSupply { nearest, .. } => {
                let nearest = nearest.as_ref()?;
                Some(format!("did you mean `{nearest}`?"))
            }
            Self::NoBreakEven { .. } => {
                Some("look further, or in two parts: `cfp sweep` shows how they move".into())
            }
            Self::BreakEvenJump { .. } | Self::BreakEvenPole { .. } => {
                Some("look on one side of it: `cfp sweep` shows how they move".into())
            }
            Self::BreakEvenRefused { look, .. } => Some(match look.as_deref() {
                Some([from, to]) => {
                    format!("look between {from} and {to}, where the footprints change places")
                }
                None => "the footprints do not change places where the model has an answer: \
                         `cfp sweep` shows how they move"
                    .into(),
            }),
            Self::BadSteps { .. } => Some("10 steps are 11 values".into()),
            Self::NoRange { .. } => Some("give two different values with one unit".into()),
            _ => None,
        }
    }
}

impl Explain for FileProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownFileEnding { .. } => "unknown-file-ending",
            Self::TooLarge { .. } => "file-too-large",
            Self::Empty => "empty-file",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::TooDeep => "nested-too-deep",
            Self::TomlSyntax { .. } => "toml-syntax",
            Self::JsonSyntax { .. } => "json-syntax",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::FixedByDefinition { .. } => "fixed-by-definition",
            Self::UnknownKey { .. } => "unknown-key",
            Self::KeyOutOfPlace { .. } => "key-out-of-place",
            Self::MissingKey { .. } => "missing-key",
            Self::WrongType { .. } => "wrong-type",
            Self::BareNumber { .. } => "bare-number",
            Self::EmptyList { .. } => "empty-list",
            Self::FromAndTo => "from-and-to",
            Self::FactorAndFootprint { .. } => "factor-and-footprint",
            Self::NoFactorNoFootprint => "no-factor-no-footprint",
            Self::FileNotOpened { .. } => "file-not-opened",
            Self::SupplierFileNotRead { .. } => "supplier-file-not-read",
            Self::ModelLoop { .. } => "model-loop",
            Self::ModelsTooDeep => "models-too-deep",
            Self::BadSpread { .. } => "bad-spread",
            Self::BadPedigree => "bad-pedigree",
            Self::NoProductStated => "no-product-stated",
            Self::NoAmountStated => "no-amount-stated",
            Self::NoGwpSet => "no-gwp-set",
            Self::UnknownScenario { .. } => "unknown-scenario",
            Self::UnknownProcess { .. } => "unknown-process",
            Self::UnknownInput { .. } => "unknown-input",
            Self::UnknownSupply { .. } => "unknown-supply",
            Self::NoBreakEven { .. } => "no-break-even",
            Self::BreakEvenJump { .. } => "break-even-jump",
            Self::BreakEvenPole { .. } => "break-even-pole",
            Self::BreakEvenRefused { .. } => "break-even-refused",
            Self::BadSteps { .. } => "bad-steps",
            Self::NoRange { .. } => "no-range",
            Self::TooManyProblems { .. } => "too-many-problems",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownFileEnding { .. } => {
                "name it by what is in it: model.toml or model.json".into()
            }
            Self::TooLarge { .. } => "split it into several".into(),
            Self::Empty => "write the model: name, product, amount, gwp and its processes".into(),
            Self::NotUtf8 { .. } => "save the file as UTF-8 in your editor".into(),
            Self::TooDeep => "a model needs no more than five levels".into(),
            Self::TomlSyntax { .. } => {
                "texts and names with spaces or letters beyond a to z stand in quotation marks"
                    .into()
            }
            Self::JsonSyntax { .. } => {
                "names and texts stand in double quotation marks, with commas between".into()
            }
            Self::DuplicateKey { .. } => {
                "several exchanges of one flow are a list: [{ amount = \"…\" }, { amount = \"…\" }]"
                    .into()
            }
            Self::FixedByDefinition { .. } => {
                "take it out of the table, or give it the value \"1\"".into()
            }
            Self::UnknownKey {
                nearest,
                owner,
                known,
                ..
            } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("{owner} has {}", listed(known)),
            },
            Self::KeyOutOfPlace { belongs, .. } => format!("it belongs to {belongs}"),
            Self::MissingKey { key, .. } => format!("add `{key}`"),
            Self::WrongType { .. } => return None,
            Self::BareNumber { example, .. } => format!("write {example}"),
            Self::EmptyList { .. } => "take the key out, or list what is exchanged".into(),
            Self::FromAndTo => "keep the one that is meant".into(),
            Self::FactorAndFootprint { .. } | Self::NoFactorNoFootprint => {
                "state one: factor = \"electricity\", or footprint = \"9.1 kg CO2e/kg\"".into()
            }
            Self::FileNotOpened { .. } => {
                "open the files of a model with `ModelFile::with_files` before it is built".into()
            }
            Self::SupplierFileNotRead { .. } => {
                "the path starts from the directory of the model".into()
            }
            Self::ModelLoop { .. } => {
                "processes that need each other belong in one model, where their loop is solved"
                    .into()
            }
            Self::ModelsTooDeep => "put models together, or store the footprint of one".into(),
            Self::BadSpread { .. } => {
                "such as { lognormal_gsd = \"1.2\" } or { uniform = [\"0.9 kg\", \"1.1 kg\"] }"
                    .into()
            }
            Self::BadPedigree => "such as [1, 2, 1, 3, 1]".into(),
            Self::NoProductStated => {
                "name the product that the footprint is of: product = \"…\"".into()
            }
            Self::NoAmountStated => "write the declared unit: amount = \"1 t\"".into(),
            Self::NoGwpSet => "name a set, such as gwp = \"AR6-100\"".into(),
            Self::TooManyProblems { .. } => "mend these first; many may have one cause".into(),
            _ => return self.hint_of_scenarios(),
        })
    }

    fn details(&self) -> Vec<Detail> {
        match self {
            Self::UnknownKey {
                owner,
                known,
                nearest: Some(_),
                ..
            } => {
                vec![Detail::new(
                    "known",
                    format!("{owner} has {}", listed(known)),
                )]
            }
            Self::NoBreakEven {
                low,
                at_low,
                high,
                at_high,
            } => vec![
                Detail::new("low end", format!("{low}: {at_low}")),
                Detail::new("high end", format!("{high}: {at_high}")),
            ],
            Self::BreakEvenJump {
                low,
                at_low,
                high,
                at_high,
            }
            | Self::BreakEvenPole {
                low,
                at_low,
                high,
                at_high,
            } => vec![
                Detail::new("below", format!("{low}: {at_low}")),
                Detail::new("above", format!("{high}: {at_high}")),
            ],
            Self::BreakEvenRefused { code, answers, .. } => {
                let mut details = vec![Detail::new("problem", *code)];
                details.extend(answers.iter().map(|own| Detail::new("answers", own)));
                details
            }
            _ => Vec::new(),
        }
    }
}

fn listed_in_order(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" → ")
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
