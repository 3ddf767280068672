//! What is in scope, and the schedule of free allocation.

use cfp_exchange::cbam::{DeclarationOptions, SeePath};

use super::{declared, exactly, tables};

/// CF-1, official: Directive 2003/87/EC Article 10a(1a). One minus the factor is 2.5, 5, 10, 22.5, 48.5, 61, 73.5, 86 and
/// 100 %.
#[test]
fn the_factor_of_each_year() {
    let factors = [
        (2026, "0.975"),
        (2027, "0.95"),
        (2028, "0.9"),
        (2029, "0.775"),
        (2030, "0.515"),
        (2031, "0.39"),
        (2032, "0.265"),
        (2033, "0.14"),
        (2034, "0"),
    ];
    for (year, factor) in factors {
        let row = tables().cbam_factor(year).expect("a factor");
        exactly(&year.to_string(), row.value, factor);
    }
}

/// SCOPE-1, derived from Regulation (EU) 2023/956 Article 2(4) and Annex III point 1: goods of the Union and of exempt
/// countries are no goods of `other countries`, and count neither for certificates nor for the threshold.
#[test]
fn origins_out_of_scope() {
    let origins = ["CH", "NO", "IS", "LI", "DE", "TR", "MO"];
    let lines = origins.map(|origin| format!("72081000,{origin},100\n"));
    let list = format!("cn,country,mass_t\n{}", lines.concat());
    let declaration = declared(&list, &DeclarationOptions::new(2026));
    let tables_used: Vec<Option<&str>> = declaration
        .goods
        .iter()
        .map(|good| good.default_table.as_deref())
        .collect();
    let others = Some("Other countries and territories");
    assert_eq!(
        tables_used,
        [None, None, None, None, None, Some("Türkiye"), others]
    );
    for good in &declaration.goods[..5] {
        assert_eq!(good.path, SeePath::OutOfScope, "{}", good.country);
        exactly(&good.country, good.certificates.expect("none"), "0");
        assert!(!good.counts_for_threshold, "{}", good.country);
    }
    for good in &declaration.goods[5..] {
        assert_eq!(good.path, SeePath::Default, "{}", good.country);
        assert!(good.counts_for_threshold, "{}", good.country);
    }
    let totals = declaration.totals.expect("totals");
    exactly("the threshold's mass", totals.threshold.mass_t, "200");
}

/// The other territories of the same list: Büsingen, Heligoland, Livigno, Ceuta and Melilla.
#[test]
fn territories_out_of_scope() {
    for name in ["Büsingen", "Heligoland", "Livigno", "Ceuta", "Melilla"] {
        let list = format!("cn,country,mass_t\n72081000,{name},100\n");
        let declaration = declared(&list, &DeclarationOptions::new(2026));
        assert_eq!(declaration.goods[0].path, SeePath::OutOfScope, "{name}");
    }
}

/// SCOPE-2, derived from Regulation (EU) 2025/2083 Article 1(28): 2507 00 80 is in scope only calcined, which the ten digits
/// say.
#[test]
fn kaolinic_clay_only_calcined() {
    let list = "cn,goods,country,mass_t\n25070080,2507008080,CN,1\n25070080,,CN,1\n";
    let declaration = declared(list, &DeclarationOptions::new(2026));
    assert_eq!(declaration.goods.len(), 1);
    assert_eq!(declaration.goods[0].line, 2);
    assert_eq!(declaration.goods[0].path, SeePath::Default);
    let [problem] = &declaration.problems[..] else {
        panic!("one problem");
    };
    assert_eq!(problem.code, "ten-digits-decide");
}
