//! Embedded emissions under the Carbon Border Adjustment Mechanism of the European Union.
//!
//! An [`Installation`] is what an operator monitors in a year: source streams, heat, electricity, precursors and goods.
//! Its [`Embedded`] emissions are the specific embedded emissions of every good, direct and indirect, what of them counts
//! for certificates, and the free allocation of the good. [`obligation`] makes certificates of an import.
//!
//! Quantities are exact and checked in their units; the numbers of the law come from a dataset as [`Method`] and are not
//! in this code. All digits are kept; [`reported`] rounds as the law does.
//!
//! # Source
//!
//! Commission Implementing Regulation (EU) 2025/2547, cited here as 2547; the free-allocation adjustment is that of
//! Implementing Regulation (EU) 2025/2620.
//!
//! # Example
//!
//! ```
//! use cfp_core::cbam::{Good, Installation, Method, Production, SourceStream, StreamMethod};
//! use cfp_core::Amount;
//! # fn method() -> Method {
//! #     let amount = |text: &str| text.parse::<Amount>().expect("a number");
//! #     Method {
//! #         carbon_to_co2: amount("3.664"), natural_gas: amount("56.1"), waste_gas_correction: amount("0.667"),
//! #         n2o: amount("265"), cf4: amount("6630"), c2f6: amount("11100"), boiler_efficiency: amount("0.9"),
//! #         chp_heat: amount("0.55"), chp_electricity: amount("0.25"),
//! #     }
//! # }
//! let gas = SourceStream::new("natural gas", StreamMethod::Combustion, "190000 t".parse()?)
//!     .net_calorific_value("48 GJ/t".parse()?)
//!     .emission_factor("56.1 t CO2/TJ".parse()?)
//!     .used_in("reforming", Amount::ONE);
//! let hydrogen = Good::new("28041000", "hydrogen");
//! let reforming = Production::new("reforming", "55000 t".parse()?).annex_ii(true).good(hydrogen);
//! let installation = Installation::default().stream(gas).production(reforming);
//! let embedded = installation.embedded(&method())?;
//! assert_eq!(embedded.goods[0].see_direct.significant(8), "9.3024"); // 190000 × 48 × 56.1 / 1000 / 55000
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adjustment;
mod anode_effect;
mod attribution;
mod certificate;
mod chain;
mod embedded;
mod energy;
mod good;
mod installation;
mod measure;
mod precursor;
mod production;
mod stream;
mod transfer;

pub use adjustment::{RouteShare, own_free_allocation};
pub use anode_effect::{AnodeEffects, AnodeProcess, AnodeRow};
pub use attribution::{Attribution, molar_share, reconciliation};
pub use certificate::{Import, Obligation, holding, obligation};
pub use embedded::{Embedded, EmbeddedGood, EmbeddedProcess, PrecursorUse};
pub use energy::{
    Cogeneration, CogenerationSplit, Efficiencies, ElectricitySource, ElectricityUse, EnergyUnit,
    EnergyUnitRow, Heat, HeatOrigin, Powered,
};
pub use good::{FunctionalUnit, Good};
pub use installation::Installation;
pub use measure::{Method, reported, reported_total};
pub use precursor::{Delivery, Precursor, PrecursorValue, PrecursorValues};
pub use production::{CoProduct, Direct, Production, Taken};
pub use stream::{SourceStream, StreamMethod, StreamRow, ZeroRating};
pub use transfer::{Co2Transfer, MeasuredRow, MeasuredSource};
