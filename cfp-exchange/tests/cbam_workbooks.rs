//! Workbooks with the data of an installation: the template in each language, and its reader.

use cfp_exchange::cbam::installation::{
    InstallationFile, TemplateLanguage, filled_template, input_template, is_template,
};

mod cbam_examples;
use cbam_examples::EXAMPLES;

#[test]
fn what_is_written_reads_as_it_was() {
    for (name, text) in EXAMPLES {
        let file = InstallationFile::read(name, text.as_bytes()).expect("an example");
        for language in TemplateLanguage::ALL {
            let workbook = filled_template(language, file.stated()).expect("a workbook");
            assert!(is_template(&workbook));
            let again = InstallationFile::read_template("plant.xlsx", &workbook);
            let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                again.stated(),
                file.stated(),
                "{name} in {}",
                language.word()
            );
            assert_eq!(
                workbook,
                filled_template(language, file.stated()).expect("a workbook")
            );
        }
    }
}

#[test]
fn an_empty_template_says_what_it_needs() {
    let empty = input_template(TemplateLanguage::English).expect("a workbook");
    assert!(is_template(&empty));
    let error = InstallationFile::read_template("plant.xlsx", &empty).expect_err("no data");
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "plant.xlsx:Installation!A3: the sheet `Installation` has 0 rows of data where one is needed"
        ]
    );
}
