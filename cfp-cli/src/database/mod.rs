//! `cfp database`: whole life-cycle inventory databases.

mod arguments;
mod chains;
mod demands;
mod entry;
mod footprint;
mod loops;
mod open;
mod paths;
mod scores;
mod sensitivity;
mod show;
mod uncertainty;

pub(crate) use arguments::DatabaseCommand;

use cfp_factors::Registry;

use crate::arguments::Format;
use crate::output::Outputs;
use crate::page::Page;
use crate::{Stop, Streams, tell};

/// Prints what is asked of a database.
pub(crate) fn answer(
    asked: &DatabaseCommand,
    registry: &Registry,
    outputs: Outputs,
    (format, streams): (Format, &mut Streams<'_>),
) -> Result<(), Stop> {
    let text = match asked {
        DatabaseCommand::Show(asked) => show::answer(asked, registry, format)?,
        DatabaseCommand::Footprint(asked) => footprint::answer(asked, registry, format)?,
        DatabaseCommand::Chains(asked) => chains::answer(asked, registry, format)?,
        DatabaseCommand::Uncertainty(asked) => uncertainty::answer(asked, registry, format)?,
        DatabaseCommand::Sensitivity(asked) => sensitivity::answer(asked, registry, format)?,
        DatabaseCommand::Scores(asked) => {
            return scores::answer(asked, registry, outputs, (format, streams));
        }
        DatabaseCommand::Demands(asked) => {
            return demands::answer(asked, registry, format, streams);
        }
    };
    Ok(tell(streams.out, &text)?)
}

/// What every page of text says of its numbers.
fn about_numbers(page: &mut Page) {
    page.line("  the bound is about arithmetic rounding only and says nothing about the data;");
    page.line("  numbers are shown with four significant digits, `--format json` has all");
}
