//! `cfp cbam`: the Carbon Border Adjustment Mechanism of the European Union.

mod arguments;
mod bridge;
mod compare;
mod files;
mod goods;
mod installation;

pub(crate) use arguments::CbamCommand;

use cfp_factors::Registry;

use crate::arguments::Format;
use crate::output::Outputs;
use crate::{Stop, Streams, tell};

/// Prints what is asked of the mechanism.
pub(crate) fn answer(
    asked: &CbamCommand,
    registry: &Registry,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let text = match asked {
        CbamCommand::Goods(asked) => return goods::answer(asked, registry, format, streams),
        CbamCommand::Installation(asked) => installation::answer(asked, registry, format)?,
        CbamCommand::Bridge(asked) => bridge::answer(asked, registry, format)?,
        CbamCommand::Template(asked) => {
            return files::template(asked, outputs, (format, streams));
        }
        CbamCommand::Report(asked) => {
            return files::report(asked, registry, outputs, (format, streams));
        }
        CbamCommand::Convert(asked) => return files::convert(asked, outputs, (format, streams)),
        CbamCommand::Compare(asked) => compare::answer(asked, registry, format)?,
    };
    Ok(tell(streams.out, &text)?)
}
