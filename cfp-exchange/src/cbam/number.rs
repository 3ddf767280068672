//! Numbers of results as decimal texts in plain notation.

use cfp_core::Amount;
use serde::Serializer;

/// The value of an amount as a decimal text in plain notation, all digits.
///
/// # Errors
///
/// Those of the serializer.
pub fn plain<S: Serializer>(amount: &Amount, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.value_text())
}

/// The same where there may be none.
#[allow(clippy::ref_option, reason = "serde gives a reference to the field")]
pub(crate) fn plain_or_null<S: Serializer>(
    amount: &Option<Amount>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => plain(amount, serializer),
        None => serializer.serialize_none(),
    }
}
