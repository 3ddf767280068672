//! The sheet of sector-specific parameters: 2547 Annex IV point 2.

use super::inputs::Inputs;
use crate::cbam::installation::StatedInstallation;
use crate::cbam::installation::ledger::{NOT_STATED, Page};

/// What each aggregated goods category is to report.
const ASKED: &[(&str, &[&str])] = &[
    ("Cement", &["clinker to cement ratio, per cent"]),
    ("Urea", &["purity, mass % urea and % N", "content of N"]),
    ("Nitric acid", &["concentration, mass %", "content of N"]),
    (
        "Ammonia",
        &["concentration, if a hydrous solution", "content of N"],
    ),
    (
        "Mixed fertilisers",
        &[
            "content of N as ammonium",
            "content of N as nitrate",
            "content of N as urea",
            "content of N in other forms",
            "content of N in all",
        ],
    ),
    (
        "Pig iron",
        &[
            "main reducing agent",
            "mass % of Mn, Cr, Ni and of other alloy elements",
        ],
    ),
    ("FeMn", &["mass % of Mn and carbon"]),
    ("FeCr", &["mass % of Cr and carbon"]),
    ("FeNi", &["mass % of Ni and carbon"]),
    (
        "DRI",
        &[
            "main reducing agent",
            "mass % of Mn, Cr, Ni and of other alloy elements",
        ],
    ),
    (
        "Crude steel",
        &[
            "main reducing agent of the precursor",
            "mass % of Mn, Cr, Ni and of other alloy elements",
            "tonnes of scrap per t",
            "% of scrap that is pre-consumer scrap",
        ],
    ),
    (
        "Iron or steel products",
        &[
            "main reducing agent of the precursor",
            "mass % of Mn, Cr, Ni and of other alloy elements",
            "tonnes of scrap per t",
            "% of scrap that is pre-consumer scrap",
        ],
    ),
    (
        "Unwrought aluminium",
        &[
            "tonnes of scrap per t",
            "% of scrap that is pre-consumer scrap",
            "% of elements other than aluminium, above 1 %",
        ],
    ),
    (
        "Aluminium products",
        &[
            "tonnes of scrap per t",
            "% of scrap that is pre-consumer scrap",
            "% of elements other than aluminium, above 1 %",
        ],
    ),
];

pub(super) fn write(page: &mut Page, inputs: &Inputs, stated: &StatedInstallation) {
    page.titles(&[
        "Process",
        "CN code",
        "Aggregated goods category",
        "Parameter",
        "As stated",
    ]);
    for (process, said) in inputs.processes.iter().zip(&stated.process) {
        for (row_of_good, good) in process.goods.iter().zip(&said.goods) {
            let category = &row_of_good.category;
            let mut line = |parameter: &str, value: &str| {
                let mut row = page.row();
                row.text(&process.name)
                    .text(&good.cn)
                    .text(category)
                    .text(parameter)
                    .text(value);
            };
            let lowered = category.to_lowercase();
            let asked = ASKED
                .iter()
                .find(|(name, _)| lowered.starts_with(&name.to_lowercase()));
            match asked {
                Some((_, asked)) => line("asked by Annex IV point 2", &asked.join("; ")),
                None => line("asked by Annex IV point 2", "none is known"),
            }
            if good.parameters.is_empty() {
                line("parameters", NOT_STATED);
            }
            for (parameter, value) in &good.parameters {
                line(parameter, value);
            }
        }
    }
}
