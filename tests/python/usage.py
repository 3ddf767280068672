"""A use of every part of the package, for the type checker."""

import datetime
from decimal import Decimal

import numpy as np

import cfp

registry = cfp.Registry.bundled()
grid: cfp.Factor = registry.find("electricity", region="CN", year=2024)
press = cfp.Process(
    "press",
    makes={"profile": {"amount": "1 t", "price": (Decimal("20"), "CNY/kg")}},
    takes={"electricity": [("1.15 MWh")], "billet": (1048, "kg")},
    region="CN-GD",
    tags=["site A"],
).emits("CO2, fossil", "203 kg", source="invoices")
system = cfp.System(press, supply={"electricity": grid, "billet": "9.1 kg CO2e/kg"})
footprint = system.footprint("profile", "1 kg", gwp="AR6-100")
total: Decimal = footprint.total
bound: Decimal | None = footprint.bound
fossil: Decimal = footprint.by_category["fossil"]
largest: Decimal = max(row.co2e for row in footprint.by_process())
own: cfp.Intensities = system.intensities({"CO2": 1, "N2O": {"value": "273"}})
names: list[str] = [row.product for row in own.rows]
then: cfp.Registry = registry.as_of(datetime.date(2025, 6, 30)).as_of("2025-01-31")
plug: tuple[Decimal, str] = cfp.sum_factors([grid])
cfp.System(press, supply={"electricity": plug, "billet": "9.1 kg CO2e/kg"})
percent: list[Decimal | None] = [row.percent for row in registry.diff("a", "b").changed]
billet = cfp.Circular(
    "billet",
    "1 kg",
    recycled_content=Decimal("0.25"),
    to_energy="0.1",
    heating_value=(22, "MJ/kg"),
    heat={"efficiency": Decimal("0.3"), "flow": "steam"},
)
cfp.System(press, billet, supply={"primary aluminium": "9 kg CO2e/kg"})
credits: list[tuple[str, Decimal]] = [(row.term, row.co2e) for row in footprint.terms]
moved: cfp.Difference = system.difference(
    "profile", "1 kg", "AR5-100", supply={"electricity": (grid, plug)}, gwp_after="AR6-100"
)
shares: dict[str, Decimal | None] = {part.name: part.share_percent for part in moved.parts}
rows_before: list[str] = [part.row_before.row for part in moved.parts if part.row_before is not None]
one, half = np.array([0]), np.array([0.5])
power = {"id": "el", "name": "power", "unit": "kWh"}
database: cfp.Database = cfp.Database.from_triplets(1, (one, one, half), 1, (one, one, half), products=[power])
scores: cfp.Scores = database.scores({0: 1.0})
figure: cfp.Figure = scores["power"]
kwh: tuple[Decimal, Decimal | None] = (scores.score(0, "2 MWh").value, figure.bound)
doubles: list[float] = scores.demands(one, half)[0].tolist()
places: list[str | None] = [row.label.location for row in scores.contributions(0).rows if row.label]
longest: int = max(len(path.steps) for path in scores.paths(0, most=3).paths)
smaller, fewer = scores.changed([("emission", 0, "power", 0.25)])
depths: list[int] = [node.depth for node in fewer.supply_chains(0, cut_off=0.1).nodes]
imports = [{"cn": "72081000", "country": "CN", "mass_t": Decimal("1.5"), "import_date": datetime.date(2026, 3, 31)}]
declared: cfp.cbam.Declaration = cfp.cbam.declaration(imports, year=2026, price={"2026-Q1": "75.36"})
certificates: list[Decimal | None] = [good.certificates for good in declared.goods]
held: list[str | None] = [row.quarter for row in declared.totals.holding] if declared.totals else []
plant: cfp.cbam.Installation = cfp.cbam.Installation.from_text('year = 2026\nprocess = []', "plant.toml")
metals: list[Decimal] = [used.tonnes for process in plant.embedded(registry).processes for used in process.precursors]
compared: cfp.cbam.Comparison = plant.compare("75.36", last_year=2027)
savings: list[Decimal | None] = [row.saving_eur_per_t for row in compared.years]
bridged: list[str] = [line.step for line in plant.bridge(registry).lines]
workbooks: list[bytes] = [cfp.cbam.template("zh"), plant.to_template("en"), plant.operator_report()]
said: list[str] = [figure.cell for figure in plant.embedded().workbook or []]
tax: Decimal | None = cfp.cbam.benchmark("72081000", column="A", year=2026).value
retained: Decimal = cfp.cbam.cbam_factor(2027).value + cfp.cbam.mark_up("72081000", year=2026).value
origin: str = cfp.cbam.default_value("72081000", country=None, registry=registry).table
try:
    lock = cfp.Lock.read("cfp.lock")
    old: list[str] = [
        before.version
        for change in lock.difference(lock)
        if not isinstance(before := change.before, cfp.LockedRegion | None)
    ]
    both: cfp.Registry = cfp.Registry.open("own", over=registry.locked(lock))
    where: list[str | None] = [
        problem.where for problem in cfp.check_datasets("own", own=True, over=both).problems
    ]
except FileNotFoundError:
    pass
try:
    model = cfp.read_model("missing.toml")
    model.footprint(amount="2 t", up_to_region="country")
    analysis: cfp.Analysis = model.analyse(amount="2 t")
    parts: list[tuple[str | None, Decimal]] = [
        (part.name, part.co2e) for part in analysis.contributions("tier", most=3).rows
    ]
    steps: list[str] = [step.product for path in analysis.paths(most=5).paths for step in path.steps]
    upstream: Decimal | None = analysis.upstream(most=1).rows[0].upstream
    above: list[Decimal] = [
        rest.positive for rest in [analysis.contributions("process", until="0.8").remainder] if rest is not None
    ]
    left: list[Decimal] = [node.cut_off for node in analysis.tree(cut_off="0.05").nodes]
    flows: list[tuple[int, int]] = [(link.source, link.target) for link in analysis.sankey(cut_off=0.1).links]
    result: cfp.Result = model.result(amount="2 t", up_to_years_old=1)
    asked: dict[str, str | int] = result.provenance.options
    narrowed: cfp.Lock = model.lock().open().but_for(result.provenance.lock.datasets[0].id)
    change: Decimal = model.difference("a@=2023", "a@=2024", registry=registry).change
    stored: list[str | None] = [value.stored for value in cfp.verify("result.json").differences]
except cfp.CfpError as error:
    codes: list[str] = [problem.code for problem in error.problems]
except FileNotFoundError:
    pass
