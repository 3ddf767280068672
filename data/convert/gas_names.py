"""What inventories call greenhouse gases: the names that no table of potentials has beside its values."""

import re
import sys
from pathlib import Path

from common import read_table, table_bytes, write_dataset

COLUMNS = ("row", "name", "gas", "account", "direction", "list", "note")
FOSSIL, BIOGENIC, LAND = "CO2, fossil", "CO2, biogenic", "CO2, land use change"
CH4_FOSSIL, CH4_BIOGENIC = "CH4, fossil", "CH4, biogenic"
OLD_CARBON = "carbon that was stored for long: the value of fossil methane, as the Environmental Footprint 3.1 has it"
NO_ORIGIN = "the name does not state the origin"

# (list, gas, names), or with an account, a direction and a note behind them.
NAMES = [
    # Carbon dioxide by origin.
    ("ecoinvent", FOSSIL, ["Carbon dioxide, fossil"]),
    ("ecoinvent", BIOGENIC, ["Carbon dioxide, non-fossil", "Carbon dioxide, biogenic"]),
    ("ecoinvent", BIOGENIC, ["Carbon dioxide, non-fossil, from calcination"]),
    ("ecoinvent", LAND, ["Carbon dioxide, from soil or biomass stock", "Carbon dioxide, land transformation"]),
    ("ecoinvent", LAND, ["Carbon dioxide, to soil or biomass stock"], "", "removal"),
    ("ecoinvent", BIOGENIC, ["Carbon dioxide, in air"], "", "removal"),
    ("ecoinvent", BIOGENIC, ["Carbon dioxide, non-fossil, resource correction"], "", "removal"),
    ("SimaPro", LAND, ["Carbon dioxide, peat oxidation", "Carbon dioxide, land use change"]),
    ("EF", LAND, ["carbon dioxide (land use change)", "carbon dioxide (peat oxidation)"]),
    ("EF", FOSSIL, ["carbon dioxide (fossil)"]),
    ("EF", BIOGENIC, ["carbon dioxide (biogenic)", "carbon dioxide (biogenic-100yr)"]),
    ("GaBi", BIOGENIC, ["Carbon dioxide (biotic)", "Carbon dioxide, biotic"]),
    ("GaBi", "CO2, aircraft", ["Carbon dioxide (aviation)"]),
    ("ecoinvent", FOSSIL, ["Carbon dioxide", "124-38-9"], "", "", NO_ORIGIN),
    ("ecoinvent", BIOGENIC, ["Carbon dioxide", "124-38-9"], "", "", NO_ORIGIN),
    ("ecoinvent", LAND, ["Carbon dioxide", "124-38-9"], "", "", NO_ORIGIN),
    ("GB/T 32150", FOSSIL, ["二氧化碳"], "", "", NO_ORIGIN),
    ("GB/T 32150", BIOGENIC, ["二氧化碳"], "", "", NO_ORIGIN),
    ("GB/T 24067", FOSSIL, ["化石源二氧化碳", "化石二氧化碳", "二氧化碳（化石）", "二氧化碳（化石源）", "二氧化碳，化石源"]),
    ("GB/T 24067", BIOGENIC, ["生物源二氧化碳", "生物质二氧化碳", "二氧化碳（生物源）", "二氧化碳（生物）", "二氧化碳，生物源"]),
    ("GB/T 24067", LAND, ["土地利用变化二氧化碳", "二氧化碳（土地利用变化）", "二氧化碳，土地利用变化"]),
    # Methane by origin.
    ("ecoinvent", CH4_FOSSIL, ["Methane, fossil"]),
    ("ecoinvent", CH4_BIOGENIC, ["Methane, non-fossil", "Methane, biogenic"]),
    ("ecoinvent", CH4_FOSSIL, ["Methane, from soil or biomass stock"], "land use change", "", OLD_CARBON),
    ("SimaPro", CH4_FOSSIL, ["Methane, land transformation", "Methane, peat oxidation"], "land use change", "", OLD_CARBON),
    ("EF", CH4_FOSSIL, ["methane (land use change)"], "land use change", "", OLD_CARBON),
    ("EF", CH4_FOSSIL, ["methane (fossil)"]),
    ("EF", CH4_BIOGENIC, ["methane (biogenic)"]),
    ("GaBi", CH4_BIOGENIC, ["Methane (biotic)", "Methane, biotic"]),
    ("AR6", CH4_FOSSIL, ["Fossil methane"]),
    ("AR6", CH4_BIOGENIC, ["Non-fossil methane", "Biogenic methane"]),
    ("ecoinvent", CH4_FOSSIL, ["Methane", "CH4", "74-82-8"], "", "", NO_ORIGIN),
    ("ecoinvent", CH4_BIOGENIC, ["Methane", "CH4", "74-82-8"], "", "", NO_ORIGIN),
    ("GB/T 32150", CH4_FOSSIL, ["甲烷"], "", "", NO_ORIGIN),
    ("GB/T 32150", CH4_BIOGENIC, ["甲烷"], "", "", NO_ORIGIN),
    ("GB/T 24067", CH4_FOSSIL, ["化石源甲烷", "化石甲烷", "甲烷（化石）", "甲烷（化石源）", "甲烷，化石源"]),
    ("GB/T 24067", CH4_BIOGENIC, ["生物源甲烷", "甲烷（生物源）", "甲烷（生物）", "甲烷，生物源"]),
    # Nitrous oxide.
    ("ecoinvent", "N2O", ["Dinitrogen monoxide"]),
    ("US federal", "N2O", ["Nitrous oxide", "10024-97-2"]),
    ("GaBi", "N2O", ["Laughing gas"]),
    ("EF", "N2O", ["Dinitrogen oxide"]),
    ("SimaPro", "N2O", ["Dinitrogen monoxide, peat oxidation"], "land use change"),
    ("GB/T 32150", "N2O", ["氧化亚氮", "一氧化二氮", "笑气"]),
    # Sulfur hexafluoride and nitrogen trifluoride.
    ("ecoinvent", "SF6", ["Sulfur hexafluoride"]),
    ("GB/T 32150", "SF6", ["六氟化硫"]),
    ("ecoinvent", "NF3", ["Nitrogen fluoride"]),
    ("GB/T 32150", "NF3", ["三氟化氮"]),
    ("US federal", "SO2F2", ["Sulfuryl difluoride"]),
    # Perfluorocarbons.
    ("US LCI", "CF4", ["FC-14", "CFC-14", "Carbon tetrafluoride"]),
    ("GB/T 32150", "CF4", ["四氟化碳", "四氟甲烷"]),
    ("US LCI", "C2F6", ["HFC-116", "FC-116", "CFC-116"]),
    ("GB/T 32150", "C2F6", ["六氟乙烷"]),
    ("US federal", "C3F8", ["FC-218"]),
    ("GB/T 32150", "C3F8", ["八氟丙烷"]),
    ("EF", "PFC-C-318", ["Octafluorocyclobutane", "FC-C318", "PFC-318", "R-C318"]),
    ("ecoinvent", "PFC-41-12", ["Perfluoropentane"]),
    ("US federal", "PFC-31-10", ["Perfluorobutane"]),
    ("US federal", "PFC-51-14", ["Perfluorohexane"]),
    ("US federal", "PFC-61-16", ["Perfluoroheptane"]),
    ("US federal", "PFC-71-18", ["Perfluorooctane"]),
    # Chlorinated and brominated methanes and ethanes by their codes.
    ("ecoinvent", "CCl4", ["R-10", "CFC-10", "HCC-10", "Methane, tetrachloro-, R-10"]),
    ("ecoinvent", "CH2Cl2", ["HCC-30", "R-30"]),
    ("ecoinvent", "CHCl3", ["Chloroform", "HCC-20", "R-20"]),
    ("ecoinvent", "CH3Cl", ["R-40", "HCC-40", "Methane, monochloro-, R-40", "Methane, monochloro-"]),
    ("ecoinvent", "CH3Br", ["Halon-1001"]),
    ("ecoinvent", "CH3CCl3", ["HCFC-140", "HCC-140a", "R-140a"]),
    ("ecoinvent", "1,2-dichloroethane", ["Ethylene dichloride", "Ethylene chloride"]),
    ("ecoinvent", "1,1,2-trichloroethene", ["Trichloroethylene", "Trichloroethene"]),
    ("ecoinvent", "1,1,2,2-tetrachloroethene", ["Tetrachloroethylene", "Tetrachloroethene", "Perchloroethylene"]),
    ("GB/T 32150", "CCl4", ["四氯化碳"]),
    # Chlorofluorocarbons and their successors, with fewer locants than the tables of potentials.
    ("ecoinvent", "CFC-113", ["Trichlorotrifluoroethane"], "", "", "of the isomers the one in use"),
    ("ecoinvent", "CFC-115", ["Chloropentafluoroethane"]),
    ("ecoinvent", "HFC-125", ["Pentafluoroethane"]),
    ("GaBi", "HCFC-124", ["Chlorotetrafluoroethane"], "", "", "of the isomers the one in use"),
    ("ecoinvent", "HCFC-123", ["1,1,1-trifluoro-2,2-dichloroethane"]),
    ("ecoinvent", "Halon-2402", ["1,2-dibromotetrafluoroethane"]),
    ("US LCI", "HCFC-22", ["difluoromonochloromethane"]),
    ("US federal", "HFC-134a", ["Norflurane"]),
    ("US federal", "HFC-134", ["Tetrafluoroethane"], "", "", NO_ORIGIN.replace("origin", "isomer")),
    ("US federal", "HFC-134a", ["Tetrafluoroethane"], "", "", NO_ORIGIN.replace("origin", "isomer")),
    ("GB/T 7778", "HFC-23", ["三氟甲烷"]),
    ("GB/T 7778", "HFC-32", ["二氟甲烷"]),
    ("GB/T 7778", "HFC-125", ["五氟乙烷"]),
    ("GB/T 7778", "HFC-134a", ["1,1,1,2-四氟乙烷"]),
    ("GB/T 7778", "HFC-143a", ["1,1,1-三氟乙烷"]),
    ("GB/T 7778", "HFC-152a", ["1,1-二氟乙烷"]),
    ("GB/T 7778", "HFC-227ea", ["1,1,1,2,3,3,3-七氟丙烷", "七氟丙烷"]),
    ("GB/T 7778", "HFC-245fa", ["1,1,1,3,3-五氟丙烷"]),
    ("GB/T 7778", "HCFC-22", ["一氯二氟甲烷", "二氟一氯甲烷"]),
    ("GB/T 7778", "HCFC-141b", ["1,1-二氯-1-氟乙烷"]),
    ("GB/T 7778", "CFC-11", ["三氯一氟甲烷", "一氟三氯甲烷"]),
    ("GB/T 7778", "CFC-12", ["二氯二氟甲烷", "二氟二氯甲烷"]),
    # German and French, as national databases of building products and of emission factors write them.
    ("ÖKOBAUDAT", FOSSIL, ["Kohlendioxid (fossil)", "Kohlenstoffdioxid, fossil"]),
    ("ÖKOBAUDAT", BIOGENIC, ["Kohlendioxid (biogen)", "Kohlenstoffdioxid, biogen", "Kohlendioxid (biotisch)"]),
    ("ÖKOBAUDAT", FOSSIL, ["Kohlendioxid", "Kohlenstoffdioxid"], "", "", NO_ORIGIN),
    ("ÖKOBAUDAT", BIOGENIC, ["Kohlendioxid", "Kohlenstoffdioxid"], "", "", NO_ORIGIN),
    ("ÖKOBAUDAT", CH4_FOSSIL, ["Methan (fossil)"]),
    ("ÖKOBAUDAT", CH4_BIOGENIC, ["Methan (biogen)", "Methan (biotisch)"]),
    ("ÖKOBAUDAT", CH4_FOSSIL, ["Methan"], "", "", NO_ORIGIN),
    ("ÖKOBAUDAT", CH4_BIOGENIC, ["Methan"], "", "", NO_ORIGIN),
    ("ÖKOBAUDAT", "N2O", ["Distickstoffmonoxid", "Lachgas"]),
    ("ÖKOBAUDAT", "SF6", ["Schwefelhexafluorid"]),
    ("ÖKOBAUDAT", "NF3", ["Stickstofftrifluorid"]),
    ("ÖKOBAUDAT", "CF4", ["Tetrafluormethan"]),
    ("ÖKOBAUDAT", "C2F6", ["Hexafluorethan"]),
    ("Base Carbone", FOSSIL, ["Dioxyde de carbone fossile", "CO2 fossile"]),
    ("Base Carbone", BIOGENIC, ["Dioxyde de carbone biogénique", "CO2 biogénique"]),
    ("Base Carbone", FOSSIL, ["Dioxyde de carbone"], "", "", NO_ORIGIN),
    ("Base Carbone", BIOGENIC, ["Dioxyde de carbone"], "", "", NO_ORIGIN),
    ("Base Carbone", CH4_FOSSIL, ["Méthane fossile", "CH4 fossile"]),
    ("Base Carbone", CH4_BIOGENIC, ["Méthane biogénique", "CH4 biogénique"]),
    ("Base Carbone", CH4_FOSSIL, ["Méthane"], "", "", NO_ORIGIN),
    ("Base Carbone", CH4_BIOGENIC, ["Méthane"], "", "", NO_ORIGIN),
    ("Base Carbone", "N2O", ["Protoxyde d'azote", "Monoxyde de diazote"]),
    ("Base Carbone", "SF6", ["Hexafluorure de soufre"]),
    ("Base Carbone", "NF3", ["Trifluorure d'azote"]),
    # Groups of gases, which no set values: their names are of greenhouse gases all the same.
    ("ecoinvent", "HFCs", ["Hydrofluorocarbons", "HFC", "HFCs", "Hydrofluorocarbons, unspecified"]),
    ("ecoinvent", "PFCs", ["Perfluorocarbons", "PFC", "PFCs", "Perfluorocarbons, unspecified"]),
    ("US LCI", "CFCs and HCFCs", ["CFCs and HCFCs, unspecified", "CFC", "CFCs", "HCFC", "HCFCs"]),
    ("GB/T 32150", "HFCs", ["氢氟碳化物", "氢氟碳化合物"]),
    ("GB/T 32150", "PFCs", ["全氟碳化物", "全氟化碳"]),
]

# Refrigerants by the number that ANSI/ASHRAE Standard 34 gives them, which the code of each gas ends in.
CODE = re.compile(r"(?:HCFC|CFC|HFC|HFO|PFC)-(C-318|\d+[A-Za-z]*(?:\([EZ]\))?)")
SERIES = re.compile(r"PFC-\d+-\d+|HFC-43-10mee")


def slug(text):
    """Letters and digits, whatever the script."""
    return re.sub(r"[^\w]+", "-", text.lower().replace("'", "-prime")).strip("-")


def row(list_, gas, name, account="", direction="", note=""):
    """One name of one gas."""
    return {
        "row": f"{slug(name)}--{slug(gas)}",
        "name": name,
        "gas": gas,
        "account": account,
        "direction": direction,
        "list": list_,
        "note": note,
    }


def refrigerants(gases):
    """The `R` number of every gas that has a code of the standard's form."""
    for gas in gases:
        found = CODE.fullmatch(gas)
        if found and not SERIES.fullmatch(gas):
            yield row("ASHRAE 34", gas, f"R-{found[1]}")


def main():
    """Writes the dataset beside the tables of potentials, whose gases have the numbers of refrigerants."""
    data = Path(sys.argv[1])
    potentials = read_table(data / "gwp/ipcc-gwp-ar6/2024-1/gwp.csv")
    gases = list(dict.fromkeys(line["gas"] for line in potentials))
    rows = [row(list_, gas, name, *rest) for list_, gas, names, *rest in NAMES for name in names]
    rows += refrigerants(gases)
    # Of spellings that compare as one the first stays.
    rows = list({line["row"]: line for line in reversed(rows)}.values())[::-1]
    about = {
        "id": "gas-names",
        "edition": "2026",
        "revision": 1,
        "title": "Names of greenhouse gases in inventories",
        "title_zh": "清单中温室气体的名称",
        "publisher": "cfp",
        "document": "names as the lists of elementary flows that the table names write them, compiled by hand",
        "published": "2026-11-30",
        "gas_basis": "none",
        "licence": {
            "name": "names are facts; no list is copied",
            "redistribution": True,
            "attribution": "Names of gases as ecoinvent, SimaPro, the Environmental Footprint, the Federal LCA Commons, "
            "national databases and Chinese standards write them.",
        },
    }
    write_dataset(data / "gwp/gas-names/2026-1", about, "names.csv", table_bytes(COLUMNS, rows), len(rows))


main()
