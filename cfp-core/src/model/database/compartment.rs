//! Into what a flow goes, or out of what it is taken.

/// The part of the environment that an elementary flow goes into or is taken from.
///
/// # Example
///
/// ```
/// use cfp_core::{Compartment, Medium};
///
/// let city = Compartment::parse("Emissions to air/urban air close to ground");
/// assert_eq!(city, Some(Compartment { medium: Medium::Air, is_resource: false }));
/// let uptake = Compartment::parse("natural resource::in air");
/// assert_eq!(uptake, Some(Compartment { medium: Medium::Air, is_resource: true }));
/// assert_eq!(Compartment::parse("fair trade"), None); // a word with `air` in it is no air
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compartment {
    /// The medium.
    pub medium: Medium,
    /// Whether the flow is taken from it instead of going into it.
    pub is_resource: bool,
}

/// A part of the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    /// The atmosphere, in or outside buildings.
    Air,
    /// Rivers, lakes, seas, ground water.
    Water,
    /// Soil and the ground below.
    Soil,
    /// Something else: biomass, waste, what is no part of nature.
    Other,
}

/// What a word of a compartment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Is(Medium),
    /// The flow is taken from nature.
    Taken,
    /// The flow is taken from the medium that follows.
    From,
    /// The flow goes into nature.
    Emitted,
    /// `in`, which says nothing where no other word says whether the flow is taken or emitted.
    In,
    /// The next word is what it is not.
    Not,
    /// A finer place, or a word that says nothing here.
    Aside,
}

use Medium::{Air, Other, Soil, Water};
use Sense::{Aside, Emitted, From, In, Is, Not, Taken};

/// The words of compartments in the lists of ecoinvent, `SimaPro`, ILCD and EF, openLCA, the US federal list and Chinese
/// databases: English, Chinese, German, French. A word that is not here makes its part of a path unknown.
const WORDS: [(Sense, &str); 10] = [
    (
        Is(Air),
        "air atmosphere troposphere stratosphere luft atmosphäre stratosphäre troposphäre atmosphère stratosphère \
         troposphère 大气 大氣 空气 空氣 大气层 对流层 平流层",
    ),
    (
        Is(Water),
        "water waters freshwater seawater groundwater river rivers lake lakes ocean sea aquifer wasser süßwasser meerwasser \
         grundwasser oberflächenwasser fluss meer ozean eau eaux rivière mer océan 水 水体 水體 地表水 地下水 海水 淡水 海洋 \
         河流 湖泊",
    ),
    (
        Is(Soil),
        "soil ground land lithosphere boden erdboden sol terre 土壤 土地 地下 地面 农田 岩石圈",
    ),
    (
        Is(Other),
        "biotic biosphere biomass waste wastes economic social inventory indicator technosphere biotisch abfall abfälle \
         biotique déchet déchets 生物 废物 废弃物",
    ),
    (
        Taken,
        "resource resources raw ressource ressourcen rohstoff rohstoffe ressources 资源 資源 自然资源 天然资源 原料",
    ),
    (From, "from aus 来自 來自 取自 源自"),
    (
        Emitted,
        "emission emissions emitted release releases emissionen émission émissions rejet rejets 排放 释放",
    ),
    (In, "in im dans"),
    (Not, "non not nicht 非"),
    (
        Aside,
        "to into the a of or and by level low lower high higher upper population density pop dens unspecified unspec \
         undefined urban rural remote city indoor outdoor long term longterm short very agricultural forestry industrial \
         natural nature renewable nonrenewable element elements material materials energy compartment input output final elementary flow \
         flows stack stacks fossil fresh salt salty surface well brackish drinking reservoir height occupational human \
         dominated terrestrial subterranean \
         die den der das nach von dem unspezifisch spezifiziert städtisch ländlich hohe niedrige bevölkerungsdichte \
         innenraum landwirtschaftlich industriell natürliche natürlich erneuerbar langfristig elementarflüsse \
         l le la les de du des vers à urbain rural spécifié spécifiée densité population haute basse intérieur agricole \
         forestier industriel naturelle naturelles renouvelable terme élémentaires \
         到 至 向 入 的 中 内 城市 城镇 农村 乡村 农业 森林 林业 工业 未指定 未说明 未定义 高人口密度 低人口密度 人口密度 室内 \
         室外 长期 短期 自然 可再生 不可再生 基本流 环境 近地面 高空",
    ),
];

/// Phrases whose words would say something else one by one.
const PHRASES: [(&str, &str); 4] = [
    ("close to ground", " "),
    ("ground level", " "),
    ("ground-level", " "),
    ("ground water", "groundwater"),
];

impl Compartment {
    /// The compartment of a path such as `air::low population density`, `Emissions to air, unspecified`, `资源/来自空气`;
    /// `None` where its words do not say which it is.
    ///
    /// The first medium that the path names decides; a part with a word that is not known decides nothing. Where no word
    /// says whether a flow is taken or emitted it is emitted, and `in air` alone is neither.
    pub fn parse(path: &str) -> Option<Self> {
        let folded = PHRASES
            .iter()
            .fold(path.to_lowercase(), |path, (phrase, plain)| {
                path.replace(phrase, plain)
            });
        let parts = folded.split(['/', '\\', '|', '>', ':', '→', '：', '／']);
        let mut medium = None;
        let (mut is_taken, mut is_emitted, mut says_in) = (false, false, false);
        for senses in parts.filter_map(senses) {
            let mut is_denied = false;
            for sense in senses {
                match sense {
                    Is(named) if !is_denied => medium = medium.or(Some(named)),
                    Taken => is_taken = true,
                    From if medium.is_none() => is_taken = true,
                    Emitted => is_emitted = true,
                    In if medium.is_none() => says_in = true,
                    _ => {}
                }
                is_denied = sense == Not;
            }
        }
        // Some lists write `in air` for resources alone, others for emissions.
        let is_open = is_taken == is_emitted && (says_in || is_taken);
        Some(Self {
            medium: medium.filter(|_| !is_open)?,
            is_resource: is_taken,
        })
    }
}

/// What the words of a part say; `None` where one of them is not known.
fn senses(part: &str) -> Option<Vec<Sense>> {
    let mut senses = Vec::new();
    let words = part.split(|sign: char| !sign.is_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        match sense(word) {
            Some(sense) => senses.push(sense),
            None => senses.extend(unspaced(word)?),
        }
    }
    Some(senses)
}

fn sense(word: &str) -> Option<Sense> {
    let mut lists = WORDS.iter();
    lists.find_map(|(sense, words)| {
        let mut words = words.split_whitespace();
        words.any(|known| known == word).then_some(*sense)
    })
}

/// What a run of words without spaces says, as Chinese is written: the longest words first.
fn unspaced(run: &str) -> Option<Vec<Sense>> {
    if run.is_ascii() {
        return None;
    }
    let mut senses = Vec::new();
    let mut rest = run;
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, sign)| at + sign.len_utf8());
        let mut ends: Vec<usize> = ends.collect();
        ends.reverse();
        let found = ends.into_iter().find_map(|end| {
            let word = &rest[..end];
            sense(word).map(|sense| (sense, end))
        });
        let (sense, end) = found?;
        senses.push(sense);
        rest = &rest[end..];
    }
    Some(senses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Option<(Medium, bool)> {
        let read = Compartment::parse(path)?;
        Some((read.medium, read.is_resource))
    }

    #[test]
    fn emissions_to_air_are_read() {
        let emitted = [
            "air",
            "Air",
            "air::low population density",
            "air/low. pop.",
            "air / unspecified",
            "('air', 'urban air close to ground')",
            "air::non-urban air or from high stacks",
            "air::lower stratosphere + upper troposphere",
            "air/stratosphere + troposphere",
            "Emissions to air",
            "Emission to air/high population density",
            "Elementary Flows/NETL Elementary Flows/Emission output to atmosphere",
            "Emissions/Emissions to air/Emissions to urban air close to ground",
            "Emissions to air, unspecified (long-term)",
            "Elementary flows/Emission to air/unspecified",
            "Elementary Flows/NETL Coal Elementary Flows/air/unspecified",
            "emission/air/troposphere/ground-level",
            "air/indoor",
            "大气",
            "大氣",
            "空气",
            "大气（城市）",
            "排放到大气",
            "大气排放/未指定",
            "向空气排放",
            "排放到空气中",
            "Luft",
            "Emissionen in Luft",
            "Emissionen in die Luft/niedrige Bevölkerungsdichte",
            "Émissions dans l'air",
            "air/non spécifié",
        ];
        for path in emitted {
            assert_eq!(read(path), Some((Air, false)), "{path}");
        }
    }

    #[test]
    fn resources_and_other_media_are_read() {
        let taken = [
            "natural resource::in air",
            "resource/air",
            "Resource/in air",
            "Resources from air",
            "Resources/Resources from air/Renewable element resources from air",
            "Elementary flows/Resource/in air",
            "raw/in air",
            "from air",
            "资源/来自空气",
            "自然资源/大气",
            "Ressourcen/aus Luft",
            "Ressources/dans l'air",
        ];
        for path in taken {
            assert_eq!(read(path), Some((Air, true)), "{path}");
        }
        for (path, medium, is_resource) in [
            ("Emissions to soil, non-air", Soil, false),
            ("water/ground water", Water, false),
            ("ground water, long-term", Water, false),
            ("river", Water, false),
            ("natural resource::land", Soil, true),
            ("resource/in ground", Soil, true),
            ("resource/in water", Water, true),
            ("natural resource::biotic", Other, true),
            ("inventory indicator::waste", Other, false),
            ("水体/地下水", Water, false),
            ("农业土壤", Soil, false),
            ("Emissionen in Wasser", Water, false),
            ("Émissions dans le sol", Soil, false),
        ] {
            assert_eq!(read(path), Some((medium, is_resource)), "{path}");
        }
    }

    #[test]
    fn letters_are_no_words() {
        for path in [
            "fair trade",
            "airport",
            "air freight",
            "repair",
            "Stuhl",
            "in air",
            "unspecified",
            "Elementary Flows",
            "",
            "大气球",
            "non-air",
        ] {
            assert_eq!(read(path), None, "{path}");
        }
    }
}
