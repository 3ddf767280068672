//! Numbers, units and quantities against answers worked out by hand.

use cfp_core::{Amount, Dimension, NumberProblem, ProblemKind, Quantity, Unit};
use uom::si::f64::{Energy, Mass};

fn amount(text: &str) -> Amount {
    text.parse()
        .unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn unit(text: &str) -> Unit {
    Unit::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn quantity(text: &str) -> Quantity {
    text.parse()
        .unwrap_or_else(|problem: ProblemKind| panic!("{text}: {problem}"))
}

#[test]
fn every_digit_that_a_decimal_holds_is_kept() {
    for text in [
        "79228162514264337593543950335",
        "-1.5550066159999999981778350516",
        "1234567890123456789012345678",
        "0.1234567890123456789012345678",
        "-12345678901234.56789012345678",
        "0.0000000000000000000000000001",
    ] {
        let read = amount(text);
        assert_eq!(read.to_string(), text);
        assert!(read.is_exact());
    }
}

#[test]
fn more_digits_than_a_decimal_holds_are_refused_and_not_rounded() {
    for text in [
        "79228162514264337593543950336",
        "123456789012345678901234567891",
        "0.12345678901234567890123456789",
    ] {
        let problem = text.parse::<Amount>().unwrap_err();
        let text = text.to_owned();
        assert_eq!(problem, NumberProblem::TooManyDigits { text });
    }
    let long = format!("0.{}1{}", "0".repeat(200_000), "0".repeat(200_000));
    assert!(long.parse::<Amount>().is_err());
}

#[test]
fn zeros_do_not_count_as_digits() {
    assert_eq!(
        amount("1.50000000000000000000000000000000000"),
        amount("1.5")
    );
    assert_eq!(
        amount("0000000000000000000000000000000001.5"),
        amount("1.5")
    );
    assert_eq!(amount("0e99"), Amount::ZERO);
    assert_eq!(
        amount("150000000000000000000000000000000e-32"),
        amount("1.5")
    );
}

#[test]
fn numbers_are_read_with_exponents_and_signs() {
    for (text, plain) in [
        ("2.4e-3", "0.0024"),
        ("2.4E+3", "2400"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "0"),
        ("1e27", "1000000000000000000000000000"),
    ] {
        assert_eq!(amount(text).to_string(), plain, "{text}");
    }
    for text in [
        "", ".", "-", "1e", "e3", "1.2.3", "1 000", "0x10", "NaN", "inf", "1e3.5", "--1",
    ] {
        assert!(
            matches!(
                text.parse::<Amount>(),
                Err(NumberProblem::NotANumber { .. })
            ),
            "{text}"
        );
    }
    assert!(matches!(
        "1,150".parse::<Amount>(),
        Err(NumberProblem::Comma { .. })
    ));
}

#[test]
fn a_product_below_the_last_place_keeps_a_tight_bound() {
    for (a, b) in [("1e-20", "1e-20"), ("1e-25", "1e-25"), ("1e-28", "1e-28")] {
        let product = amount(a).times(amount(b)).unwrap();
        assert_eq!(product.to_string(), "0");
        assert_eq!(product.bound(), amount("1e-28"));
        assert!(!product.is_zero());
    }
}

#[test]
fn ordinary_divisions_are_bounded_within_a_few_units_of_the_last_digit() {
    for (a, b, value) in [
        ("1", "3", "0.3333333333333333333333333333"),
        ("2", "3", "0.6666666666666666666666666667"),
        ("1e-5", "3e-10", "33333.333333333333333333333333"),
        ("1e27", "3", "333333333333333333333333333.33"),
        ("22", "7", "3.1428571428571428571428571429"),
    ] {
        let quotient = amount(a).over(amount(b)).unwrap();
        assert_eq!(quotient.to_string(), value, "{a}/{b}");
        let allowed = quotient.midpoint().times(amount("1e-26")).unwrap();
        assert!(quotient.bound().is_positive(), "{a}/{b}");
        assert_eq!(
            quotient.bound().compare(&allowed),
            Some(std::cmp::Ordering::Less),
            "{a}/{b}: {quotient:#}"
        );
        // Undone, the division gives the dividend back within its bound.
        let gap = quotient.times(amount(b)).unwrap().minus(amount(a)).unwrap();
        assert!(!gap.is_positive() && !gap.is_negative(), "{a}/{b}: {gap:#}");
    }
}

#[test]
fn what_comes_out_even_is_exact() {
    assert!(amount("1").over(amount("8")).unwrap().is_exact());
    assert!(amount("664.355").over(amount("0.5777")).unwrap().is_exact());
    assert!(amount("0.1").plus(amount("0.2")).unwrap().is_exact());
    let even = amount("181380000000000000000")
        .times(amount("4.010041510836"))
        .unwrap();
    assert_eq!(even.to_string(), "727341329235433680000");
    assert!(even.is_exact());
}

#[test]
fn division_by_what_may_be_zero_is_refused() {
    assert_eq!(
        amount("1").over(Amount::ZERO),
        Err(NumberProblem::DivisionByZero)
    );
    let unsure = amount("0.1").widened(amount("0.2")).unwrap();
    assert_eq!(amount("1").over(unsure), Err(NumberProblem::DivisionByZero));
    assert_eq!(
        amount("9e27").times(amount("9e27")),
        Err(NumberProblem::TooLarge)
    );
}

#[test]
fn amounts_and_quantities_survive_a_file() {
    let third = amount("1").over(amount("3")).unwrap();
    let text = serde_json::to_string(&Quantity::new(third, unit("kgCO2e/kWh"))).unwrap();
    assert_eq!(
        text,
        r#"{"value":"0.3333333333333333333333333333","bound":"0.0000000000000000000000000001","unit":"kg CO2e/kWh"}"#
    );
    let back: Quantity = serde_json::from_str(&text).unwrap();
    assert_eq!(back.amount(), third);
    assert_eq!(back.unit(), &unit("kg CO2e/kWh"));
    let again: Amount = serde_json::from_str(&serde_json::to_string(&third).unwrap()).unwrap();
    assert_eq!(again, third);
    for refused in [
        r#"{"value":"1","bound":"-1","unit":"kg"}"#,
        r#"{"value":1,"bound":"0","unit":"kg"}"#,
        r#"{"value":"1","bound":"0","unit":"kgg"}"#,
        r#"{"value":"1","bound":"0","unit":"kg","note":""}"#,
    ] {
        assert!(
            serde_json::from_str::<Quantity>(refused).is_err(),
            "{refused}"
        );
    }
}

#[test]
fn conversions_that_come_out_even_are_exact() {
    for (given, to, expected) in [
        ("1150 kWh", "MWh", "1.15"),
        ("1.15 MWh", "kWh", "1150"),
        ("1 kWh", "MJ", "3.6"),
        ("9 MJ", "kWh", "2.5"),
        ("1 lb", "kg", "0.45359237"),
        ("0.45359237 kg", "lb", "1"),
        ("1 tce", "GJ", "29.3076"),
        ("1 bbl", "l", "158.987294928"),
        ("1 gal(UK)", "ml", "4546.09"),
        ("1 acre", "m2", "4046.8564224"),
        ("1 MMBtu", "MJ", "1055.05585262"),
        ("5 kcal", "kJ", "20.934"),
        ("2 a", "h", "17520"),
        ("3 Mg", "kg", "3000"),
        ("3 mg", "kg", "0.000003"),
        ("12 t·km", "kg*km", "12000"),
        ("0.5777 kg CO2e/kWh", "t CO2e/MWh", "0.5777"),
        (
            "0.5777 kg CO2e/kWh",
            "g CO2e/MJ",
            "160.47222222222222222222222222",
        ),
        ("1 m2*a", "ha*a", "0.0001"),
        ("1 Mt CO2e", "kt CO2e", "1000"),
    ] {
        let converted = quantity(given).to(&unit(to)).unwrap();
        assert_eq!(converted.amount().to_string(), expected, "{given}");
        let finite = expected.len() < 25;
        assert_eq!(converted.amount().is_exact(), finite, "{given}");
        assert_eq!(converted.unit().symbol(), unit(to).symbol());
    }
}

#[test]
fn a_conversion_without_end_has_an_honest_bound() {
    // 1/0.45359237, to 40 places: 2.2046226218487758072297380134502703385302
    let pounds = quantity("1 kg").to(&unit("lb")).unwrap().amount();
    let below = amount("2.204622621848775807229738013")
        .minus(pounds)
        .unwrap();
    let above = amount("2.204622621848775807229738014")
        .minus(pounds)
        .unwrap();
    assert!(!below.is_positive() && !above.is_negative(), "{pounds:#}");
    assert!(pounds.bound().is_positive());
    assert_eq!(
        pounds.bound().compare(&amount("1e-26")),
        Some(std::cmp::Ordering::Less)
    );
}

#[test]
fn sums_keep_the_first_unit_and_products_let_units_fall_out() {
    let sum = quantity("1 t").plus(&quantity("500 kg")).unwrap();
    assert_eq!(sum.to_string(), "1.5 t");
    let difference = quantity("1 kWh").minus(&quantity("1.8 MJ")).unwrap();
    assert_eq!(difference.to_string(), "0.5 kWh");
    let emitted = quantity("1150 kWh")
        .times(&quantity("0.5777 kg CO2e/kWh"))
        .unwrap();
    assert_eq!(emitted.to_string(), "664.355 kg CO2e");
    let rate = emitted.over(&quantity("1150 kWh")).unwrap();
    assert_eq!(rate.to_string(), "0.5777 kg CO2e/kWh");
    let freight = quantity("12 t").times(&quantity("300 km")).unwrap();
    assert_eq!(freight.to_string(), "3600 tkm");
    let ratio = quantity("3 kg").over(&quantity("2 kg")).unwrap();
    assert_eq!(ratio.to_string(), "1.5 kg/kg");
    assert_eq!(ratio.unit().dimension(), Dimension::NONE);
    let double = quantity("3 kg").scaled(amount("2")).unwrap();
    assert_eq!(double.to_string(), "6 kg");
    let land = quantity("2 m2").times(&quantity("3 a")).unwrap();
    assert_eq!(
        quantity("1 kg CO2e").over(&land).unwrap().unit().symbol(),
        "kg CO2e/(m2*a)"
    );
}

#[test]
fn uom_quantities_come_and_go_by_their_shortest_decimal() {
    let energy = Energy::new::<uom::si::energy::joule>(0.1);
    assert_eq!(Quantity::try_from(energy).unwrap().to_string(), "0.1 J");
    // A double times a rounded factor is never exact: 9.98 g are in the bound, and a unit beyond the last place is not far.
    for (given, meant) in [
        (Mass::new::<uom::si::mass::gram>(9.98), "9.98 g"),
        (Mass::new::<uom::si::mass::milligram>(0.3), "0.3 mg"),
        (Mass::new::<uom::si::mass::kilogram>(0.1), "0.1 kg"),
    ] {
        let come = Quantity::try_from(given).unwrap().amount();
        let meant = quantity(meant).to(&Unit::parse("kg").unwrap()).unwrap();
        let off = come.midpoint().minus(meant.amount()).unwrap().magnitude();
        assert!(come.bound().minus(off).unwrap().is_at_least_zero());
        let share = come.bound().over(come.midpoint()).unwrap();
        assert!(
            share.is_positive() && share.minus("1e-15".parse().unwrap()).unwrap().is_negative()
        );
    }
    let kilowatt_hours = Energy::new::<uom::si::energy::kilowatt_hour>(0.7);
    let off = quantity("2520000 J")
        .minus(&Quantity::try_from(kilowatt_hours).unwrap())
        .unwrap();
    assert!(!off.amount().is_positive() && !off.amount().is_negative());
    let nothing = Mass::new::<uom::si::mass::gram>(0.0);
    assert!(Quantity::try_from(nothing).unwrap().amount().is_exact());
    let mass = Mass::try_from(&quantity("1.1 t")).unwrap();
    assert_eq!(mass, Mass::new::<uom::si::mass::kilogram>(1100.0));
    let undefined = Mass::new::<uom::si::mass::kilogram>(f64::NAN);
    assert!(Quantity::try_from(undefined).is_err());
    let infinite = Mass::new::<uom::si::mass::kilogram>(f64::INFINITY);
    assert!(Quantity::try_from(infinite).is_err());
    assert!(Mass::try_from(&quantity("1 kWh")).is_err());
}

/// Amounts are ordered however far they are from each other, bounds included, though their difference is no decimal.
#[test]
fn far_amounts_are_ordered() {
    use std::cmp::Ordering::{Greater, Less};
    let (most, least) = (
        amount("79228162514264337593543950335"),
        amount("-79228162514264337593543950335"),
    );
    assert_eq!(most.compare(&least), Some(Greater));
    assert_eq!(least.compare(&most), Some(Less));
    let wide = |value: &str, bound: &str| amount(value).widened(amount(bound)).expect("a bound");
    // From 1e28 up to 13e28, beside -11e28 to 1e28 and to 0.9e28: the first two may be equal.
    let high = wide(
        "70000000000000000000000000000",
        "60000000000000000000000000000",
    );
    let near = wide(
        "-50000000000000000000000000000",
        "60000000000000000000000000000",
    );
    let low = wide(
        "-51000000000000000000000000000",
        "60000000000000000000000000000",
    );
    assert_eq!(high.compare(&near), None);
    assert_eq!(high.compare(&low), Some(Greater));
    assert_eq!(low.compare(&high), Some(Less));
    // The bounds alone are more than a decimal.
    let open = wide("1", "70000000000000000000000000000");
    assert_eq!(high.compare(&open), None);
    assert_eq!(open.compare(&open), None);
}

/// What is floored keeps what it can still be: -1 ± 3 is at most 2, and -3 ± 1 is nothing.
#[test]
fn a_floor_keeps_the_bound() {
    let floored = |value: &str, bound: &str| {
        let amount = amount(value).widened(amount(bound)).expect("a bound");
        let floored = amount.floored();
        (floored.value_text(), floored.bound().value_text())
    };
    let told = |value: &str, bound: &str| (value.to_owned(), bound.to_owned());
    assert_eq!(floored("-1", "3"), told("0", "2"));
    assert_eq!(floored("-3", "1"), told("0", "0"));
    assert_eq!(floored("-3", "3"), told("0", "0"));
    assert_eq!(floored("-3", "0"), told("0", "0"));
    assert_eq!(floored("1", "3"), told("1", "3"));
}

/// Few digits too far from the point are no question of rounding.
#[test]
fn a_number_beyond_the_range_says_so() {
    for text in [
        "1e400",
        "-1e-400",
        "1e-29",
        "8e28",
        "1e29",
        "1e2147483647",
        "1e-2147483648",
        "0.00000000000000000000000000000000001",
    ] {
        let problem = text.parse::<Amount>().expect_err(text);
        let text = text.to_owned();
        assert_eq!(problem, NumberProblem::OutOfRange { text });
    }
    assert_eq!(amount("0e400"), Amount::ZERO);
}
