//! An input that nobody in the model makes: a published factor or a supplier's own result.

use super::{Category, Electricity, FactorRecord, Quality, Region, Spread, Treatment, Written};
use crate::amount::Amount;
use crate::error::{ModelProblem, ProblemKind};
use crate::quantity::Quantity;
use crate::unit::{Dimension, Unit};

/// The CO2e of one unit of a flow, known as a total from outside the model: a published factor, a supplier's product
/// carbon footprint, or a mix of several.
///
/// # Example
///
/// ```
/// use cfp_core::Supply;
///
/// let billet = Supply::new("9.1 kg CO2e/kg")
///     .category("biogenic removals", "-0.1 kg CO2e/kg")
///     .source("supplier declaration 2024-118")
///     .boundary("cradle to gate")
///     .primary_share("72");
/// let market = Supply::mix([("0.6", billet), ("0.4", Supply::new("16.9 kg CO2e/kg"))]);
/// # let _ = market;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    pub(crate) stated: Stated,
    /// What is said of a figure; of a mix each member says its own.
    pub(crate) about: Box<About>,
}

/// What a supply counts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stated {
    /// A total per unit, and the parts of it whose category is known.
    Total(
        Written<Quantity>,
        Vec<(Written<Category>, Written<Quantity>)>,
    ),
    /// Several supplies by their shares.
    Mix(Vec<(Written<Amount>, Supply)>),
}

/// What is known of a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct About {
    pub supplier: Option<String>,
    pub source: Option<String>,
    pub boundary: Option<String>,
    pub validity: Option<String>,
    pub gwp: Option<String>,
    pub region: Option<Written<Region>>,
    pub primary_percent: Option<Written<Amount>>,
    pub quality: Option<Quality>,
    pub electricity: Option<Electricity>,
    pub factor: Option<FactorRecord>,
    /// What another footprint says of its data, when the figure is that footprint.
    pub carried: Option<Carried>,
    /// Whether rounding in the figure has no proved bound, as that of a model without a certificate.
    pub unproved: bool,
    /// How uncertain the figure is.
    pub spread: Option<Spread>,
}

/// What a footprint that supplies another says of its data beside the primary share, in percent: what it does not state
/// stays not stated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Carried {
    pub metered: Amount,
    pub not_stated: Amount,
    /// How much of it has scores.
    pub scored: Amount,
}

/// A figure in kg CO2e per unit of the flow: the total, and its parts by category, which sum to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Intensity {
    pub unit: Unit,
    pub total: Amount,
    pub by_category: Vec<(Category, Amount)>,
}

/// How deep supplies may be nested: those of mixes, and the grids beside electricity.
const DEEPEST: usize = 64;

/// How many figures a mix may have in all.
const MOST_FIGURES: usize = 100_000;

impl Supply {
    /// A supply with its intensity, such as `"9.1 kg CO2e/kg"`.
    pub fn new(intensity: &str) -> Self {
        Self::of(intensity.parse())
    }

    /// A supply whose intensity is a published factor.
    pub fn factor(intensity: Quantity, record: FactorRecord) -> Self {
        Self::of(Ok(intensity)).about(|about| about.factor = Some(record))
    }

    /// A supply with its intensity, or why it could not be read.
    pub fn of(intensity: Written<Quantity>) -> Self {
        Self {
            stated: Stated::Total(intensity, Vec::new()),
            about: Box::default(),
        }
    }

    /// Several supplies of one flow, such as the suppliers of a year, each with its share; the shares sum to exactly one.
    pub fn mix<'s>(members: impl IntoIterator<Item = (&'s str, Self)>) -> Self {
        let members = members.into_iter();
        Self::of_mix(
            members.map(|(share, supply)| (share.parse().map_err(ProblemKind::from), supply)),
        )
    }

    /// Several supplies of one flow, each with its share, or why that could not be read. Mixes of mixes that are nested more
    /// than 64 deep, or have more than 100,000 figures in all, are a problem of the model.
    pub fn of_mix(members: impl IntoIterator<Item = (Written<Amount>, Self)>) -> Self {
        Self {
            stated: Stated::Mix(members.into_iter().collect()),
            about: Box::default(),
        }
        .within_limits()
    }

    /// The supply, or in its place why it is none: everything that goes through what is nested may go down so deep.
    fn within_limits(self) -> Self {
        let (depth, figures) = self.measures();
        if depth > DEEPEST {
            return Self::of(Err(ModelProblem::MixTooDeep { deepest: DEEPEST }.into()));
        }
        if figures > MOST_FIGURES {
            let most = MOST_FIGURES;
            return Self::of(Err(ModelProblem::MixTooLarge { figures, most }.into()));
        }
        self
    }

    /// How deep it is nested, itself included, and how many figures it has. What stands in the place of a supply beyond the
    /// limits is as far as these, so that whatever is made of it is beyond them too.
    fn measures(&self) -> (usize, usize) {
        match &self.stated {
            Stated::Total(Err(ProblemKind::Model(ModelProblem::MixTooDeep { deepest })), _) => {
                return (*deepest, 1);
            }
            Stated::Total(
                Err(ProblemKind::Model(ModelProblem::MixTooLarge { figures, .. })),
                _,
            ) => {
                return (1, *figures);
            }
            _ => {}
        }
        let electricity = self.about.electricity.as_ref();
        let grid = electricity.and_then(|own| own.location_based.as_deref());
        let members: &[_] = match &self.stated {
            Stated::Total(..) => &[],
            Stated::Mix(members) => members,
        };
        let inner = members.iter().map(|(_, member)| member).chain(grid);
        let (depth, figures) = inner.map(Self::measures).fold((0, 0), |sum, own| {
            (own.0.max(sum.0), own.1.saturating_add(sum.1))
        });
        (depth + 1, figures.max(1))
    }

    fn about(mut self, change: impl FnOnce(&mut About)) -> Self {
        change(&mut self.about);
        self
    }

    /// A part of the figure whose category is known, such as `("land use change", "0.3 kg CO2e/kg")`; what no part states
    /// stays unspecified.
    pub fn category(self, name: &str, intensity: &str) -> Self {
        let category = Category::from_key(name).map_err(ProblemKind::from);
        self.of_category(category, intensity.parse())
    }

    /// A part of the figure whose category is known, or why that could not be read. A mix has parts only through its
    /// members, and takes none.
    pub fn of_category(
        mut self,
        category: Written<Category>,
        intensity: Written<Quantity>,
    ) -> Self {
        match &mut self.stated {
            Stated::Total(_, parts) => parts.push((category, intensity)),
            Stated::Mix(members) => {
                let problem = ModelProblem::CategoryOfMix.into();
                members.push((Err(problem), Self::of(intensity)));
            }
        }
        self
    }

    /// Who supplies it.
    pub fn supplier(self, name: &str) -> Self {
        self.about(|about| about.supplier = Some(name.to_owned()))
    }

    /// Where the figure is from.
    pub fn source(self, source: &str) -> Self {
        self.about(|about| about.source = Some(source.to_owned()))
    }

    /// What the figure covers, such as `cradle to gate`.
    pub fn boundary(self, boundary: &str) -> Self {
        self.about(|about| about.boundary = Some(boundary.to_owned()))
    }

    /// Where the flow is made: a code such as `CN-GD`. A published factor brings its own.
    pub fn region(self, code: &str) -> Self {
        let region = Region::new(code).map_err(ProblemKind::from);
        self.about(|about| about.region = Some(region))
    }

    /// Whether the figure rests on the supplier's own measurements alone, or not at all.
    pub fn primary(self, primary: bool) -> Self {
        let percent = if primary {
            Amount::from(100)
        } else {
            Amount::ZERO
        };
        self.about(|about| about.primary_percent = Some(Ok(percent)))
    }

    /// The share of the figure, in percent, that rests on the supplier's own measurements.
    pub fn primary_share(self, percent: &str) -> Self {
        let percent = percent.parse().map_err(ProblemKind::from);
        self.of_primary_share(percent)
    }

    /// The share in percent that rests on the supplier's own measurements, or why that could not be read.
    pub fn of_primary_share(self, percent: Written<Amount>) -> Self {
        self.about(|about| about.primary_percent = Some(percent))
    }

    /// How well the figure fits, by technology, geography and time.
    pub fn quality(self, quality: Quality) -> Self {
        self.about(|about| about.quality = Some(quality))
    }

    /// By what right electricity counts so.
    pub fn electricity(self, electricity: Electricity) -> Self {
        self.about(|about| about.electricity = Some(electricity))
            .within_limits()
    }

    /// How uncertain the figure is; of a mix each member says its own. Footprints are of the figure as written.
    pub fn spread(self, spread: Spread) -> Self {
        self.about(|about| about.spread = Some(spread))
    }

    /// The GWP set that the figure was made with.
    pub fn gwp(self, set: &str) -> Self {
        self.about(|about| about.gwp = Some(set.to_owned()))
    }

    /// Until when, or for what, the figure is valid.
    pub fn validity(self, validity: &str) -> Self {
        self.about(|about| about.validity = Some(validity.to_owned()))
    }

    /// What the footprint that it is says of its data.
    pub(crate) fn carrying(self, carried: Carried) -> Self {
        self.about(|about| about.carried = Some(carried))
    }

    /// That rounding in the figure has no proved bound.
    pub(crate) fn unproved(self) -> Self {
        self.about(|about| about.unproved = true)
    }

    /// The figure as it is stated; `None` of a mix, and of one that could not be read.
    pub fn stated_figure(&self) -> Option<&Quantity> {
        match &self.stated {
            Stated::Total(figure, _) => figure.as_ref().ok(),
            Stated::Mix(_) => None,
        }
    }

    /// The row of a published factor; `None` for a figure of another source.
    pub fn record(&self) -> Option<&FactorRecord> {
        self.about.factor.as_ref()
    }

    /// The rows of published factors behind the supply: its own, those of a mix, and of the grid beside electricity.
    pub fn records(&self) -> impl Iterator<Item = &FactorRecord> {
        let mut records: Vec<&FactorRecord> = self.record().into_iter().collect();
        if let Stated::Mix(members) = &self.stated {
            records.extend(members.iter().flat_map(|(_, member)| member.records()));
        }
        let electricity = self.about.electricity.as_ref();
        if let Some(grid) = electricity.and_then(|electricity| electricity.location_based.as_ref())
        {
            records.extend(grid.records());
        }
        records.into_iter()
    }

    /// The region of the figure, where one is stated.
    pub(crate) fn stated_region(&self) -> Option<&str> {
        let stated = self
            .about
            .region
            .as_ref()
            .and_then(|region| region.as_ref().ok());
        let published = self
            .about
            .factor
            .as_ref()
            .map(|record| record.region.as_str());
        stated.map(Region::code).or(published)
    }

    /// The figure per a unit of the flow.
    pub(crate) fn per(&self, unit: &Unit) -> Result<Intensity, ProblemKind> {
        let Intensity {
            unit: own,
            total,
            by_category,
        } = self.checked()?;
        let to = own_to(&own, unit)?;
        Ok(Intensity {
            unit: unit.clone(),
            total: to(total)?,
            by_category: by_category
                .into_iter()
                .map(|(category, amount)| Ok((category, to(amount)?)))
                .collect::<Result<_, ProblemKind>>()?,
        })
    }

    /// What the average of the grid counts in place of electricity, per a unit of that; checks the volume of an instrument.
    pub(crate) fn grid(&self, unit: &Unit) -> Result<Option<Intensity>, ProblemKind> {
        let Some(electricity) = &self.about.electricity else {
            return Ok(None);
        };
        if let Some(volume) = &electricity.volume {
            volume.clone()?.to(unit)?;
        }
        match &electricity.location_based {
            Some(grid) => grid.per(unit).map(Some),
            None if electricity.treatment == Treatment::GridAverage => self.per(unit).map(Some),
            None => Ok(None),
        }
    }

    /// The supplies behind this one with their shares of it, which sum to exactly one: itself, or those of a mix.
    pub(crate) fn members(&self) -> Result<Vec<(Amount, &Self)>, ProblemKind> {
        let Stated::Mix(mixed) = &self.stated else {
            return Ok(vec![(Amount::ONE, self)]);
        };
        if mixed.is_empty() {
            return Err(ModelProblem::EmptyMix.into());
        }
        let mut members = Vec::with_capacity(mixed.len());
        let mut sum = Amount::ZERO;
        for (share, supply) in mixed {
            let share = share.clone()?;
            if share.is_negative() {
                let share = share.to_string();
                return Err(ModelProblem::NegativeShare { share }.into());
            }
            sum = sum.plus(share)?;
            for (part, member) in supply.members()? {
                members.push((share.times(part)?, member));
            }
        }
        if sum != Amount::ONE {
            let sum = sum.to_string();
            return Err(ModelProblem::SharesSum { sum }.into());
        }
        Ok(members)
    }

    /// Where each of the supplies behind this one stands, in the order of [`Supply::members`]: which member it is, and its share,
    /// at each level of the mix; nowhere where it is no mix.
    pub(crate) fn places(&self) -> Vec<Vec<(usize, Amount)>> {
        let Stated::Mix(mixed) = &self.stated else {
            return vec![Vec::new()];
        };
        let mut places = Vec::with_capacity(mixed.len());
        for (number, (share, supply)) in mixed.iter().enumerate() {
            let share = share.clone().unwrap_or(Amount::ZERO);
            for mut place in supply.places() {
                place.insert(0, (number, share));
                places.push(place);
            }
        }
        places
    }

    /// The figure, or the first thing that is wrong with it; of a mix what its members count together.
    pub(crate) fn checked(&self) -> Result<Intensity, ProblemKind> {
        match &self.stated {
            Stated::Total(written, parts) => self.figure(written, parts),
            Stated::Mix(_) => self.mixed(),
        }
    }

    fn mixed(&self) -> Result<Intensity, ProblemKind> {
        let mut sum: Option<Intensity> = None;
        for (share, member) in self.members()? {
            let unit = sum.as_ref().map(|sum| sum.unit.clone());
            let own = match &unit {
                Some(unit) => member.per(unit)?,
                None => member.checked()?,
            };
            let sum = sum.get_or_insert_with(|| Intensity {
                unit: own.unit.clone(),
                total: Amount::ZERO,
                by_category: Vec::new(),
            });
            sum.total = sum.total.plus(own.total.times(share)?)?;
            for (category, part) in own.by_category {
                let part = part.times(share)?;
                match sum
                    .by_category
                    .iter_mut()
                    .find(|(known, _)| *known == category)
                {
                    Some((_, known)) => *known = known.plus(part)?,
                    None => sum.by_category.push((category, part)),
                }
            }
        }
        sum.ok_or_else(|| ModelProblem::EmptyMix.into())
    }

    fn figure(
        &self,
        written: &Written<Quantity>,
        parts: &[(Written<Category>, Written<Quantity>)],
    ) -> Result<Intensity, ProblemKind> {
        let (total, unit) = co2e_per_unit(written)?;
        let mut by_category: Vec<(Category, Amount)> = Vec::with_capacity(parts.len());
        let mut rest = total;
        for (category, part) in parts {
            let category = category.clone()?;
            let (part, own) = co2e_per_unit(part)?;
            let part = own_to(&own, &unit)?(part)?;
            if by_category.iter().any(|(known, _)| *known == category) {
                let category = category.to_string();
                return Err(ModelProblem::DuplicateCategory { category }.into());
            }
            rest = rest.minus(part)?;
            by_category.push((category, part));
        }
        // What rounding alone can leave, as of a footprint of three units, is nothing.
        let is_left = rest.is_positive() || rest.is_negative();
        if by_category
            .iter()
            .any(|(category, _)| *category == Category::Unspecified)
        {
            if is_left {
                let rest = rest.to_string();
                return Err(ModelProblem::PartsSum { rest }.into());
            }
        } else if is_left {
            by_category.push((Category::Unspecified, rest));
        }
        if let Some(percent) = &self.about.primary_percent {
            percentage(percent)?;
        }
        if let Some(quality) = &self.about.quality {
            quality.checked()?;
        }
        if let Some(region) = &self.about.region {
            region.clone()?;
        }
        if let Some(spread) = &self.about.spread {
            spread.of_amount(&written.clone()?)?;
        }
        Ok(Intensity {
            unit,
            total,
            by_category,
        })
    }
}

/// A share in percent, from 0 to 100.
fn percentage(written: &Written<Amount>) -> Result<(), ProblemKind> {
    let percent = written.clone()?;
    if percent.is_negative() || percent.minus(Amount::from(100))?.is_positive() {
        let written = percent.to_string();
        return Err(ModelProblem::BadPercentage { written }.into());
    }
    Ok(())
}

/// An intensity in kg CO2e, and the unit of the flow that it is per.
fn co2e_per_unit(written: &Written<Quantity>) -> Result<(Amount, Unit), ProblemKind> {
    let written = written.clone()?;
    let (numerator, per) = written.unit().parts();
    let Some(per) = per else {
        let written = written.to_string();
        return Err(ModelProblem::NotPerUnit { written }.into());
    };
    if numerator.dimension() != Dimension::CO2E {
        let kind = numerator.mismatch(written.to_string(), Dimension::CO2E);
        return Err(kind.into());
    }
    let intensity = written.to(&Unit::of_mass_co2e().per(&per)?)?;
    Ok((intensity.amount(), per))
}

/// From kg CO2e per one unit to kg CO2e per another.
fn own_to(
    from: &Unit,
    to: &Unit,
) -> Result<impl Fn(Amount) -> Result<Amount, ProblemKind>, ProblemKind> {
    let [from, to] = [from, to].map(|unit| Unit::of_mass_co2e().per(unit));
    let (from, to) = (from?, to?);
    Ok(move |amount: Amount| {
        let quantity = Quantity::new(amount, from.clone()).to(&to)?;
        Ok(quantity.amount())
    })
}

/// What of a supply a problem is about: a key of the table that states it.
pub(super) fn key_of(kind: &ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Model(problem) => match problem {
            ModelProblem::BadPercentage { .. } => "primary_share",
            ModelProblem::BadScore { .. } => "quality",
            ModelProblem::BadRegion { .. } => "region",
            ModelProblem::BadSpread { .. } => "spread",
            ModelProblem::PartsSum { .. } | ModelProblem::DuplicateCategory { .. } => "categories",
            ModelProblem::EmptyMix
            | ModelProblem::NegativeShare { .. }
            | ModelProblem::CategoryOfMix
            | ModelProblem::MixTooDeep { .. }
            | ModelProblem::MixTooLarge { .. }
            | ModelProblem::SharesSum { .. } => "mix",
            _ => "footprint",
        },
        _ => "footprint",
    }
}

impl From<&str> for Supply {
    fn from(intensity: &str) -> Self {
        Self::new(intensity)
    }
}
