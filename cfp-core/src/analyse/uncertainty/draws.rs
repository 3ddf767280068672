//! How numbers are drawn: the same on every platform, whatever the number of threads.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::error::{AnalyseProblem, Error, Place, Problem};

/// How many draws, from which seed, and how they are spread over what the numbers could be.
///
/// The draws of one seed are the same on every platform and with any number of threads. Every result carries the seed, so
/// that it can be repeated.
///
/// # Example
///
/// ```
/// use cfp_core::DrawOptions;
///
/// let options = DrawOptions::new().draws(5000).seed(7).latin_hypercube();
/// assert_eq!(options.seed_used(), 7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawOptions {
    draws: usize,
    seed: u64,
    sampling: Sampling,
}

/// How draws are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Sampling {
    /// Each by itself.
    #[default]
    Random,
    /// Latin hypercube: the range of each input is cut into as many parts of equal probability as there are draws, and each
    /// part has one draw.
    ///
    /// # Source
    ///
    /// `McKay`, Beckman, Conover 1979, *Technometrics* 21(2), 239.
    LatinHypercube,
}

impl Default for DrawOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl DrawOptions {
    /// 1000 draws of seed 1, each by itself.
    pub fn new() -> Self {
        Self {
            draws: 1000,
            seed: 1,
            sampling: Sampling::Random,
        }
    }

    /// How many draws; one at least. More than there should be memory for are refused before any is made: 2 GiB hold 19
    /// million draws of one footprint.
    pub fn draws(mut self, draws: usize) -> Self {
        self.draws = draws.max(1);
        self
    }

    /// The number that the draws follow from: another one gives other draws.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// A Latin hypercube instead of draws each by itself.
    pub fn latin_hypercube(mut self) -> Self {
        self.sampling = Sampling::LatinHypercube;
        self
    }

    /// How many draws are asked for.
    pub fn draw_count(&self) -> usize {
        self.draws
    }

    /// The seed.
    pub fn seed_used(&self) -> u64 {
        self.seed
    }

    /// How the draws are spread.
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// The refusal of more draws, each of so many figures, than there should be memory for.
    pub(super) fn check(&self, figures: usize) -> Result<(), Error> {
        let each = OF_FIGURE.saturating_mul(figures).saturating_add(OF_DRAW);
        let most = MOST_BYTES / each;
        if self.draws <= most {
            return Ok(());
        }
        let kind = AnalyseProblem::TooManyDraws {
            draws: self.draws,
            most,
            bytes: MOST_BYTES,
        };
        Err(Problem::new(kind, Place::default()).into())
    }
}

/// How much memory there may be for draws.
const MOST_BYTES: usize = 2 << 30;

/// How many bytes a draw takes while it is made, sorted and counted, and each figure of it beside that.
const OF_DRAW: usize = 96;
const OF_FIGURE: usize = 16;

/// Told how many draws are done, from any thread.
pub type Progress<'a> = Option<&'a (dyn Fn(usize) + Sync)>;

/// Numbers between 0 and 1 for every draw and input: they follow from the seed, the number of the draw and that of the input
/// alone.
#[derive(Debug, Clone)]
pub(crate) struct Uniforms {
    seed: u64,
    draws: usize,
    /// Two keys for the order of the parts of each input; none without a Latin hypercube.
    keys: Vec<[u32; 2]>,
}

/// The stream of the keys: no draw has its number.
const OF_KEYS: u64 = u64::MAX;

/// 2⁻⁵³: how far 53-bit integers are scaled to come to between 0 and 1.
const SCALE: f64 = 1.0 / 9_007_199_254_740_992.0;

/// The largest double below one.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// A number between 0 and 1, neither included, from the upper 53 bits.
#[inline]
fn between(bits: u64) -> f64 {
    // 53 bits are exact. The largest rounds up to one.
    #[expect(clippy::cast_precision_loss)]
    let whole = (bits >> 11) as f64;
    ((whole + 0.5) * SCALE).min(BELOW_ONE)
}

fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = ChaCha8Rng::from_seed(key);
    rng.set_stream(number);
    rng
}

impl Uniforms {
    /// The numbers for so many inputs.
    pub fn new(options: &DrawOptions, inputs: usize) -> Self {
        let keys = match options.sampling {
            Sampling::Random => Vec::new(),
            Sampling::LatinHypercube => {
                let mut rng = stream(options.seed, OF_KEYS);
                (0..inputs)
                    .map(|_| [rng.next_u32(), rng.next_u32()])
                    .collect()
            }
        };
        Self {
            seed: options.seed,
            draws: options.draws,
            keys,
        }
    }

    /// Writes the numbers of a draw, one for each input.
    pub fn fill(&self, draw: usize, into: &mut [f64]) {
        let mut rng = stream(self.seed, draw as u64);
        let mut bytes = [0_u8; 512];
        for chunk in into.chunks_mut(bytes.len() / 8) {
            let bytes = &mut bytes[..8 * chunk.len()];
            rng.fill_bytes(bytes);
            for (number, bits) in chunk.iter_mut().zip(bytes.as_chunks::<8>().0) {
                *number = between(u64::from_le_bytes(*bits));
            }
        }
        if self.keys.is_empty() {
            return;
        }
        // Draws are counted in 32 bits there.
        let count = u32::try_from(self.draws).unwrap_or(u32::MAX);
        let draw = u32::try_from(draw).unwrap_or(u32::MAX);
        for (number, [first, second]) in into.iter_mut().zip(&self.keys) {
            let part = shuffled(shuffled(draw, count, *first), count, *second);
            *number = ((f64::from(part) + *number) / f64::from(count)).min(BELOW_ONE);
        }
    }
}

/// The place of a number below a count in a permutation that the key chooses.
///
/// # Source
///
/// Kensler 2013, *Correlated multi-jittered sampling*, Pixar Technical Memo 13-01, `permute`.
fn shuffled(number: u32, count: u32, key: u32) -> u32 {
    let mask = u32::MAX >> (count - 1).leading_zeros().min(31);
    let mut place = number;
    loop {
        place ^= key;
        place = place.wrapping_mul(0xe170_893d);
        place ^= key >> 16;
        place ^= (place & mask) >> 4;
        place ^= key >> 8;
        place = place.wrapping_mul(0x0929_eb3f);
        place ^= key >> 23;
        place ^= (place & mask) >> 1;
        place = place.wrapping_mul(1 | (key >> 27));
        place = place.wrapping_mul(0x6935_fa69);
        place ^= (place & mask) >> 11;
        place = place.wrapping_mul(0x74dc_b303);
        place ^= (place & mask) >> 2;
        place = place.wrapping_mul(0x9e50_1cc3);
        place ^= (place & mask) >> 2;
        place = place.wrapping_mul(0xc860_a3df);
        place &= mask;
        place ^= place >> 5;
        if place < count {
            break;
        }
    }
    // The sum of two numbers below the count may pass 32 bits.
    let sum = (u64::from(place) + u64::from(key)) % u64::from(count);
    u32::try_from(sum).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;

    /// The first numbers of a seed, by a cipher `ChaCha8` of another make: these may never change.
    #[test]
    fn the_numbers_of_a_seed_stay_what_they_are() {
        let uniforms = Uniforms::new(&DrawOptions::new(), 3);
        let mut numbers = [0.0; 3];
        uniforms.fill(0, &mut numbers);
        assert_eq!(
            numbers,
            [
                0.381_489_413_238_261_1,
                0.294_927_325_781_674_96,
                0.798_254_247_381_595_9
            ]
        );
        uniforms.fill(5, &mut numbers);
        assert_eq!(
            numbers,
            [
                0.353_892_943_795_156_6,
                0.397_963_324_005_711_4,
                0.150_919_379_329_049_36
            ]
        );
    }

    #[test]
    fn a_draw_does_not_depend_on_those_around_it() {
        let options = DrawOptions::new().latin_hypercube().draws(7);
        let few = Uniforms::new(&options, 3);
        let many = Uniforms::new(&options, 300);
        let (mut short, mut long) = ([0.0; 3], [0.0; 300]);
        few.fill(5, &mut short);
        many.fill(5, &mut long);
        assert_eq!(short, long[..3]);
        assert!(long.iter().all(|number| *number > 0.0 && *number < 1.0));
    }

    /// Each of as many parts of an input as there are draws has one draw.
    #[test]
    fn a_latin_hypercube_has_one_draw_in_each_part() {
        for draws in [1_u32, 2, 7, 64, 1000] {
            let options = DrawOptions::new()
                .latin_hypercube()
                .draws(draws as usize)
                .seed(3);
            let uniforms = Uniforms::new(&options, 20);
            let mut seen = vec![vec![false; draws as usize]; 20];
            let mut numbers = [0.0; 20];
            for draw in 0..draws as usize {
                uniforms.fill(draw, &mut numbers);
                for (number, seen) in numbers.iter().zip(&mut seen) {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let part = (number * f64::from(draws)) as usize;
                    assert!(!std::mem::replace(&mut seen[part], true));
                }
            }
        }
    }

    #[test]
    fn the_ends_are_left_out() {
        assert!(between(0) > 0.0);
        assert!(between(u64::MAX) < 1.0);
    }
}
