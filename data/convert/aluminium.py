"""Writes the model file of the primary-aluminium example from the US LCI database FY18.

    python3 aluminium.py PACKAGE.zip OUT.toml

PACKAGE.zip is the openLCA JSON-LD export of the database: `processes/<uuid>.json`, `flows/<uuid>.json`,
`categories/<uuid>.json`. Amounts are copied as the text of the JSON numbers, never through a float. The rules that
this script applies are stated at the head of the file it writes.
"""

import json
import re
import sys
import zipfile
from decimal import Decimal

SMELTER = "4b0fe164-84c7-31e2-a3fc-ff570cd264e1"
SMELTING_ELECTRICITY = "4d21df14-9a73-31ce-9a5f-dee0cd2a2aed"
REFINERY = "0aaf1e13-5d80-37f9-b7bb-81a6b8965c71"
OLD_REFINERY = "dc72e285-719b-318b-9c9c-c838846a9cf4"

PRODUCT = "primary aluminium"
WIDTH = 120
UNITS = {"kg": "kg", "kWh": "kWh", "l": "l", "m3": "m3", "t*km": "tkm"}

# The database's name of an emission to air: the gas of the GWP set, and the origin that is decided here.
GASES = {
    "Carbon dioxide, fossil": ("CO2, fossil", ""),
    "Carbon dioxide": ("CO2, fossil", "carbon dioxide without origin: fossil"),
    "Carbon dioxide, biogenic": ("CO2, biogenic", ""),
    "Methane, fossil": ("CH4, fossil", ""),
    "Methane": ("CH4, fossil", "methane without origin: fossil"),
    "Dinitrogen monoxide": ("N2O", ""),
    "Methane, tetrafluoro-, FC-14": ("CF4", ""),
    "Ethane, hexafluoro-, HFC-116": ("C2F6", ""),
    "Methane, chlorotrifluoro-, CFC-13": ("CFC-13", ""),
    "Methane, tetrachloro-, CFC-10": ("CCl4", ""),
    "Ethane, 1,1,1,2-tetrafluoro-, HFC-134a": ("HFC-134a", ""),
    "Ethane, 1,1,1-trifluoro-2,2-dichloro-, HCFC-123": ("HCFC-123", ""),
    "Ethane, 1,1,1-trichloro-, HCFC-140": ("CH3CCl3", ""),
    "Methane, dichloro-, HCC-30": ("CH2Cl2", ""),
    "Methane, monochloro-, R-40": ("CH3Cl", ""),
    "Methane, bromo-, Halon 1001": ("CH3Br", ""),
    "Chloroform": ("CHCl3", ""),
}
UPTAKE = "Carbon dioxide, in air"
# Emissions to air that warm the climate and are not counted; rule 6 at the head of the model file says why.
NOT_COUNTED = {
    "CFCs and HCFCs, unspecified",
    "Bromoform",
    "Ethane, 1,2-dibromo-",
    "Ethane, 1,2-dichloro-",
    "Ethane, chloro-",
    "Ethene, tetrachloro-",
    "Ethylene dibromide",
}
# An emission to air with such a name has to stand in one of the two tables above.
SUSPECT = re.compile(r"^carbon diox|\bmethane|^ethane|^ethene|dinitrogen|chloroform|brom[io]|fluoro|halon|\bH?C?FC", re.I)
NOT_SUSPECT = re.compile(r"^NMVOC")

HEAD = """\
# 1 t of primary aluminium at the smelter gate, cradle to gate, smelted with China's electricity of 2024.
#
# WHERE THE NUMBERS ARE FROM. US Life Cycle Inventory database, FY18 edition, openLCA 1.5 JSON-LD export (repository
# FLCAC-admin/uslci-content, commit 9182448, folder downloads/uslci_olca1_5_0_json_ld). Work of the US Government,
# public domain. Each process names its UUID there; names, amounts and units are the database's, as printed. Only the
# product of the smelter (4b0fe164, North America, 1998) is renamed, to "{product}". data/convert/aluminium.py
# writes this file: change that.
#
# RULES
# 1. Electricity. The mix "Electricity, aluminum smelting and ingot casting regions" makes 1 kWh from five kinds of
#    generation whose amounts sum to 1 kWh. All five, with the hydropower that has no provider in the database,
#    are replaced by `electricity`: China's national footprint factor of 2024. The US mixes of mines, refineries and
#    fuel production stay as they are; so do line losses where the database has them, as none stand in this mix.
# 2. Links. An input is linked to the process that makes the same flow (UUID). Ocean freighters and cogeneration have
#    another UUID as input than as product and are linked by their identical name; the lines say so. Petroleum products,
#    gasoline and LPG among them, have two makers: 0aaf1e13 "Petroleum refining, at refinery" (2003) is taken, not the
#    older dc72e285 "Crude oil, in refinery" (from 1997).
# 3. Cut off. What has no provider in the database (there named "CUTOFF ...") stays as an input and is listed in
#    `cut_off`: hydropower, wind and other generation of the US mixes, coal slurry pipelines, disposal of wastes.
# 4. Allocation. The petroleum refinery's nine products share by the mass in kg per kg of output that the text of each
#    product exchange gives; the shares sum to 1. The tenth output, "Petroleum refining, at refinery" 1.0 kg, is their
#    sum ("added for EcoSpold semantic validation"), no product. Chlorine and sodium hydroxide share by mass.
# 5. Gases. Only greenhouse gases emitted to air are here; others (SO2, NOx, dust, CO, hydrocarbons, all that goes to
#    water) and resources are outside a carbon footprint. `Methane` without origin counts as fossil, the higher value,
#    also in biomass power; `Carbon dioxide` without origin is from burning lime: fossil. HFC-116 is the database's name
#    of C2F6; CFC-10, HCFC-140, HCC-30, R-40 and Halon 1001 are CCl4, CH3CCl3, CH2Cl2, CH3Cl and CH3Br. The CO2 that
#    biomass takes from the air is in `removes`, the same amount as it emits.
# 6. Not counted, and named in a comment where they arise. "CFCs and HCFCs, unspecified" is a mixture of unknown make-up
#    without a GWP: were the smelter's 0.12 kg per t all HCFC-22 (GWP 1960), it would add 235.2 kg CO2e. Traces from
#    burning and refining whose AR6 GWP rests on one public source only (tetrachloroethene 6.34, 1,2-dichloroethane 1.3,
#    1,2-dibromoethane 1.02, chloroethane 0.481, bromoform 0.25) would add 0.00004 kg CO2e.
"""


class Database:
    """The processes of the package, who makes each flow, and which flows go to air."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            self.processes = load(package, "processes/")
            self.flows = load(package, "flows/")
            self.categories = load(package, "categories/")
        self.makers, self.makers_by_name = {}, {}
        for key in sorted(self.processes):
            if key != OLD_REFINERY:
                for exchange in products(self.processes[key]):
                    self.makers.setdefault(exchange["flow"]["@id"], []).append(key)
                    self.makers_by_name.setdefault(exchange["flow"]["name"], []).append(key)

    def provider(self, exchange):
        """The maker of an input, and whether it was found by name only; `None` when nobody makes it."""
        flow = exchange["flow"]
        by_flow = self.makers.get(flow["@id"])
        found = by_flow or self.makers_by_name.get(flow["name"], [])
        if len(found) > 1:
            sys.exit(f"`{flow['name']}` has several makers: {found}")
        return (found[0] if found else None), not by_flow

    def to_air(self, exchange):
        """Whether an elementary exchange is an emission to air, by the path of its flow's category."""
        if exchange["input"]:
            return False
        names, category = [], self.flows[exchange["flow"]["@id"]].get("category")
        while category:
            names.append(category["name"])
            category = self.categories[category["@id"]].get("category")
        return "air" in names


def load(package, folder):
    """All objects of a folder by their id, with numbers as the text they are written in."""
    names = [name for name in package.namelist() if name.startswith(folder) and name.endswith(".json")]
    objects = (json.loads(package.read(name), parse_float=str, parse_int=str) for name in names)
    return {each["@id"]: each for each in objects}


def elementary(exchange):
    return exchange["flow"]["flowType"] == "ELEMENTARY_FLOW"


def inputs(process):
    return [each for each in process["exchanges"] if each["input"] and not elementary(each)]


def products(process):
    """The outputs of a process; of the refinery, without the line that is the sum of the others."""
    outputs = [each for each in process["exchanges"] if not each["input"] and not elementary(each)]
    if process["@id"] == REFINERY:
        outputs = [each for each in outputs if each["flow"]["name"] != process["name"]]
    return sorted(outputs, key=lambda each: (not each.get("quantitativeReference"), each["flow"]["name"]))


def chain(database):
    """The ids of the smelter and of everything upstream, breadth first; the smelting mix has no inputs here."""
    order, waiting = [], [SMELTER]
    while waiting:
        key = waiting.pop(0)
        if key not in order:
            order.append(key)
            if key != SMELTING_ELECTRICITY:
                named = sorted(inputs(database.processes[key]), key=lambda each: each["flow"]["name"])
                waiting += [maker for each in named if (maker := database.provider(each)[0])]
    return order


def quantity(exchange):
    return f"{exchange['amount']} {UNITS[exchange['unit']['name']]}"


def name_of(exchange):
    """The flow's name in the model: without the mark of a cut-off, single spaces."""
    return " ".join(exchange["flow"]["name"].removeprefix("CUTOFF ").split())


def text(value):
    return json.dumps(value, ensure_ascii=False)


def entry(exchanges):
    """A quantity; for several exchanges of one flow an array of them, each as printed."""
    if len(exchanges) == 1:
        return text(quantity(exchanges[0]))
    return "[" + ", ".join(f"{{ amount = {text(quantity(each))} }}" for each in exchanges) + "]"


def packed(items):
    """The items as lines of an array, as many to a line as fit."""
    lines = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= WIDTH:
            lines[-1] += f" {item},"
        else:
            lines.append(f"  {item},")
    return lines


def makes(process):
    """What a process of one product, or of products that share by mass, makes."""
    outputs = products(process)
    names = [PRODUCT if process["@id"] == SMELTER else name_of(each) for each in outputs]
    body = ", ".join(f"{text(name)} = {text(quantity(each))}" for name, each in zip(names, outputs))
    return [f"makes = {{ {body} }}"] + (['allocate = "mass"'] if len(outputs) > 1 else [])


def refinery_makes(process):
    """The refinery's products, with the share that each exchange's text gives."""
    lines, total = ["[process.makes]"], Decimal(0)
    for each in products(process):
        share = re.search(r"Mass \(([0-9.]+) kg/kg output\)", each["description"]).group(1)
        lines.append(f"{text(name_of(each))} = {{ amount = {text(quantity(each))}, share = {text(share)} }}")
        total += Decimal(share)
    if total != 1:
        sys.exit(f"the refinery's shares sum to {total}")
    return lines


def gases(database, process):
    """The `emits` and `removes` lines: greenhouse gases to air, and CO2 taken from it."""
    emitted, decided, unknown = {}, [], []
    to_air = [each for each in process["exchanges"] if elementary(each) and database.to_air(each)]
    for each in sorted(to_air, key=name_of):
        name = name_of(each)
        if name in GASES:
            gas, note = GASES[name]
            emitted.setdefault(gas, []).append(each)
            decided += [note] if note else []
        elif name in NOT_COUNTED:
            unknown.append(f"{name} {quantity(each)}")
        elif SUSPECT.search(name) and not NOT_SUSPECT.search(name):
            sys.exit(f"{process['name']}: is `{name}` a greenhouse gas?")
    taken = [each for each in process["exchanges"] if each["input"] and name_of(each) == UPTAKE]
    order = dict.fromkeys(gas for gas, _ in GASES.values())
    body = ", ".join(f"{text(gas)} = {entry(emitted[gas])}" for gas in order if gas in emitted)
    notes = decided + (["not counted: " + "; ".join(unknown)] if unknown else [])
    if notes and not body:
        sys.exit(f"{process['name']}: no `emits` line to say `{notes}` on")
    lines = [f"emits = {{ {body} }}" + "".join(f"  # {note}" for note in notes)] if body else []
    if taken:
        lines.append(f'removes = {{ "CO2, biogenic" = {entry(taken)} }}')
    return lines


def takes(database, process):
    """The `takes` table and the names of the inputs that nobody makes."""
    flows, cut_off = {}, set()
    for each in inputs(process):
        flows.setdefault(name_of(each), []).append(each)
    rows, linked_by_name = [], False
    for name, exchanges in sorted(flows.items()):
        maker, by_name = database.provider(exchanges[0])
        if not maker:
            cut_off.add(name)
        linked_by_name |= bool(maker) and by_name
        rows.append(f"{text(name)} = {entry(exchanges)}" + ("  # linked by name" if maker and by_name else ""))
    short = f"takes = {{ {', '.join(rows)} }}"
    if len(short) <= WIDTH and not linked_by_name:
        return [short], cut_off
    return ["[process.takes]", *rows], cut_off


def replaced_mix(process):
    """The smelting mix's inputs, each kind of generation turned into `electricity`."""
    total = sum(Decimal(each["amount"]) for each in inputs(process))
    if total != Decimal(products(process)[0]["amount"]):
        sys.exit(f"the smelting mix's inputs sum to {total}")
    lines = ["[process.takes]", "electricity = ["]
    for each in sorted(inputs(process), key=name_of):
        lines.append(f"  {{ amount = {text(quantity(each))} }},  # for: {name_of(each)}")
    return lines + ["]"]


def write_process(database, key):
    """The lines of one process and the names of what it cuts off; tables stand after the plain keys."""
    process = database.processes[key]
    lines = ["", "[[process]]", f"name = {text(process['name'].strip())}  # {key}"]
    emissions = gases(database, process)
    if key == SMELTING_ELECTRICITY:
        return lines + makes(process) + emissions + replaced_mix(process), set()
    inflows, cut_off = takes(database, process)
    if key == REFINERY:
        return lines + ['allocate = "share"'] + emissions + refinery_makes(process) + inflows, cut_off
    return lines + makes(process) + emissions + inflows, cut_off


def main(package, out):
    database = Database(package)
    body, cut_off = [], set()
    for key in chain(database):
        lines, missing = write_process(database, key)
        body += lines
        cut_off |= missing
    head = [
        HEAD.format(product=PRODUCT),
        'name    = "Primary aluminium, smelted with China\'s electricity of 2024"',
        f"product = {text(PRODUCT)}",
        'amount  = "1 t"',
        'gwp     = "AR6-100"',
        'region  = "CN"',
        "year    = 2024",
        "cut_off = [",
        *packed(text(name) for name in sorted(cut_off)),
        "]",
        "",
        "[supply.electricity]  # national average footprint of electricity, China 2024: 0.5777 kg CO2e/kWh",
        'factor = "electricity"',
        "",
        '[scenario."China, electricity of 2023"]  # 0.6205 kg CO2e/kWh',
        "year = 2023",
        "",
        '[scenario."hydropower smelter"]  # hydropower in China, 2024: 0.0141 kg CO2e/kWh',
        'supply.electricity = { factor = "electricity, hydropower" }',
    ]
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(head + body) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: aluminium.py PACKAGE.zip OUT.toml")
    main(*sys.argv[1:])
