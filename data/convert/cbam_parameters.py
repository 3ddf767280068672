"""The numbers of the CBAM's method and of its timetable, each looked up in the printed text of the act.

The standard factors come from a transcription, but what is written is the text of the Official Journal: the converter
finds every number there, takes it with its closing zeros, and stops where the two disagree.
"""

import json
import re
import unicodedata
from decimal import Decimal

READ = "read in the Official Journal text"
ACT = "Regulation (EU) 2023/956"
DEFAULT_VALUES = "Implementing Regulation (EU) 2025/2621 Annex I, headings"
NUMBER = r"\d{1,3}(?: \d{3})*(?:(?:,|; )\d+)?"
FOOTNOTE_MARK = re.compile(r" ?\(\n\d\n\)")

# Table, key of the transcription, what stands before and after it in the act, place, quantities with their units.
TABLES = (
    ("fuel", "fuels_ef_tco2_per_tj_ncv_tj_per_gg",
     "Table 1\nFuel emission factors", "Table 2\nFuel emission factors", "Annex II point G Table 1",
     (("emission factor", "t CO2/TJ"), ("net calorific value", "TJ/Gg"))),
    ("biomass", "biomass_preliminary_ef_tco2_per_tj_ncv_gj_per_t",
     "Table 2\nFuel emission factors", "Emission factors related to process emissions", "Annex II point G Table 2",
     (("emission factor", "t CO2/TJ"), ("net calorific value", "GJ/t"))),
    ("carbonate", "carbonates_method_a_tco2_per_t",
     "Table 3\nStoichiometric", "Table 4\nStoichiometric", "Annex II point G Table 3",
     (("emission factor", "t CO2/t"),)),
    ("oxide", "oxides_method_b_tco2_per_t",
     "Table 4\nStoichiometric", "Table 5\nEmission factors", "Annex II point G Table 4",
     (("emission factor", "t CO2/t"),)),
    ("steel material", "steel_materials_tc_per_t__tco2_per_t",
     "Table 5\nEmission factors", "Global warming potentials for", "Annex II point G Table 5",
     (("carbon content", "t C/t"), ("emission factor", "t CO2/t"))),
    ("GWP", "gwp",
     "Table 6\nGlobal warming", "ANNEX III \n", "Annex II point G Table 6",
     (("global warming potential", "t CO2e/t"),)),
    ("slope", "pfc_slope_sef_cf4__fc2f6",
     "Table 2\nTechnology-specific", "B.7.2. Calculation", "Annex II point B.7.1 Table 2",
     (("SEF CF4", "(kg CF4/t Al)/(AE-Mins/cell-day)"), ("F C2F6", "t C2F6/t CF4"))),
    ("overvoltage", "pfc_overvoltage_ovc__fc2f6",
     "Table 3\nTechnology-specific", "B.7.3. Determination", "Annex II point B.7.2 Table 3",
     (("OVC", "(kg CF4/t Al)/mV"), ("F C2F6", "t C2F6/t CF4"))),
)
METHANE_CONTENT = "of pure biomethane: to be corrected for the methane content of the gas"
PRELIMINARY = "preliminary, as if the fuel were fossil"
CURRENT_EFFICIENCY = "the current efficiency enters the equation as a percentage number, such as 95"
MW = (
    "stands also for PFPB MW, modern point-fed prebake without fully automated anode effect intervention, where own "
    "measurement is not feasible or its costs are unreasonable"
)
NOTES = {
    ("fuel", "Waste tyres", "emission factor"): "preliminary, before a biomass fraction; net calorific value: n.a.",
    ("fuel", "Industrial wastes", "emission factor"): "net calorific value: n.a.",
    ("fuel", "Carbon monoxide", "emission factor"): "based on a net calorific value printed as 10,12 TJ/t",
    ("fuel", "Methane", "emission factor"): "based on a net calorific value printed as 50,01 TJ/t",
    ("biomass", "Wood / Wood waste (air dry)", "net calorific value"):
        "about 15 % water; otherwise NCV dry × (1 − w) − 2.4 GJ/t × w with the mass fraction w of water",
    ("biomass", "Biodiesels", "net calorific value"): "from Annex III of Directive (EU) 2018/2001",
    ("biomass", "Landfill gas", "net calorific value"): METHANE_CONTENT,
    ("biomass", "Sludge gas", "net calorific value"): METHANE_CONTENT,
    ("biomass", "Other biogas", "net calorific value"): METHANE_CONTENT,
    ("GWP", "CF4", "global warming potential"): "printed as 6 630",
    ("GWP", "C2F6", "global warming potential"): "printed as 11 100",
    ("slope", "CWPB", "SEF CF4"): MW,
    ("slope", "CWPB", "F C2F6"): MW,
    ("overvoltage", "CWPB", "OVC"): CURRENT_EFFICIENCY,
    ("overvoltage", "SWPB", "OVC"): CURRENT_EFFICIENCY,
}

EMISSION_FACTOR = "emission factor"
# Table, item, quantity, unit, place, the printed words with `{}` for the number, keys of the transcription, note.
CONSTANTS = (
    ("constant", "carbon to CO2", "ratio of molar masses", "t CO2/t C", "Annex II points B.3.1.1 and B.3.2",
     "f = {} t CO2/t C", "f_co2_per_c", ""),
    ("constant", "natural gas", EMISSION_FACTOR, "t CO2/TJ", "Annex II point G Table 1; Annex III point A.2.3",
     "Natural gas {} 48,0 IPCC", "waste_gas.ef_natural_gas_tco2_per_tj",
     "of waste gases imported and exported; in a fuel mix a waste gas with a higher factor counts with this one"),
    ("constant", "waste gas correction", "factor", "1", "Annex III point A.2.3, Equation 54",
     "standard value is Corrη = {}.", "waste_gas.corr_eta_export", "of exports only"),
    ("constant", "boiler efficiency", "efficiency", "1", "Annex III points A.2.2 and A.3",
     "assuming a boiler efficiency of {} %", "heat_outside_standard_boiler_efficiency",
     "of heat from outside the installation where no better value is known; printed as 90 %"),
    ("constant", "CHP heat efficiency", "efficiency", "1", "Annex III point A.2.2",
     "ηheat = {} and ηel =", "chp_standard_efficiency.heat", "only without measured and without design values"),
    ("constant", "CHP electricity efficiency", "efficiency", "1", "Annex III point A.2.2",
     "ηheat = 0,55 and ηel = {} shall be used", "chp_standard_efficiency.electricity",
     "only without measured and without design values"),
    ("constant", "heat reference efficiency", "efficiency", "1", "Annex II point C.1.2.3",
     "(ηRef,H = {})", "reference_efficiency_heat_method_3", "the text says `identical to method 3` and means method 2"),
    ("constant", "clinker", EMISSION_FACTOR, "t CO2/t", "Annex II point B.9.2.2",
     "standard value of {} t CO2/t clinker", "clinker_output_tco2_per_t_clinker", "minimum requirement"),
    ("constant", "cement kiln dust", EMISSION_FACTOR, "t CO2/t", "Annex II point B.9.2.3",
     "emission factor of {} t CO2/t dust", "cement_kiln_dust_tco2_per_t_dust", "minimum requirement"),
    ("constant", "dry gypsum", EMISSION_FACTOR, "t CO2/t", "Annex II point B.9.1.1",
     "CO2 emitted: {} t CO2/t gypsum", "desulphurisation_tco2_per_t_dry_gypsum", ""),
    ("constant", "urea de-NOx", EMISSION_FACTOR, "t CO2/t", "Annex II point B.9.1.2",
     "stoichiometric ratio of {} t CO2/t urea", "denox_urea_tco2_per_t_urea", ""),
    ("constant", "flare", EMISSION_FACTOR, "t CO2/Nm3", "Annex II point B.9.1.3",
     "factor of {} t CO2/Nm3", "flare_tco2_per_nm3", "where better monitoring is not feasible; of pure ethane"),
    ("constant", "condensate temperature", "temperature", "°C", "Annex II points C.1.2.1 and C.1.2.2",
     "based on a temperature of {} °C", "condensate_temperature_c", ""),
    ("constant", "oxygen in dry air", "volume fraction", "1", "Annex II point B.9.3.2, Equation 29",
     "O2 in dry air (= {})", "o2_dry_air", ""),
    ("constant", "municipal waste fossil fraction", EMISSION_FACTOR, "t CO2/TJ", "Annex II point G Table 2 note 5",
     "EF = {} t CO2/TJ; NCV", "msw_fossil_fraction.ef_tco2_per_tj", ""),
    ("constant", "municipal waste fossil fraction", "net calorific value", "GJ/t", "Annex II point G Table 2 note 5",
     "; NCV = {} GJ/t", "msw_fossil_fraction.ncv_gj_per_t", ""),
    ("constant", "water", "evaporation enthalpy", "GJ/t", "Annex II point G Table 2 note 1",
     "ΔHv ¼ {}GJ=t H2O", "", "NCV = NCV dry × (1 − w) − this × w"),
    ("constant", "steam without condensate return", "added to the reference efficiency", "percentage points",
     "Annex III point C Table 2 note 1", "increased by {} percentage points", "", ""),
    ("constant", "measurement gap", "share of data points needed", "1", "Annex II point B.6.2.6",
     "at least {} % of the maximum number of data points", "", "printed as 80 %"),
    ("constant", "measurement gap", "standard deviations added", "1", "Annex II point B.6.2.6, Equation 19",
     "+ {} σc (Equation 19)", "", ""),
    ("constant", "range of composition", "largest width", "1", "Annex III point B",
     "nitrogen content shall not be larger than {} %", "",
     "of clinker or nitrogen contents averaged together; printed as 10 %"),
    ("rounding", "specific embedded emissions", "decimals at most", "1", "Annex II point A.1(8)",
     "with a maximum of {} digits after the comma", "", "per tonne of goods; no rule for ties was found"),
)

EFFICIENCY_MEDIA = {
    "": "electricity",
    "hot water": "hot water",
    "steam": "steam",
    "direct use of exhaust gases >=250 C": "exhaust gases",
}
EFFICIENCY_NOTES = {
    "steam": "; 5 percentage points more where the condensate return is not accounted for",
    "exhaust gases": "; at 250 °C or more",
}

CBAM_FACTORS = (
    ("2026", "0.975", "97,5 %"), ("2027", "0.95", "95 %"), ("2028", "0.90", "90 %"), ("2029", "0.775", "77,5 %"),
    ("2030", "0.515", "51,5 %"), ("2031", "0.39", "39 %"), ("2032", "0.265", "26,5 %"), ("2033", "0.14", "14 %"),
)
MARK_UPS = (("2026", "2026", "0.10", "10 %"), ("2027", "2027", "0.20", "20 %"), ("2028", "", "0.30", "30 %"))


def slug(*words):
    """A stable name: small ASCII letters and figures, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def parameter(table, item, quantity, value, unit, place, confidence=READ, note="", years=("", "")):
    """One row; `years` are the first and the last, either of them empty where it is open."""
    first, last = years
    span = first if first == last else f"{first or 'to'}-{last or 'on'}"
    return {
        "row": slug(table, item, quantity, span),
        "table": table,
        "item": item,
        "quantity": quantity,
        "first_year": first,
        "last_year": last,
        "value": value,
        "unit": unit,
        "place": place,
        "confidence": confidence,
        "note": note,
    }


def decimal_point(printed):
    """A printed number with a decimal comma as a plain decimal."""
    return printed.replace("; ", ".").replace(",", ".").replace(" ", "")


def between(text, start, end):
    """What stands after the only `start` and before the next `end`."""
    assert text.count(start) == 1, start
    return text.split(start)[1].split(end)[0]


def printed_rows(part, count):
    """The rows of a printed table that end in `count` numbers, by their names."""
    cell = rf" (?:{NUMBER}|n\.a\.)"
    rows = re.findall(rf"^([^=\n]+?)((?:{cell}){{{count}}})(?: [^\d\n].*)?$", part, re.MULTILINE)
    cells = {name: re.findall(cell, numbers) for name, numbers in rows}
    assert len(cells) == len(rows)
    return {name: [decimal_point(found[1:]) for found in numbers] for name, numbers in cells.items()}


def abbreviation(name):
    """The short name of a cell technology, which the act prints in parentheses."""
    found = re.search(r"\(([^()]+)\)$", name)
    return found.group(1) if found else name


def agree(printed, transcribed, what):
    """Fails where the act and the transcription have different numbers."""
    same = printed == "n.a." if transcribed is None else Decimal(printed) == transcribed
    assert same, (what, printed, transcribed)


def table_rows(law, factors):
    """The rows of the printed tables of factors, in the order of the transcription."""
    rows = []
    for table, key, start, end, place, quantities in TABLES:
        printed = printed_rows(between(law, start, end), len(quantities))
        transcribed = {name: values for name, values in factors[key].items() if not isinstance(values, str)}
        if table in ("slope", "overvoltage"):
            full_names = {abbreviation(name): name for name in printed}
            printed = {abbreviation(name): values for name, values in printed.items()}
            transcribed = {abbreviation(name): values for name, values in transcribed.items()}
        else:
            full_names = {}
        assert set(printed) == set(transcribed), set(printed) ^ set(transcribed)
        for item, values in transcribed.items():
            values = values if isinstance(values, list) else [values]
            for (quantity, unit), value, seen in zip(quantities, values, printed[item], strict=True):
                agree(seen, value, item)
                if value is None:
                    continue
                remarks = [full_names.get(item, ""), NOTES.get((table, item, quantity), "")]
                if (table, quantity) == ("biomass", EMISSION_FACTOR):
                    remarks.append(PRELIMINARY)
                note = "; ".join(remark for remark in remarks if remark)
                rows.append(parameter(table, item, quantity, seen, unit, place, note=note))
    return rows


def transcribed_constant(factors, path):
    """The transcribed number at a path such as `waste_gas.corr_eta_export`."""
    found = factors
    for key in path.split("."):
        found = found[key]
    return found["value"] if isinstance(found, dict) else found


def constant_rows(law, factors):
    """The numbers of the running text, and the rule of full tonnes."""
    flat = " ".join(law.split())
    rows = []
    for table, item, quantity, unit, place, words, path, note in CONSTANTS:
        found = set(re.findall(re.escape(words).replace(r"\{\}", f"({NUMBER})"), flat))
        assert len(found) == 1, (item, quantity, found)
        value = decimal_point(found.pop())
        if "{} %" in words:
            value = f"{(Decimal(value) / 100).normalize():f}"
        if path:
            agree(value, transcribed_constant(factors, path), item)
        rows.append(parameter(table, item, quantity, value, unit, place, note=note))
    assert "expressed in tonnes CO2e rounded to full tonnes" in flat
    rows.append(parameter(
        "rounding", "total emissions", "step", "1", "t CO2e", "Annex II point A.1(6)",
        note="of a full reporting period; no rule for ties was found",
    ))
    return rows


def efficiency_rows(law, transcribed):
    """The reference efficiencies of separate production, in the order of the transcription."""
    part = between(law, "C. HARMONISED EFFICIENCY REFERENCE VALUES", "ANNEX IV \n")
    electricity, heat = part.split("Table 2\nReference efficiency factors for heat production")
    items = list(dict.fromkeys(row["category"] for row in transcribed))
    assert re.findall(r"(?:^|(?:Solids|Liquids|Gaseous|Other) )([SLGO]\d+) ", electricity, re.M) == items
    seen = {}
    triples = re.findall(r"(\d\d,\d) (\d\d,\d) (\d\d,\d)$", electricity, re.M)
    triples += re.findall(r"^()()(30,0)$", electricity, re.M)
    for item, values in zip(items, triples, strict=True):
        seen |= {(item, "electricity", years): value for years, value in zip((":2011", "2012:2015", "2016:"), values)}
    sextuples = re.findall(" ".join([r"(\d\d|—)"] * 6) + "$", heat, re.M)
    for item, values in zip(items, sextuples, strict=True):
        kinds = [(medium, years) for years in (":2015", "2016:") for medium in ("hot water", "steam", "exhaust gases")]
        seen |= {(item, *kind): value for kind, value in zip(kinds, values, strict=True)}
    rows = []
    for row in transcribed:
        medium = EFFICIENCY_MEDIA[row["medium"]]
        printed = seen.pop((row["category"], medium, f"{row['built_from']}:{row['built_to']}"))
        value = decimal_point(printed)
        agree(value, Decimal(row["efficiency_percent"]), row)
        rows.append(parameter(
            "reference efficiency", row["category"], medium, value, "%",
            f"Annex III point C Table {1 if medium == 'electricity' else 2}",
            note=row["fuel"] + EFFICIENCY_NOTES.get(medium, ""), years=(row["built_from"], row["built_to"]),
        ))
    assert set(seen.values()) <= {"", "—"}, seen
    return rows


def method_rows(folder, read_table):
    """Every standard factor and constant of Implementing Regulation (EU) 2025/2547."""
    law = FOOTNOTE_MARK.sub("", (folder / "official/32025R2547.txt").read_text(encoding="utf-8"))
    factors = {}
    for name in ("standard_factors_2547.json", "standard_factors_2547_more.json"):
        text = (folder / name).read_text(encoding="utf-8")
        factors |= json.loads(text, parse_float=Decimal, parse_int=Decimal)
    efficiencies = read_table(folder / "chp_reference_efficiencies_2547_annexIII_C.csv")
    return table_rows(law, factors) + constant_rows(law, factors) + efficiency_rows(law, efficiencies)


def factor_rows():
    """The share of free allocation that is retained, and the cross-sectoral correction factor."""
    directive = "Directive 2003/87/EC Article 10a(1a)"
    quoted = "second-hand: quotations of the directive's consolidated text in two public notes"
    retained = ("CBAM factor", "all goods", "share of free allocation retained")
    rows = [
        parameter(*retained, value, "1", directive, quoted, f"printed as {printed}", (year, year))
        for year, value, printed in CBAM_FACTORS
    ]
    rows.append(parameter(
        *retained, "0", "1", directive, quoted, "printed as `From 2034, no CBAM factor shall apply`", ("2034", ""),
    ))
    rows.append(parameter(
        "CSCF", "all goods", "cross-sectoral correction factor", "1", "1", "Implementing Decision (EU) 2026/1862",
        "second-hand: public repositories that quote the decision and the Commission's guidance 4",
        "100 %; no factor is published for 2031 and later", ("2026", "2030"),
    ))
    return rows


def mark_up_rows():
    """What is added to a default value, by sector and year; electricity has none."""
    rows = []
    confidence = f"{READ} of the first version; that Implementing Regulation (EU) 2026/1740 keeps it: second-hand"
    for sector in ("cement", "iron and steel", "aluminium", "hydrogen"):
        for first, last, value, printed in MARK_UPS:
            rows.append(parameter(
                "mark-up", sector, "share of the total default value", value, "1", DEFAULT_VALUES, confidence,
                f"printed as {printed}; no rule for rounding the marked-up value was found", (first, last),
            ))
    rows.append(parameter(
        "mark-up", "fertilisers", "share of the total default value", "0.01", "1", DEFAULT_VALUES, confidence,
        "printed as 1 %; no rule for rounding the marked-up value was found", ("2026", ""),
    ))
    return rows


def schedule_rows():
    """What changes from year to year, and the thresholds."""
    rows = factor_rows() + mark_up_rows()
    for item, first, last in (("1", "2026", "2027"), ("2", "2028", "2030")):
        rows.append(parameter(
            "benchmark period", item, "number of the period", item, "1",
            "Implementing Regulation (EU) 2025/2620 Annex point 5.3",
            "second-hand: a public transcription of the Official Journal text",
            "by years of production; benchmarks are provisional for goods imported from 2027", (first, last),
        ))
    rows.append(parameter(
        "threshold", "de minimis", "net mass per importer and calendar year", "50", "t",
        f"{ACT} Article 2a and Annex VII point 1, by Regulation (EU) 2025/2083", READ,
        "of iron and steel, aluminium, fertilisers and cement together; not of hydrogen and electricity", ("2026", ""),
    ))
    rows.append(parameter(
        "holding", "share", "of the embedded emissions imported since the year began", "0.5", "1",
        f"{ACT} Article 22(2), by Regulation (EU) 2025/2083", READ,
        "printed as 50 %, at the end of each quarter; by default values it is reckoned without mark-up", ("2027", ""),
    ))
    return rows
