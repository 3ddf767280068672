//! Laws of the circular footprint formula.

use cfp_core::{Circular, Figure, Footprint, System};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;

use super::cases;
use crate::generate::co2_only;
use crate::rational::rational;

/// The numbers of a formula, each as a person may write it.
#[derive(Debug, Clone)]
struct Terms {
    content: String,
    afterwards: String,
    energy: String,
    sharing: String,
    energy_sharing: String,
    qualities: (String, String),
    efficiencies: (String, String),
    /// Ev, E*v, `Erecycled`, `ErecyclingEoL`, EER, heat, electricity, ED.
    intensities: Vec<String>,
}

/// A share in thousandths.
fn share() -> impl Strategy<Value = u32> {
    0_u32..=1000
}

fn thousandths(count: u32) -> String {
    format!("{}.{:03}", count / 1000, count % 1000)
}

fn terms() -> impl Strategy<Value = Terms> {
    let shares = (share(), share(), share(), share(), share());
    let ratios = (share(), share(), share(), share());
    let intensities = proptest::collection::vec(0_u32..20_000, 8);
    (shares, ratios, intensities).prop_map(|(shares, ratios, intensities)| {
        let (content, afterwards, energy, sharing, energy_sharing) = shares;
        let left = 1000 - afterwards;
        Terms {
            content: thousandths(content),
            afterwards: thousandths(afterwards),
            // Of what is not recycled; whole thousandths, so that both sum to one at most.
            energy: thousandths(energy * left / 1000),
            sharing: thousandths(sharing),
            energy_sharing: thousandths(energy_sharing),
            qualities: (thousandths(ratios.0), thousandths(ratios.1)),
            efficiencies: (thousandths(ratios.2), thousandths(ratios.3)),
            intensities: intensities.into_iter().map(thousandths).collect(),
        }
    })
}

const HEATING_VALUE: &str = "22";

impl Terms {
    fn circular(&self) -> Circular {
        Circular::new("material", "1 kg")
            .recycled_content(&self.content)
            .recycled_afterwards(&self.afterwards)
            .to_energy(&self.energy)
            .sharing(&self.sharing)
            .energy_sharing(&self.energy_sharing)
            .quality_in(&self.qualities.0)
            .quality_out(&self.qualities.1)
            .virgin("flow 0")
            .displaces("flow 1")
            .recycled("flow 2")
            .recycling("flow 3")
            .energy_recovery("flow 4")
            .heating_value(&format!("{HEATING_VALUE} MJ/kg"))
            .heat(&self.efficiencies.0, "flow 5")
            .electricity(&self.efficiencies.1, "flow 6")
            .disposal("flow 7")
    }

    fn footprint(&self) -> Footprint {
        let builder = System::builder().process(self.circular());
        let supplies = self.intensities.iter().enumerate();
        let builder = supplies.fold(builder, |builder, (number, intensity)| {
            let unit = if matches!(number, 5 | 6) { "MJ" } else { "kg" };
            let intensity = format!("{intensity} kg CO2e/{unit}");
            builder.supply(&format!("flow {number}"), intensity.as_str())
        });
        let system = builder.build().expect("a system");
        system
            .footprint("material", "1 kg", &co2_only())
            .expect("a footprint")
    }

    /// The formula as the method prints it, in fractions.
    fn by_hand(&self) -> BigRational {
        let e: Vec<BigRational> = self.intensities.iter().map(|text| rational(text)).collect();
        let one = BigRational::one;
        let (r1, r2, r3) = (
            rational(&self.content),
            rational(&self.afterwards),
            rational(&self.energy),
        );
        let (a, b) = (rational(&self.sharing), rational(&self.energy_sharing));
        let (quality_in, quality_out) = (rational(&self.qualities.0), rational(&self.qualities.1));
        let (heat, power) = (
            rational(&self.efficiencies.0),
            rational(&self.efficiencies.1),
        );
        let value = rational(HEATING_VALUE);
        (one() - &r1) * &e[0]
            + &r1 * (&a * &e[2] + (one() - &a) * &e[0] * quality_in)
            + (one() - &a) * &r2 * (&e[3] - &e[1] * quality_out)
            + (one() - b) * &r3 * (&e[4] - &value * heat * &e[5] - &value * power * &e[6])
            + (one() - r2 - r3) * &e[7]
    }
}

fn exact(figure: Figure) -> BigRational {
    assert!(figure.bound().is_some_and(|bound| bound.is_zero()));
    rational(&figure.value().to_string())
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// The total is the formula, and its terms sum to it, to the last digit.
    #[test]
    fn terms_sum_to_the_formula(terms in terms()) {
        let footprint = terms.footprint();
        prop_assert_eq!(exact(footprint.total()), terms.by_hand());
        let sum: BigRational = footprint.terms.iter().map(|row| exact(row.co2e)).sum();
        prop_assert_eq!(sum, terms.by_hand());
    }

    /// Where as much is recycled afterwards as goes in, by the same recycling, without loss of
    /// quality and for the same material, and nothing is burnt, it does not matter who bears it.
    #[test]
    fn a_closed_loop_does_not_depend_on_sharing(terms in terms(), other in share()) {
        let mut closed = terms;
        closed.afterwards.clone_from(&closed.content);
        closed.energy = "0".to_owned();
        closed.qualities = ("1".to_owned(), "1".to_owned());
        closed.intensities[1] = closed.intensities[0].clone();
        closed.intensities[3] = closed.intensities[2].clone();
        let mut otherwise = closed.clone();
        otherwise.sharing = thousandths(other);
        let (one, two) = (closed.footprint().total(), otherwise.footprint().total());
        prop_assert_eq!(exact(one), exact(two));
    }

    /// What counts against the total as a credit is told once each.
    #[test]
    fn every_credit_is_told(terms in terms()) {
        let footprint = terms.footprint();
        let credits = footprint.terms.iter().filter(|row| row.term.starts_with("displaced"));
        let credits = credits.filter(|row| {
            let co2e = exact(row.co2e);
            assert!(!co2e.is_positive());
            !co2e.is_zero()
        });
        let told = footprint.findings.iter().filter(|found| found.code == "credit-in-total");
        prop_assert_eq!(credits.count(), told.count());
    }
}
