//! `cfp cbam`: the Carbon Border Adjustment Mechanism of the European Union.

mod arguments;
mod goods;

pub(crate) use arguments::CbamCommand;

use cfp_factors::Registry;

use crate::arguments::Format;
use crate::{Stop, Streams};

/// Prints what is asked of the mechanism.
pub(crate) fn answer(
    asked: &CbamCommand,
    registry: &Registry,
    format: Format,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    match asked {
        CbamCommand::Goods(asked) => goods::answer(asked, registry, format, streams),
    }
}
