//! Questions about what the study states in words.

use crate::profile::rule::{Case, Check};

/// One message when something is not stated.
fn unless(stated: bool, message: &str) -> Vec<String> {
    if stated {
        Vec::new()
    } else {
        vec![message.to_owned()]
    }
}

/// Whether a text says something.
fn says(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

pub static PRODUCT_RULES: Check = Check {
    code: "product-rules-not-stated",
    hint: "state the product category or sector rules that were followed, or that there are none: `product_rules`",
    find: |case| {
        unless(
            says(case.declaration.product_rules.as_ref()),
            "the study does not say which product rules it follows",
        )
    },
};

pub static USE_AND_END_OF_LIFE: Check = Check {
    code: "use-and-end-of-life-not-stated",
    hint: "state what is assumed of use and end of life, or why they are left out: `use_and_end_of_life`",
    find: |case| {
        unless(
            says(case.declaration.use_and_end_of_life.as_ref()),
            "the study says nothing of use and end of life",
        )
    },
};

pub static TIMING: Check = Check {
    code: "timing-not-stated",
    hint: "state when emissions and removals happen, and what carbon is stored for how long: `timing`",
    find: |case| {
        unless(
            says(case.declaration.timing.as_ref()),
            "the study says nothing of when emissions and removals happen",
        )
    },
};

pub static UNCERTAINTY: Check = Check {
    code: "uncertainty-not-stated",
    hint: "state how sensitive and uncertain the result is: `uncertainty`; the bound of a footprint is about rounding only",
    find: |case| {
        unless(
            says(case.declaration.uncertainty.as_ref()),
            "the study says nothing of sensitivity and uncertainty",
        )
    },
};

pub static LIMITATIONS: Check = Check {
    code: "limitations-not-stated",
    hint: "state what the result does not say, such as that climate is one impact of many: `limitations`",
    find: |case| {
        unless(
            says(case.declaration.limitations.as_ref()),
            "the study says nothing of its limitations",
        )
    },
};

pub static DATA_QUALITY: Check = Check {
    code: "data-quality-not-stated",
    hint: "state how well the data fit in technology, place and time: `data_quality`",
    find: |case| {
        unless(
            says(case.declaration.data_quality.as_ref()),
            "the study says nothing of the quality of its data",
        )
    },
};

pub static VERIFICATION: Check = Check {
    code: "verification-not-stated",
    hint: "state who reviewed or verified the study, and how: `verification`",
    find: |case| {
        unless(
            says(case.declaration.verification.as_ref()),
            "the study does not say who reviewed or verified it",
        )
    },
};

pub static PACKAGING: Check = Check {
    code: "packaging-not-stated",
    hint: "state whether the packaging of the product is included: `packaging_included`",
    find: |case| {
        unless(
            case.declaration.packaging_included.is_some(),
            "the study does not say whether packaging is included",
        )
    },
};

pub static CUT_OFF_REASON: Check = Check {
    code: "cut-off-not-justified",
    hint: "state why it may be left out: `cut_off_reason`",
    find: |case: &Case<'_>| {
        let none = case.footprint.cut_offs.is_empty();
        unless(
            none || says(case.declaration.cut_off_reason.as_ref()),
            "the study does not say why flows are cut off",
        )
    },
};

pub static ALLOCATION_REASON: Check = Check {
    code: "allocation-not-justified",
    hint: "state why co-products share as they do, and why the process cannot be divided: `allocation_reason`",
    find: |case: &Case<'_>| {
        let none = case.facts.allocations.is_empty();
        unless(
            none || says(case.declaration.allocation_reason.as_ref()),
            "the study does not say why co-products share as they do",
        )
    },
};
