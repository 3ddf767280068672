//! A standard as a list of checks, and what they make of a footprint.

use serde::{Deserialize, Serialize};

use super::declaration::Declaration;
use super::facts::Facts;
use super::finding::{Basis, ProfileFinding, Severity};
use super::parameters::Parameters;
use super::rule::{Case, Rule};
use super::standards::{STANDARDS, Standard};
use crate::amount::Amount;
use crate::characterise::Footprint;
use crate::error::ModelProblem;

/// What a standard asks of a footprint.
///
/// # Example
///
/// ```
/// use cfp_core::{Declaration, Facts, GwpSet, Process, Profile, System};
///
/// let system = System::builder()
///     .process(Process::new("press").makes("profile", "1 t").emits("CO2, fossil", "203 kg"))
///     .build()?;
/// let gwp = GwpSet::of_values("AR5-100", [("CO2, fossil", "1")])?;
/// let footprint = system.footprint("profile", "1 t", &gwp)?;
///
/// let profile = Profile::named("pact-3")?;
/// let facts = Facts::of(&system, &footprint);
/// let findings = profile.check(&footprint, &Declaration::default(), &facts);
/// let gwp = findings.iter().find(|finding| finding.code == "gwp-set").expect("a finding");
/// assert_eq!(gwp.clause, "3.2.2");
/// assert_eq!(gwp.message, "the footprint is made with AR5-100, not with AR6-100");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Profile {
    standard: &'static Standard,
    parameters: Parameters,
}

/// One question that a profile asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProfileRule {
    /// The stable name of the check, which is the code of its findings.
    pub code: &'static str,
    /// Where the standard speaks of it.
    pub clause: &'static str,
    /// How a finding weighs.
    pub severity: Severity,
    /// On what the rule rests.
    pub basis: Basis,
}

/// What a profile makes of a footprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProfileReport {
    /// The name of the profile.
    pub name: String,
    /// The standard.
    pub title: String,
    /// What the checks compare with.
    pub parameters: Parameters,
    /// The share of primary data in percent, as the profile counts it; `None` when nothing is emitted.
    pub primary_percent: Option<String>,
    /// What a verifier would ask about.
    pub findings: Vec<ProfileFinding>,
}

impl Profile {
    /// The names of all profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        STANDARDS.iter().map(|standard| standard.name)
    }

    /// The profile of a name, such as `pact-3`.
    ///
    /// # Errors
    ///
    /// [`ModelProblem::UnknownWord`] when there is none of it.
    pub fn named(name: &str) -> Result<Self, ModelProblem> {
        let found = STANDARDS.iter().find(|standard| standard.name == name);
        let standard = found.ok_or_else(|| ModelProblem::UnknownWord {
            written: name.to_owned(),
            what: "a profile",
            words: Self::names().map(str::to_owned).collect(),
        })?;
        Ok(Self {
            standard,
            parameters: (standard.parameters)(),
        })
    }

    /// The profile with these parameters in place of its own; what they leave out stays.
    pub fn with(self, parameters: Parameters) -> Self {
        Self {
            parameters: parameters.or(self.parameters),
            ..self
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.standard.name
    }

    /// The standard.
    pub fn title(&self) -> &'static str {
        self.standard.title
    }

    /// What its checks compare with.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Its questions, in their order.
    pub fn rules(&self) -> impl Iterator<Item = ProfileRule> {
        self.standard.rules.iter().map(|rule| ProfileRule {
            code: rule.check.code,
            clause: rule.clause,
            severity: rule.severity,
            basis: rule.basis,
        })
    }

    /// What a verifier would ask about a footprint, in the order of the rules.
    pub fn check(
        &self,
        footprint: &Footprint,
        declaration: &Declaration,
        facts: &Facts,
    ) -> Vec<ProfileFinding> {
        let case = Case {
            footprint,
            declaration,
            facts,
            parameters: &self.parameters,
        };
        let rules = self.standard.rules.iter();
        rules.flat_map(|rule| findings(rule, &case)).collect()
    }

    /// The findings, with what they were made by.
    pub fn report(
        &self,
        footprint: &Footprint,
        declaration: &Declaration,
        facts: &Facts,
    ) -> ProfileReport {
        ProfileReport {
            name: self.name().to_owned(),
            title: self.title().to_owned(),
            parameters: self.parameters.clone(),
            primary_percent: self.primary_percent(footprint),
            findings: self.check(footprint, declaration, facts),
        }
    }

    fn primary_percent(&self, footprint: &Footprint) -> Option<String> {
        let quality = &footprint.data_quality;
        let percent = |text: &Option<String>| text.as_deref()?.parse::<Amount>().ok();
        let mut primary = percent(&quality.primary_percent)?;
        if self.parameters.metered_is_primary == Some(true) {
            primary = primary.plus(percent(&quality.metered_percent)?).ok()?;
        }
        Some(primary.value_text())
    }
}

fn findings(rule: &Rule, case: &Case<'_>) -> Vec<ProfileFinding> {
    let hint = match rule.basis {
        Basis::Clause => rule.check.hint.to_owned(),
        Basis::Parameter => format!(
            "{}; what exactly is asked is to be read in the standard",
            rule.check.hint
        ),
    };
    let messages = (rule.check.find)(case).into_iter();
    messages
        .map(|message| ProfileFinding {
            code: rule.check.code.to_owned(),
            clause: rule.clause.to_owned(),
            severity: rule.severity,
            message,
            hint: hint.clone(),
            basis: rule.basis,
        })
        .collect()
}
