//! Random systems, written as a person would write them, with their exact rational solution.

use cfp_core::{Allocation, Demand, Exchange, GwpSet, Process, System, SystemBuilder};
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;

use crate::rational::{rational, solve};

/// A process of the generator: its outputs with their amounts and masses per unit, what it takes or
/// avoids of others' outputs, and what it emits.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Reference amount and weight of each output.
    pub outputs: Vec<(String, String)>,
    /// Output number, amount, and whether it is avoided instead of taken.
    pub needs: Vec<(usize, String, bool)>,
    /// kg CO2.
    pub emits: String,
    /// Whether every amount is written with a minus sign: the same process, upside down.
    pub reversed: bool,
}

impl Sheet {
    /// An amount as it stands on the sheet.
    fn signed(&self, amount: &str) -> String {
        if self.reversed {
            format!("-{amount}")
        } else {
            amount.to_owned()
        }
    }
}

/// A random system: its outputs are numbered through all processes.
#[derive(Debug, Clone)]
pub struct Random {
    pub sheets: Vec<Sheet>,
}

/// A decimal text of at most six significant digits.
pub fn written(number: f64) -> String {
    format!("{number:.5e}")
}

/// A positive amount as a person may write it, over ten decades.
pub fn written_amount() -> impl Strategy<Value = String> {
    (1_u32..999_999, 0_u32..10).prop_map(|(digits, places)| {
        let divisor = 10_u64.pow(places);
        let whole = u64::from(digits) / divisor;
        let rest = u64::from(digits) % divisor;
        let width = places as usize;
        if places == 0 {
            format!("{whole}")
        } else {
            format!("{whole}.{rest:0width$}")
        }
    })
}

/// The set that counts CO2 as one.
pub fn co2_only() -> GwpSet {
    GwpSet::of_values("CO2 only", [("CO2", "1")]).expect("a number")
}

impl Random {
    /// The outputs of each process, by number.
    fn numbered(&self) -> Vec<Vec<usize>> {
        let mut next = 0;
        self.sheets
            .iter()
            .map(|sheet| {
                let first = next;
                next += sheet.outputs.len();
                (first..next).collect()
            })
            .collect()
    }

    /// The processes as written.
    pub fn processes(&self) -> Vec<Process> {
        let numbered = self.numbered();
        let sheets = self.sheets.iter().zip(&numbered).enumerate();
        sheets
            .map(|(number, (sheet, outputs))| {
                let mut process = Process::new(format!("process {number}"));
                for (output, (amount, weight)) in outputs.iter().zip(&sheet.outputs) {
                    let made = Exchange::new(format!("{} items", sheet.signed(amount)))
                        .property("weight", &format!("{weight} kg/item"));
                    process = process.makes(&format!("product {output}"), made);
                }
                for (output, amount, avoided) in &sheet.needs {
                    let flow = format!("product {output}");
                    let amount = format!("{} items", sheet.signed(amount));
                    process = if *avoided {
                        process.avoids(&flow, amount)
                    } else {
                        process.takes(&flow, amount)
                    };
                }
                process
                    .emits("CO2", format!("{} kg", sheet.signed(&sheet.emits)))
                    .allocate(Allocation::Property("weight".into()))
            })
            .collect()
    }

    /// A builder with the processes.
    pub fn builder(&self) -> SystemBuilder {
        System::builder().processes(self.processes())
    }

    /// The demand for an amount of an output.
    pub fn demand(output: usize, amount: &str) -> Demand {
        Demand::new(&format!("product {output}"), &format!("{amount} items"))
    }

    /// The same with other amounts: every need is lowered by up to the part `by` of it, as the dice say, every output raised
    /// by as much, and every emission moved either way. A loop that makes more than it consumes still does.
    pub fn nearby(&self, by: f64, dice: &[f64]) -> Self {
        let mut dice = dice.iter().cycle();
        let mut next = move || *dice.next().expect("a die");
        let mut scaled = |amount: &str, sign: f64| {
            let rolled = next();
            if rolled < 0.3 {
                return amount.to_owned();
            }
            let number: f64 = amount.parse().expect("a number");
            // Eight digits, so that small steps are steps.
            format!("{:.7e}", number * (1.0 + sign * by * rolled))
        };
        let sheets = self.sheets.iter().map(|sheet| Sheet {
            outputs: sheet
                .outputs
                .iter()
                .map(|(amount, weight)| (amount.clone(), scaled(weight, 1.0)))
                .collect(),
            needs: sheet
                .needs
                .iter()
                .map(|(output, amount, avoided)| (*output, scaled(amount, -1.0), *avoided))
                .collect(),
            emits: scaled(&sheet.emits, 1.0),
            reversed: sheet.reversed,
        });
        Self {
            sheets: sheets.collect(),
        }
    }

    /// The exact kg CO2 per unit of every output; `None` when the system is singular.
    pub fn exact_intensities(&self) -> Option<Vec<BigRational>> {
        let numbered = self.numbered();
        let size = numbered.iter().map(Vec::len).sum();
        let mut rows = vec![vec![BigRational::zero(); size]; size];
        let mut known = vec![BigRational::zero(); size];
        for (sheet, outputs) in self.sheets.iter().zip(&numbered) {
            let weights: Vec<BigRational> = sheet
                .outputs
                .iter()
                .map(|(amount, weight)| rational(&sheet.signed(amount)) * rational(weight))
                .collect();
            let sum: BigRational = weights.iter().sum();
            for ((&output, (amount, _)), weight) in outputs.iter().zip(&sheet.outputs).zip(&weights)
            {
                // Per unit of the output: its share of the process over its amount.
                let factor = weight / &sum / rational(&sheet.signed(amount));
                rows[output][output] += BigRational::one();
                for (other, needed, avoided) in &sheet.needs {
                    let part = &factor * rational(&sheet.signed(needed));
                    if *avoided {
                        rows[output][*other] += part;
                    } else {
                        rows[output][*other] -= part;
                    }
                }
                known[output] = factor * rational(&sheet.signed(&sheet.emits));
            }
        }
        solve(rows, known)
    }
}

/// What the processes of a random system may do.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The most that an output's needs may weigh against it: the gain of every loop is below.
    pub gain: f64,
    /// Whether some needs are credits.
    pub credits: bool,
    /// Whether some processes have several outputs.
    pub several_outputs: bool,
}

/// A system in which everything may need everything, in units spread over ten decades.
pub fn looping_system(shape: Shape) -> impl Strategy<Value = Random> {
    (2_usize..9).prop_flat_map(move |processes| {
        let counts = proptest::collection::vec(
            if shape.several_outputs {
                1..4_usize
            } else {
                1..2
            },
            processes,
        );
        counts.prop_flat_map(move |counts| sheets(shape, counts))
    })
}

fn sheets(shape: Shape, counts: Vec<usize>) -> impl Strategy<Value = Random> {
    let outputs: usize = counts.iter().sum();
    let sizes = proptest::collection::vec(-5.0_f64..5.0, outputs);
    let needs = proptest::collection::vec(
        proptest::collection::vec((0..outputs, 0.01_f64..1.0, 0.0_f64..1.0), 1..4),
        counts.len(),
    );
    let details = proptest::collection::vec((0.3_f64..1.0, 1_u32..4, written_amount()), outputs);
    (sizes, needs, details).prop_map(move |(sizes, needs, details)| {
        let natural: Vec<f64> = sizes
            .iter()
            .map(|exponent| 10.0_f64.powf(*exponent))
            .collect();
        let mut next = 0;
        let sheets = counts
            .iter()
            .zip(needs)
            .map(|(&count, needs)| {
                let own: Vec<usize> = (next..next + count).collect();
                next += count;
                sheet(shape, &own, &needs, &natural, &details)
            })
            .collect();
        Random { sheets }
    })
}

/// A sheet whose needs, in natural sizes, weigh at most `gain` times each of its outputs.
fn sheet(
    shape: Shape,
    own: &[usize],
    needs: &[(usize, f64, f64)],
    natural: &[f64],
    details: &[(f64, u32, String)],
) -> Sheet {
    let outputs: Vec<(String, String)> = own
        .iter()
        .map(|&output| {
            let amount = written(details[output].0 * natural[output]);
            (amount, details[output].1.to_string())
        })
        .collect();
    let weighed: Vec<f64> = own
        .iter()
        .map(|&output| {
            let (amount, weight, _) = &details[output];
            amount * natural[output] * f64::from(*weight)
        })
        .collect();
    let sum: f64 = weighed.iter().sum();
    // Output o bears weighed / sum of the needs and has details.0 natural sizes to show for it.
    let least = own
        .iter()
        .zip(&weighed)
        .map(|(&output, weighed)| details[output].0 / (weighed / sum))
        .fold(f64::INFINITY, f64::min);
    let strength: f64 = needs.iter().map(|need| need.1).sum();
    let fill = shape.gain * least * (0.9999 + 0.0001 * details[own[0]].0);
    let needs_dice = needs[0].2;
    let needs = needs
        .iter()
        .map(|&(output, part, dice)| {
            // Rounded down by the digits cut off, so that the gain stays below.
            let amount = part / strength * fill * natural[output] * 0.99999;
            (output, written(amount), shape.credits && dice < 0.3)
        })
        .collect();
    // Weights are never negative, so that only a process of one output can be upside down.
    let reversed = own.len() == 1 && needs_dice < 0.2;
    Sheet {
        outputs,
        needs,
        emits: details[own[0]].2.clone(),
        reversed,
    }
}

/// A ring of processes in which each needs up to ten thousand, or as little as a ten-thousandth, of
/// the next, and the whole round at most `gain`.
pub fn ring(gain: f64) -> impl Strategy<Value = Random> {
    let steps = proptest::collection::vec((-4.0_f64..4.0, written_amount()), 3..60);
    steps.prop_map(move |steps| {
        let count = steps.len();
        let mut round = 0.0;
        let sheets = steps
            .into_iter()
            .enumerate()
            .map(|(number, (power, emits))| {
                let last = number + 1 == count;
                // Turned back before the products on the way leave sixteen decades.
                let within = (round + power).abs() < 8.0;
                let power = match last {
                    true => gain.log10() - round,
                    false if within => power,
                    false => -power,
                };
                round += power;
                // A little less than asked for, since six digits may round up.
                let amount = 10.0_f64.powf(power) * 0.99999;
                Sheet {
                    outputs: vec![("1".to_owned(), "1".to_owned())],
                    needs: vec![((number + 1) % count, written(amount), false)],
                    emits,
                    reversed: false,
                }
            })
            .collect();
        Random { sheets }
    })
}
