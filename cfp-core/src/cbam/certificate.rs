//! The certificates of an import.

use serde::Serialize;

use crate::amount::Amount;
use crate::error::{CbamProblem, ProblemKind};

/// What a declarant knows of an import of one good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Import {
    /// Tonnes; MWh of electricity.
    pub mass: Amount,
    /// t CO2e per tonne, before a mark-up.
    pub see: Amount,
    /// The mark-up of a default value, such as 0.1; zero for an actual value.
    pub mark_up: Amount,
    /// Specific embedded free allocation, t CO2e per tonne.
    pub sefa: Amount,
    /// Euros paid per t CO2e abroad, net of rebates, by the draft rule; zero where it is not switched on.
    pub carbon_price_paid: Amount,
    /// Euros per certificate; needed for a carbon price paid alone.
    pub certificate_price: Option<Amount>,
}

/// The certificates of an import, step by step. Nothing is rounded: no text found says how certificates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Obligation {
    /// t CO2e per tonne with the mark-up.
    pub see_with_mark_up: Amount,
    /// t CO2e per tonne less the free allocation; negative where that is more.
    pub net_per_tonne: Amount,
    /// t CO2e of the whole import.
    pub embedded: Amount,
    /// t CO2e of free allocation of the whole import.
    pub adjustment: Amount,
    /// Certificates taken off for a carbon price paid.
    pub reduction: Amount,
    /// Certificates: zero where the sum is negative, whatever other goods owe.
    pub certificates: Amount,
}

/// The certificates of an import: `max(0, mass × (SEE × (1 + mark-up) − SEFA) − reduction)`.
///
/// # Errors
///
/// A carbon price paid without a price of certificates; results beyond the range of decimals.
///
/// # Source
///
/// Regulation (EU) 2023/956 Articles 6, 9, 22 and 31; Commission questions and answers of 27 May 2026, 3.7 and 4.32 (the floor
/// comes last, and goods are not netted). The reduction is that of a draft act (Ares(2026)4841230).
///
/// # Example
///
/// ```
/// use cfp_core::cbam::{Import, obligation};
///
/// // Hot-rolled coil from China in 2026 by its default value.
/// let owed = obligation(&Import {
///     mass: "1".parse()?,
///     see: "3.187".parse()?,
///     mark_up: "0.1".parse()?,
///     sefa: "1.33575".parse()?, // 0.975 × 1.370
///     ..Import::default()
/// })?;
/// assert_eq!(owed.certificates.to_string(), "2.16995");
/// # Ok::<(), cfp_core::ProblemKind>(())
/// ```
pub fn obligation(import: &Import) -> Result<Obligation, ProblemKind> {
    let see_with_mark_up = import.see.times(Amount::ONE.plus(import.mark_up)?)?;
    let net_per_tonne = see_with_mark_up.minus(import.sefa)?;
    let embedded = import.mass.times(see_with_mark_up)?;
    let adjustment = import.mass.times(import.sefa)?;
    let reduction = if import.carbon_price_paid.is_zero() {
        Amount::ZERO
    } else {
        let Some(price) = import.certificate_price.filter(Amount::is_positive) else {
            return Err(CbamProblem::NoReferencePrice.into());
        };
        // Above the price of certificates a price paid abroad takes off no more than one for one.
        if import.carbon_price_paid.rank(&price).is_ge() {
            embedded
        } else {
            embedded.times(import.carbon_price_paid)?.over(price)?
        }
    };
    let owed = import.mass.times(net_per_tonne)?.minus(reduction)?;
    Ok(Obligation {
        see_with_mark_up,
        net_per_tonne,
        embedded,
        adjustment,
        reduction,
        certificates: owed.floored(),
    })
}

/// Certificates to hold at the end of a quarter from 2027 on: a share of the embedded emissions since January by default
/// values without mark-up, less the free allocation.
///
/// # Errors
///
/// Results beyond the range of decimals.
///
/// # Source
///
/// Regulation (EU) 2023/956 Article 22(2)(a) as amended by Regulation (EU) 2025/2083.
pub fn holding(
    share: Amount,
    mass: Amount,
    default_see: Amount,
    sefa: Amount,
) -> Result<Amount, ProblemKind> {
    let net = default_see.minus(sefa)?.floored();
    Ok(share.times(mass)?.times(net)?)
}
