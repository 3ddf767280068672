//! The specific embedded emissions of an installation's goods.

use serde::Serialize;

use super::anode_effect::AnodeRow;
use super::attribution::Attribution;
use super::chain::{Chain, Link};
use super::energy::EnergyUnitRow;
use super::good::{FunctionalUnit, Good};
use super::installation::{Installation, Sources, loses_zero_rated_carbon};
use super::measure::{Method, number, sum, tonnes_co2e};
use super::precursor::Pooled;
use super::production::{Direct, Production, Taken};
use super::stream::StreamRow;
use super::transfer::MeasuredRow;
use crate::amount::Amount;
use crate::characterise::no_certificate;
use crate::error::{Error, Place, Problem, ProblemKind};
use crate::model::Finding;

/// What an installation's goods embed, and everything on the way to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Embedded {
    /// The goods, in the order of the processes.
    pub goods: Vec<EmbeddedGood>,
    /// The production processes.
    pub processes: Vec<EmbeddedProcess>,
    /// The source streams.
    pub streams: Vec<StreamRow>,
    /// The groups of electrolysis cells.
    pub anode_effects: Vec<AnodeRow>,
    /// The measured sources.
    pub measured: Vec<MeasuredRow>,
    /// The energy units.
    pub energy_units: Vec<EnergyUnitRow>,
    /// t CO2e of the installation by its sources.
    pub installation_direct: Amount,
    /// t CO2e of the electricity that its production processes use.
    pub installation_indirect: Amount,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// A production process, with the terms of its emissions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EmbeddedProcess {
    /// The production process.
    pub name: String,
    /// What its embedded emissions are counted per.
    pub functional_unit: FunctionalUnit,
    /// Whether its goods are of Annex II, so that its own electricity does not count.
    pub annex_ii: bool,
    /// Tonnes of goods.
    pub tonnes: Amount,
    /// The activity level in functional units.
    pub activity_level: Amount,
    /// What is attributed to it.
    pub attribution: Attribution,
    /// The precursors that it uses.
    pub precursors: Vec<PrecursorUse>,
    /// t CO2e per functional unit, direct, precursors included.
    pub see_direct_per_fu: Amount,
    /// t CO2e per functional unit, indirect.
    pub see_indirect_per_fu: Amount,
}

/// A precursor that a production process uses.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PrecursorUse {
    /// The precursor, or the process that makes it.
    pub name: String,
    /// Whether it is of the installation.
    pub is_own: bool,
    /// Tonnes.
    pub tonnes: Amount,
    /// Tonnes per tonne of goods.
    pub per_tonne: Amount,
    /// What a tonne of it embeds, direct, on average over what is used.
    pub see_direct: Amount,
    /// Indirect.
    pub see_indirect: Amount,
    /// The part of the indirect emissions that counts.
    pub indirect_counted: Amount,
    /// Its free allocation per tonne; `None` where it is not known.
    pub sefa: Option<Amount>,
}

/// A good, with its specific embedded emissions in t CO2e.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EmbeddedGood {
    /// The production process.
    pub process: String,
    /// The eight digits of the Combined Nomenclature.
    pub cn: String,
    /// The name of the good.
    pub name: String,
    /// What its embedded emissions are counted per.
    pub functional_unit: FunctionalUnit,
    /// Functional units in a tonne of it.
    pub content: Amount,
    /// Direct, per functional unit.
    pub see_direct_per_fu: Amount,
    /// Indirect, per functional unit.
    pub see_indirect_per_fu: Amount,
    /// Direct, per tonne of the good.
    pub see_direct: Amount,
    /// Indirect, per tonne of the good.
    pub see_indirect: Amount,
    /// Direct and indirect, per tonne of the good.
    pub see_total: Amount,
    /// What counts for certificates, per tonne of the good.
    ///
    /// # Source
    ///
    /// 2547 Annex I point 3.1: goods of Annex II count direct emissions, and the indirect ones of their precursors outside that
    /// annex; other goods count both, without the indirect ones of their precursors of that annex.
    pub see_certificates: Amount,
    /// The part of what counts that is indirect.
    pub indirect_counted: Amount,
    /// The free allocation per tonne of the good, that of precursors included; `None` where a part is not known.
    pub sefa: Option<Amount>,
    /// MWh of electricity per tonne of the good, that of precursors included.
    pub electricity: Amount,
    /// The share of the direct emissions that is of default values; `None` where there are no direct emissions.
    pub share_default: Option<Amount>,
}

impl Installation {
    /// What the goods embed.
    ///
    /// Transfers between processes are solved as a system of equations, loops included.
    ///
    /// # Exactness
    ///
    /// Exact but for divisions, whose rounding the bound of each amount holds.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the data, at once.
    ///
    /// # Source
    ///
    /// 2547 Annex III.
    pub fn embedded(&self, method: &Method) -> Result<Embedded, Error> {
        Error::unless_empty(self.check(method), ())?;
        let sources = self.sources(method)?;
        let direct = self.direct_emissions(&sources)?;
        let mut problems = Vec::new();
        let mut parts = Vec::new();
        for (production, direct) in self.productions.iter().zip(&direct) {
            let part = self.part(production, *direct, &sources, method);
            match part {
                Ok(part) => parts.push(part),
                Err(kind) => {
                    problems.push(Problem::new(kind, Place::process(&production.name)));
                }
            }
        }
        Error::unless_empty(problems, ())?;
        let chain = Chain::solve(&parts)?;
        self.answer(&parts, &chain, sources, &direct)
    }

    /// `DirEm*` of each process: stated, or the sum of its sources; corrected to the whole where that is wanted.
    fn direct_emissions(&self, sources: &Sources) -> Result<Vec<Amount>, Error> {
        let each = self.productions.iter().map(|production| {
            let direct = match &production.direct {
                Direct::Stated(emissions) => tonnes_co2e(emissions),
                Direct::OfSources => {
                    let of_sources = sources.direct.get(&production.name);
                    Ok(of_sources.copied().unwrap_or_default())
                }
            };
            direct.map_err(|kind| Problem::new(kind, Place::process(&production.name)).into())
        });
        let direct = each.collect::<Result<Vec<Amount>, Error>>()?;
        if !self.reconciled {
            return Ok(direct);
        }
        let in_whole = |kind| Error::from(Problem::new(kind, Place::default()));
        let factor = super::reconciliation(sources.total, direct.iter().copied());
        let factor = factor.map_err(in_whole)?;
        let corrected = direct.into_iter().map(|direct| direct.times(factor));
        corrected.collect::<Result<_, _>>().map_err(in_whole)
    }

    /// A process with its own emissions and what it takes.
    fn part<'a>(
        &'a self,
        production: &'a Production,
        direct: Amount,
        sources: &Sources,
        method: &Method,
    ) -> Result<Part<'a>, ProblemKind> {
        let (tonnes, activity_level) = production.activity_level()?;
        let attribution =
            production.attribution(direct, &self.electricity, &sources.units, method)?;
        let mut links = Vec::new();
        for taken in &production.takes {
            links.push(self.link(taken, attribution.share_of_goods)?);
        }
        Ok(Part {
            production,
            tonnes,
            activity_level,
            attribution,
            links,
        })
    }

    fn link<'a>(&'a self, taken: &'a Taken, share: Amount) -> Result<Link<'a>, ProblemKind> {
        match taken {
            Taken::Made {
                process,
                good,
                amount,
            } => {
                let tonnes = tonnes_taken(process, amount)?.times(share)?;
                // `check` has seen that the process is there.
                let maker = self.productions.iter().find(|one| one.name == *process);
                let units = match maker {
                    Some(maker) => tonnes.times(maker.content_taken(good.as_deref())?)?,
                    None => tonnes,
                };
                Ok(Link::Made {
                    process,
                    tonnes,
                    units,
                })
            }
            Taken::Bought {
                precursor,
                only,
                amount,
            } => {
                let tonnes = tonnes_taken(precursor, amount)?.times(share)?;
                let bought = self.precursors.iter().find(|one| one.name == *precursor);
                let pooled = match bought {
                    // A precursor of which nothing is used changes nothing, even when nothing of it was received.
                    Some(bought) if !tonnes.is_zero() => bought.pooled(only.as_deref())?,
                    _ => Pooled::NOTHING,
                };
                Ok(Link::Bought {
                    precursor,
                    tonnes,
                    pooled,
                })
            }
        }
    }

    fn answer(
        &self,
        parts: &[Part<'_>],
        chain: &Chain,
        sources: Sources,
        direct: &[Amount],
    ) -> Result<Embedded, Error> {
        let mut goods = Vec::new();
        let mut processes = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let of_process = |kind: ProblemKind| {
                Error::from(Problem::new(kind, Place::process(&part.production.name)))
            };
            for good in &part.production.goods {
                goods.push(part.good(good, number, chain).map_err(of_process)?);
            }
            processes.push(part.row(number, chain).map_err(of_process)?);
        }
        let in_whole = |kind| Error::from(Problem::new(kind, Place::default()));
        let indirect = parts
            .iter()
            .map(|part| part.attribution.attributed_indirect);
        let installation_indirect = sum(indirect).map_err(in_whole)?;
        let mut findings = self.findings(parts, &goods, &sources, direct)?;
        if !chain.is_proved {
            findings.push(no_certificate(false));
        }
        Ok(Embedded {
            goods,
            processes,
            streams: sources.streams,
            anode_effects: sources.anodes,
            measured: sources.measured,
            energy_units: sources.units,
            installation_direct: sources.total,
            installation_indirect,
            findings,
        })
    }

    /// What a reader should know beyond the numbers.
    fn findings(
        &self,
        parts: &[Part<'_>],
        goods: &[EmbeddedGood],
        sources: &Sources,
        direct: &[Amount],
    ) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        for stream in self.streams.iter().filter(|one| one.unproved_biomass()) {
            findings.push(Finding::new(
                "biomass-counts-as-fossil",
                format!("source stream `{}` states biomass without evidence", stream.name),
                "give the evidence of the criteria of Directive (EU) 2018/2001 (2547 Annex II point B.3.3), or leave it fossil",
            ));
        }
        if loses_zero_rated_carbon(&sources.streams) {
            findings.push(Finding::new(
                "zero-rated-carbon-in-outputs",
                "zero-rated carbon enters the mass balance and less of it leaves in the outputs",
                "let the outputs hold no less of it, or trace the atoms (2547 Annex II point B.3.2)",
            ));
        }
        for production in &self.productions {
            if production.direct == Direct::OfSources
                && !sources.direct.contains_key(&production.name)
            {
                findings.push(Finding::new(
                    "no-source-of-process",
                    format!("no source is used in `{}`, and its direct emissions count as zero", production.name),
                    "name the process in `used_in` of its sources, or state `direct = \"0 t CO2e\"` where it has none",
                ));
            }
        }
        for part in parts {
            findings.extend(part.floor_finding());
        }
        let in_whole = |kind: ProblemKind| Error::from(Problem::new(kind, Place::default()));
        findings.extend(self.unlike_sums(sources, direct).map_err(in_whole)?);
        findings.extend(self.used_up(parts).map_err(in_whole)?);
        for good in goods.iter().filter(|good| good.sefa.is_none()) {
            findings.push(Finding::new(
                "sefa-not-known",
                format!(
                    "the free allocation of `{}` ({}) has a part that is not known",
                    good.name, good.cn
                ),
                "state routes for the goods, and `sefa` or the country of each precursor",
            ));
        }
        Ok(findings)
    }

    /// The stated emissions of processes do not sum to those of the sources.
    fn unlike_sums(
        &self,
        sources: &Sources,
        direct: &[Amount],
    ) -> Result<Option<Finding>, ProblemKind> {
        let is_stated = |one: &Production| one.direct != Direct::OfSources;
        let has_sources = !(self.streams.is_empty()
            && self.anodes.is_empty()
            && self.measured.is_empty()
            && self.transfers.is_empty());
        if !has_sources || !self.productions.iter().any(is_stated) || self.reconciled {
            return Ok(None);
        }
        let mut stated = sum(direct.iter().copied())?;
        for unit in &self.units {
            let of_unit = sources.direct.get(&unit.name).copied();
            stated = stated.plus(of_unit.unwrap_or_default())?;
        }
        let difference = stated.minus(sources.total)?;
        if difference.is_zero() {
            return Ok(None);
        }
        Ok(Some(Finding::new(
            "processes-and-sources-differ",
            format!(
                "the processes state {} t CO2e, the sources sum to {} t CO2e",
                stated.significant(10),
                sources.total.significant(10)
            ),
            "correct the processes to the installation by `reconcile = true` (2547 Annex III point A.1), or find the difference",
        )))
    }

    /// Precursors of which more is used than was received.
    fn used_up(&self, parts: &[Part<'_>]) -> Result<Vec<Finding>, ProblemKind> {
        let mut findings = Vec::new();
        for precursor in &self.precursors {
            let taken_of = parts.iter().flat_map(|part| &part.production.takes);
            let mut used = Amount::ZERO;
            for taken in taken_of {
                if let Taken::Bought {
                    precursor: name,
                    amount,
                    ..
                } = taken
                    && *name == precursor.name
                {
                    used = used.plus(number(amount, "t")?)?;
                }
            }
            let received = precursor.received()?;
            if used.rank(&received).is_gt() {
                findings.push(Finding::new(
                    "more-used-than-received",
                    format!("{used} t of precursor `{}` are used and {received} t were received", precursor.name),
                    "add the stock of earlier years as a delivery with its own values (2547 Article 14(1))",
                ));
            }
        }
        Ok(findings)
    }
}

/// Tonnes of a precursor that is taken, which may not be negative.
fn tonnes_taken(name: &str, amount: &crate::quantity::Quantity) -> Result<Amount, ProblemKind> {
    let tonnes = number(amount, "t")?;
    if tonnes.is_negative() {
        let what = format!("the amount of precursor `{name}`");
        let written = amount.to_string();
        return Err(crate::error::CbamProblem::Negative { what, written }.into());
    }
    Ok(tonnes)
}

/// A production process on its way to the result.
pub(super) struct Part<'a> {
    pub production: &'a Production,
    pub tonnes: Amount,
    pub activity_level: Amount,
    pub attribution: Attribution,
    pub links: Vec<Link<'a>>,
}

impl Part<'_> {
    /// A good by the functional units of the process.
    fn good(&self, good: &Good, number: usize, chain: &Chain) -> Result<EmbeddedGood, ProblemKind> {
        let per_unit = chain.of(number);
        let content = self.production.content_of(good)?;
        let see_direct = per_unit.direct.times(content)?;
        let see_indirect = per_unit.indirect.times(content)?;
        let indirect_counted = per_unit.counted.times(content)?;
        let by_default = per_unit.by_default;
        let share_default = if per_unit.direct.midpoint().is_zero() {
            None
        } else {
            Some(by_default.over(per_unit.direct)?)
        };
        let precursors = chain.allocation_of_precursors(number);
        let sefa = match (good.own_allocation, precursors) {
            (Some(own), Some(precursors)) => Some(own.plus(precursors)?),
            _ => None,
        };
        Ok(EmbeddedGood {
            process: self.production.name.clone(),
            cn: good.cn.clone(),
            name: good.name.clone(),
            functional_unit: self.production.functional_unit,
            content,
            see_direct_per_fu: per_unit.direct,
            see_indirect_per_fu: per_unit.indirect,
            see_direct,
            see_indirect,
            see_total: see_direct.plus(see_indirect)?,
            see_certificates: see_direct.plus(indirect_counted)?,
            indirect_counted,
            sefa,
            electricity: per_unit.electricity.times(content)?,
            share_default,
        })
    }

    fn row(&self, number: usize, chain: &Chain) -> Result<EmbeddedProcess, ProblemKind> {
        let per_unit = chain.of(number);
        let uses = self.links.iter().map(|link| {
            let values = chain.values(link)?;
            Ok(PrecursorUse {
                name: link.name().to_owned(),
                is_own: link.is_own(),
                tonnes: link.tonnes(),
                per_tonne: link.tonnes().over(self.tonnes)?,
                see_direct: values.direct,
                see_indirect: values.indirect,
                indirect_counted: values.counted,
                sefa: values.allocation,
            })
        });
        let precursors = uses.collect::<Result<_, ProblemKind>>()?;
        Ok(EmbeddedProcess {
            name: self.production.name.clone(),
            functional_unit: self.production.functional_unit,
            annex_ii: self.production.annex_ii,
            tonnes: self.tonnes,
            activity_level: self.activity_level,
            attribution: self.attribution.clone(),
            precursors,
            see_direct_per_fu: per_unit.direct,
            see_indirect_per_fu: per_unit.indirect,
        })
    }

    /// Its attributed emissions would be negative.
    fn floor_finding(&self) -> Option<Finding> {
        let sum = self.attribution.before_floor;
        sum.midpoint().is_negative().then(|| {
            Finding::new(
                "attributed-emissions-set-to-zero",
                format!(
                    "the attributed direct emissions of `{}` would be {} t CO2e and are set to zero",
                    self.production.name,
                    sum.significant(6)
                ),
                "check heat, waste gas and electricity that leave the process (2547 Annex III point A.3)",
            )
        })
    }
}
