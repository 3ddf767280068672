//! What can be typed of scenarios.

use cfp_exchange::Varied;
use clap::Args;

use crate::arguments::{DemandArguments, ModelArguments};

#[derive(Debug, Args)]
pub(crate) struct ScenariosArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub demand: DemandArguments,
    /// A scenario to show; may be repeated. Without it, all of the model
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
}

/// What is varied.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct VariedArguments {
    /// A parameter of the model
    #[arg(long, value_name = "NAME")]
    pub parameter: Option<String>,
    /// A supply of the model, by its flow: its figure is what varies
    #[arg(long, value_name = "FLOW")]
    pub supply: Option<String>,
}

impl VariedArguments {
    /// The one of the two that is given.
    pub fn varied(&self) -> Varied {
        match (&self.parameter, &self.supply) {
            (Some(name), _) => Varied::Parameter(name.clone()),
            (None, flow) => Varied::Supply(flow.clone().unwrap_or_default()),
        }
    }
}

/// The footprint that moves.
#[derive(Debug, Args)]
pub(crate) struct MovedArguments {
    /// What the footprint is of, in place of the model's `product`
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// How much of it, such as "1 t", in place of the model's `amount`
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// The process that makes it, where several do, or `supply`
    #[arg(long, value_name = "PROCESS")]
    pub maker: Option<String>,
    /// A scenario of the model in place of the model as it is
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub moved: MovedArguments,
    #[command(flatten)]
    pub varied: VariedArguments,
    /// The first value, with its unit where it has one
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub from: String,
    /// The last value
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub to: String,
    /// In how many steps: 10 steps are 11 values
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub steps: u32,
}

/// What the footprint is to be equal to.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct AgainstArguments {
    /// An amount of CO2e, such as "9 t CO2e"
    #[arg(long, value_name = "QTY", allow_hyphen_values = true)]
    pub equals: Option<String>,
    /// The footprint of another product of the model, or of the same from another maker
    #[arg(long, value_name = "PRODUCT")]
    pub against: Option<String>,
    /// The footprint under another scenario; one that states what is varied keeps what it states
    #[arg(long, value_name = "NAME")]
    pub against_scenario: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct BreakEvenArguments {
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub moved: MovedArguments,
    #[command(flatten)]
    pub varied: VariedArguments,
    #[command(flatten)]
    pub against: AgainstArguments,
    /// How much of the other product, where that is not as much
    #[arg(
        long,
        value_name = "QTY",
        requires = "against",
        allow_hyphen_values = true
    )]
    pub against_amount: Option<String>,
    /// The process that makes the other product, where several do, or `supply`
    #[arg(long, value_name = "PROCESS", requires = "against")]
    pub against_maker: Option<String>,
    /// Two values between which to look, with their unit where they have one
    #[arg(long, value_names = ["VALUE", "VALUE"], num_args = 2, required = true, allow_hyphen_values = true)]
    pub between: Vec<String>,
}
