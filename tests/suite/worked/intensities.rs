//! What one unit of every product counts, by category and by gas: as the footprint of that unit says.

use cfp_core::{Amount, Category, Figure, GwpSet, Intensities, Process, Solved, Supply, System};

fn system() -> Solved {
    let plant = Process::new("power plant")
        .makes("electricity", "1 kWh")
        .takes("coal", "0.4 kg")
        .emits("CO2", "0.9 kg")
        .emits("CH4, fossil", "0.001 kg");
    let mine = Process::new("mine")
        .makes("coal", "1 kg")
        .takes("electricity", "0.05 kWh")
        .takes("diesel", "0.02 kg")
        .emits("CO2e", "0.01 kg CO2e");
    let forest = Process::new("forest")
        .makes("wood", "1 kg")
        .takes("electricity", "0.1 kWh")
        .removes("CO2, biogenic", "1.8 kg");
    let diesel = Supply::new("3.5 kg CO2e/kg").category("fossil", "3 kg CO2e/kg");
    let system = System::builder()
        .processes([plant, mine, forest])
        .supply("diesel", diesel);
    system
        .build()
        .expect("a system")
        .solve()
        .expect("a solution")
}

fn gwp(name: &str, methane: &str) -> GwpSet {
    GwpSet::of_values(name, [("CO2", "1"), ("CH4, fossil", methane)]).expect("numbers")
}

/// Whether two figures are the same within their bounds.
fn agree(one: Figure, other: Figure) -> bool {
    let difference = one
        .value()
        .minus(other.value())
        .expect("a difference")
        .magnitude();
    let bounds = one
        .bound()
        .expect("proved")
        .plus(other.bound().expect("proved"))
        .expect("a sum");
    bounds
        .minus(difference)
        .expect("a difference")
        .is_at_least_zero()
}

fn amount_of(intensities: &Intensities, product: &str, category: Category) -> Figure {
    let row = intensities
        .intensities
        .iter()
        .find(|row| row.product == product);
    row.expect("a row").by_category[&category]
}

#[test]
fn categories_and_gases_of_a_unit_are_those_of_its_footprint() {
    let (solved, gwp) = (system(), gwp("mine", "29.8"));
    let intensities = solved.intensities_with_gases(&gwp).expect("intensities");
    for row in &intensities.intensities {
        let unit = row.unit.trim_start_matches("kg CO2e/");
        let demand = cfp_core::Demand::new(&row.product, &format!("1 {unit}"));
        let footprint = solved.footprint(&demand, &gwp).expect("a footprint");
        assert!(agree(row.total, footprint.total()), "{}", row.product);
        for (category, figure) in &footprint.by_category {
            match row.by_category.get(category) {
                Some(own) => assert!(agree(*own, *figure), "{} {category}", row.product),
                None => assert!(figure.value().is_zero(), "{} {category}", row.product),
            }
        }
        assert_eq!(
            row.inventory.len(),
            footprint.inventory.len(),
            "{}",
            row.product
        );
        for gas in &footprint.inventory {
            let own = row
                .inventory
                .iter()
                .find(|own| (&own.gas, own.category) == (&gas.gas, gas.category));
            let own = own.unwrap_or_else(|| panic!("{}: no {}", row.product, gas.gas));
            assert!(agree(own.co2e, gas.co2e), "{} {}", row.product, gas.gas);
            assert_eq!(own.mass_kg.is_some(), gas.mass_kg.is_some());
            if let (Some(own), Some(mass)) = (own.mass_kg, gas.mass_kg) {
                assert!(agree(own, mass), "{} {}", row.product, gas.gas);
            }
        }
    }
}

/// By hand: a unit of electricity runs the plant 1/(1 - 0.4 × 0.05) = 1/0.98 times, and the mine 0.4 times as often.
#[test]
fn the_parts_are_those_of_the_closed_form() {
    let solved = system();
    let sets = [gwp("hundred", "29.8"), gwp("twenty", "82.5")];
    let all = solved
        .intensities_of(&[&sets[0], &sets[1]])
        .expect("intensities");
    for (intensities, methane) in all.iter().zip(["29.8", "82.5"]) {
        let number = |text: &str| text.parse::<Amount>().expect("a number");
        let own = number("0.9")
            .plus(number("0.001").times(number(methane)).expect("a product"))
            .expect("a sum");
        // The fossil part of the diesel of the mine.
        let fossil = own
            .plus(number("0.4").times(number("0.06")).expect("a product"))
            .expect("a sum");
        let expected = fossil.over(number("0.98")).expect("a quotient");
        let fossil = amount_of(intensities, "electricity", Category::Fossil);
        assert!(
            fossil
                .value()
                .minus(expected)
                .expect("a difference")
                .magnitude()
                .rank(&number("1e-24"))
                .is_lt()
        );
        // 0.01 kg of unknown gases and half a kilogram for each of 0.02 kg of diesel.
        let unknown = number("0.4")
            .times(number("0.02"))
            .expect("a product")
            .over(number("0.98"))
            .expect("a quotient");
        let told = amount_of(intensities, "electricity", Category::Unspecified);
        assert!(
            told.value()
                .minus(unknown)
                .expect("a difference")
                .magnitude()
                .rank(&number("1e-24"))
                .is_lt()
        );
        assert_eq!(
            amount_of(intensities, "wood", Category::BiogenicRemovals).to_string(),
            "-1.8"
        );
        assert!(
            intensities
                .intensities
                .iter()
                .all(|row| row.inventory.is_empty())
        );
    }
}
