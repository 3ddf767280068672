"""An economy of processes and of the shares of money between them; `generate.py` explains it."""

from dataclasses import dataclass, field

import numpy as np

# Places: a country is 0 or more, the world is -1 and a super-region is below that.
WORLD = -1

# Of each sector: its share of the families, how popular they are as inputs, and the share of
# inputs which they take from their own sector.
SECTORS = {
    "heat": (1, 14, 0.2),
    "fuel": (4, 5, 0.4),
    "transport": (4, 5, 0.3),
    "metal": (9, 2, 0.45),
    "chemical": (20, 1.5, 0.55),
    "mineral": (6, 1.6, 0.4),
    "agriculture": (14, 1.0, 0.5),
    "wood and paper": (8, 1.2, 0.5),
    "plastic": (4, 1.6, 0.3),
    "machine": (7, 1.0, 0.35),
    "construction": (4, 1.2, 0.3),
    "infrastructure": (6, 3.0, 0.2),
    "waste": (14, 2.5, 0.2),
    "water": (1.5, 12, 0.3),
    "electronics": (5, 0.8, 0.55),
    "food": (8, 0.7, 0.5),
    "textile": (3, 0.6, 0.5),
    "service": (1.5, 1.5, 0.2),
}
NAMES = list(SECTORS)
MADE_IN_MANY_COUNTRIES = ("waste", "agriculture", "fuel", "heat")
SOLD_IN_COUNTRIES = ("waste", "heat", "water")
SOLD_WITHOUT_TRANSPORT = ("heat", "water", "transport")
FOR_CONSUMERS = ("food", "textile", "electronics", "construction")

ELECTRICITY_SHARE = 0.24
TECHNOLOGIES = 26
POPULARITY_SIGMA = 1.2
POPULARITY_EXPONENT = 0.475
LOCAL_SHARE = 0.7
LOCAL_BAND = 0.02
INPUTS_SIGMA = 1.1


@dataclass
class Family:
    """The processes of one product: who makes it where, and who sells it where."""

    number: int
    sector: str
    makers: list[tuple[int, int]] = field(default_factory=list)
    markets: dict[int, int] = field(default_factory=dict)


@dataclass
class Grid:
    """The electricity processes of one country."""

    markets: tuple[int, int, int]
    transformers: tuple[int, int]
    plants: list[int] = field(default_factory=list)


@dataclass
class Recipe:
    """What the makers of a family need; those in different countries mostly share one."""

    families: list[int]
    weights: np.ndarray
    uses_electricity: bool
    voltage: int
    total: float


class Places:
    """Countries, the super-regions they are in and their weight in the economy."""

    def __init__(self, rng: np.random.Generator, size: int):
        self.countries = min(240, max(8, int(round(0.0125 * size**0.92))))
        self.super_regions = max(3, self.countries // 12)
        self.super_region = rng.integers(0, self.super_regions, self.countries)
        weight = rng.pareto(1.1, self.countries) + 0.1
        self.weight = weight / weight.sum()

    def around(self, country: int) -> int:
        """The super-region of a country, as a place."""
        return -2 - int(self.super_region[country])


class Processes:
    """The processes so far: the group that sets each one's price, and whether it makes something."""

    def __init__(self, size: int):
        self.size = size
        self.groups: list[str] = []
        self.makes: list[bool] = []

    def add(self, group: str, makes: bool = False) -> int:
        """Adds a process and returns its index."""
        self.groups.append(group)
        self.makes.append(makes)
        return len(self.groups) - 1

    @property
    def room(self) -> int:
        """How many more there may be."""
        return self.size - len(self.groups)


class Shares:
    """The inputs of each process as shares of money."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.cols: list[int] = []
        self.values: list[float] = []

    def put(self, process: int, inputs, weights, total: float) -> None:
        """Spreads a total over the inputs by their weights; none of it goes to the process itself."""
        merged: dict[int, float] = {}
        for supplier, weight in zip(inputs, weights):
            if supplier != process:
                merged[supplier] = merged.get(supplier, 0.0) + weight
        whole = sum(merged.values())
        for supplier, weight in merged.items():
            self.rows.append(supplier)
            self.cols.append(process)
            self.values.append(total * weight / whole)


class Economy:
    """Builds processes and the shares of money between them."""

    def __init__(self, size: int, seed: int, nonzeros_per_column: float):
        self.rng = np.random.default_rng(seed)
        self.nonzeros = nonzeros_per_column * size
        self.processes = Processes(size)
        self.shares = Shares()
        self.places = Places(self.rng, size)
        self.grids: list[Grid] = []
        self.families: list[Family] = []
        self.add_electricity()
        while self.processes.room > 0:
            self.add_family()
        self.rank_families()
        self.link_electricity()
        self.link_markets()
        self.link_makers()

    # The processes

    def add_electricity(self) -> None:
        """Adds the markets, transformers and plants of each country, and the larger markets."""
        add, places = self.processes.add, self.places
        for _ in range(places.countries):
            markets = (add("HV"), add("MV"), add("LV"))
            self.grids.append(Grid(markets, (add("HV"), add("MV"))))
        larger = 5 * places.countries + 3 * (places.super_regions + 1)
        plants = max(places.countries * 3, int(ELECTRICITY_SHARE * self.processes.size) - larger)
        spread = self.rng.lognormal(0, 0.6, places.countries)
        counts = np.maximum(2, (spread * plants / places.countries / 1.2).astype(int))
        for grid, count in zip(self.grids, np.minimum(counts, TECHNOLOGIES * 2)):
            for number in range(count):
                grid.plants.append(add(f"plant {number % TECHNOLOGIES}", makes=True))
        voltages = ("HV", "MV", "LV")
        self.regional_grids = [
            tuple(add(voltage) for voltage in voltages) for _ in range(places.super_regions)
        ]
        self.world_grid = tuple(add(voltage) for voltage in voltages)

    def add_family(self) -> None:
        """Adds the makers and markets of one more product, as far as there is room."""
        rng, places, processes = self.rng, self.places, self.processes
        weights = np.array([SECTORS[name][0] for name in NAMES], float)
        sector = NAMES[rng.choice(len(NAMES), p=weights / weights.sum())]
        spread = rng.pareto(1.35) * (1.6 if sector in MADE_IN_MANY_COUNTRIES else 0.9)
        count = 1 + int(min(spread, 40, places.countries - 1))
        if count > 1:
            countries = rng.choice(places.countries, size=count, replace=False, p=places.weight)
        else:
            countries = [rng.choice(places.countries, p=places.weight)]
        countries = [int(country) for country in countries]
        technologies = 1 + (rng.random() < 0.18) + (rng.random() < 0.06)
        family = Family(len(self.families), sector)
        group, room = str(family.number), processes.room
        for country in countries:
            for _ in range(technologies):
                if len(family.makers) < room - 1:
                    family.makers.append((processes.add(group, makes=True), country))
        elsewhere = rng.random() < 0.7 and room > len(family.makers) + 2
        if elsewhere or not family.makers:
            family.makers.append((processes.add(group, makes=True), WORLD))
        self.add_markets(family, countries)
        self.families.append(family)

    def add_markets(self, family: Family, countries: list[int]) -> None:
        """Adds the markets of a product: of the world, of super-regions and of countries."""
        rng, processes = self.rng, self.processes
        group = str(family.number)
        if processes.room > 0 and rng.random() < 0.93:
            family.markets[WORLD] = processes.add(group)
        if len(countries) >= 3:
            for region in {int(self.places.super_region[country]) for country in countries}:
                if processes.room > 0 and rng.random() < 0.35:
                    family.markets[-2 - region] = processes.add(group)
        if len(countries) >= 6 or family.sector in SOLD_IN_COUNTRIES:
            for country in countries:
                if processes.room > 0 and rng.random() < 0.6:
                    family.markets[country] = processes.add(group)

    # How likely a family is to be an input

    def rank_families(self) -> None:
        """Decides how popular each family is, where it stands in its sector and who stays outside.

        Families for consumers are no input of others, so they are outside the large loop.
        """
        rng, count = self.rng, len(self.families)
        self.sector = np.array([NAMES.index(family.sector) for family in self.families])
        basis = np.array([SECTORS[family.sector][1] for family in self.families], float)
        rank = rng.permutation(count) + 1.0
        spread = rng.lognormal(0, POPULARITY_SIGMA, count)
        popularity = basis * (spread * (rank / count) ** (-POPULARITY_EXPONENT))
        self.members = [np.where(self.sector == number)[0] for number in range(len(NAMES))]
        transport = self.members_of("transport")
        self.transport = transport[np.argsort(-popularity[transport])][:12]
        position = rng.random(count)
        self.order = [members[np.argsort(position[members])] for members in self.members]
        self.place_in_order = np.zeros(count, int)
        for order in self.order:
            self.place_in_order[order] = np.arange(len(order))
        consumers = np.isin(self.sector, [NAMES.index(name) for name in FOR_CONSUMERS])
        self.is_final = rng.random(count) < np.where(consumers, 0.75, 0.30)
        # Shares before and after the cut are both normed, which keeps the sum nearer to 1.
        overall = np.where(self.is_final, 0, popularity / popularity.sum())
        self.popularity = overall / overall.sum()
        self.popularity_in_sector = []
        for members in self.members:
            within = np.where(self.is_final[members], 0, popularity[members])
            whole = within.sum()
            self.popularity_in_sector.append(within / whole if whole > 0 else None)

    def members_of(self, sector: str) -> np.ndarray:
        """The families of a sector."""
        return self.members[NAMES.index(sector)]

    def supplier(self, family: int, place: int) -> int:
        """The process that supplies a family's product to a place: the nearest market."""
        chosen = self.families[family]
        nearest = [place] + ([self.places.around(place)] if place >= 0 else []) + [WORLD]
        for at in nearest:
            if at in chosen.markets:
                return chosen.markets[at]
        if chosen.markets:
            return next(iter(chosen.markets.values()))
        makers = [process for process, at in chosen.makers if at == place]
        return makers[0] if makers else chosen.makers[-1][0]

    def electricity(self, place: int, voltage: int) -> int:
        """The process that supplies electricity to a place, mostly its own market."""
        rng, places = self.rng, self.places
        if place >= 0:
            if rng.random() < 0.8:
                return self.grids[place].markets[voltage]
            return self.regional_grids[int(places.super_region[place])][voltage]
        if place == WORLD:
            if rng.random() < 0.75:
                return self.world_grid[voltage]
            return self.regional_grids[int(rng.integers(places.super_regions))][voltage]
        return self.regional_grids[-2 - place][voltage]

    # The inputs of electricity

    def link_electricity(self) -> None:
        """Links plants, transformers and markets of all countries and the larger markets."""
        rng = self.rng
        kinds = [("fuel", 2), ("infrastructure", 3), ("waste", 2), ("water", 1)]
        needs = [
            [rng.choice(self.members_of(sector), size=size) for sector, size in kinds]
            for _ in range(TECHNOLOGIES)
        ]
        for country in range(self.places.countries):
            self.link_grid(country)
            for number, plant in enumerate(self.grids[country].plants):
                technology = number % TECHNOLOGIES
                self.link_plant(plant, country, technology, needs[technology])
        self.link_larger_grids()

    def link_grid(self, country: int) -> None:
        """Links the markets and transformers of one country."""
        rng, put, grid = self.rng, self.shares.put, self.grids[country]
        infrastructure = self.members_of("infrastructure")
        lines = [
            self.supplier(infrastructure[number % len(infrastructure)], country)
            for number in range(3)
        ]
        high, medium, low = grid.markets
        to_medium, to_low = grid.transformers
        countries = self.places.countries
        count = min(countries - 1, int(rng.integers(1, 6)))
        neighbours = rng.choice(countries, size=count, replace=False)
        imports = [self.grids[int(neighbour)].markets[0] for neighbour in neighbours]
        mix = list(rng.dirichlet(np.full(len(grid.plants), 0.3)) * 0.9 + 1e-6)
        traded = list(rng.dirichlet(np.ones(len(imports))) * 0.1)
        inputs = grid.plants + imports + [lines[0]]
        put(high, inputs, mix + traded + [1e-4], 0.985 - rng.uniform(0, 0.03))
        put(to_medium, [high, lines[1]], [1, 1e-3], 0.95)
        decentral = grid.plants[-2:]
        put(medium, [to_medium] + decentral, [0.95] + [0.02] * len(decentral), 0.97)
        put(to_low, [medium, lines[2]], [1, 1e-3], 0.95)
        put(low, [to_low] + grid.plants[-1:], [0.97, 0.03], 0.95)

    def link_plant(self, plant: int, country: int, technology: int, needs) -> None:
        """Links a power plant to its fuels, factories, waste treatments and water."""
        rng = self.rng
        fuels, factories, wastes, water = needs
        families = [
            *fuels[: 1 + (technology % 3 > 0)],
            *factories[: 1 + technology % 3],
            *wastes[: 1 + technology % 2],
            *water,
        ]
        inputs = [self.supplier(family, country) for family in families]
        if technology % 4 == 0:
            inputs.append(self.electricity(country, 0))
        count = int(rng.integers(0, 4))
        extra = rng.choice(len(self.families), size=count, p=self.popularity)
        inputs += [self.supplier(family, country) for family in extra]
        self.shares.put(
            plant, inputs, rng.lognormal(0, 1.5, len(inputs)), rng.uniform(0.2, 0.75)
        )

    def link_larger_grids(self) -> None:
        """Links the electricity markets of super-regions to countries, and the world's to those."""
        places, put = self.places, self.shares.put
        members = [
            np.where(places.super_region == region)[0] for region in range(places.super_regions)
        ]
        used = [region for region, countries in enumerate(members) if len(countries)]
        weights = [places.weight[countries].sum() for countries in members]
        for region in used:
            for voltage in range(3):
                inputs = [self.grids[country].markets[voltage] for country in members[region]]
                shares = places.weight[members[region]] + 1e-9
                put(self.regional_grids[region][voltage], inputs, shares, 0.999)
        for voltage in range(3):
            inputs = [self.regional_grids[region][voltage] for region in used]
            put(self.world_grid[voltage], inputs, [weights[region] for region in used], 0.999)

    # The inputs of everything else

    def link_markets(self) -> None:
        """Links the market of each product and place to its suppliers and to transport."""
        for family in self.families:
            for place, market in family.markets.items():
                self.link_market(family, place, market)

    def link_market(self, family: Family, place: int, market: int) -> None:
        """Links one market."""
        rng = self.rng
        suppliers = self.suppliers_of_market(family, place)
        count = min(int(rng.integers(2, 6)), len(self.transport))
        transport = []
        if family.sector not in SOLD_WITHOUT_TRANSPORT or rng.random() < 0.3:
            near = min(len(self.transport), 7)
            chosen = rng.choice(near, size=count, replace=False)
            transport = [self.supplier(self.transport[number], place) for number in chosen]
        shares = rng.dirichlet(np.full(len(suppliers), 0.6))
        if transport:
            of_transport = rng.dirichlet(np.ones(len(transport))) * 0.06 + 1e-7
            weights = [*(shares * 0.93 + 1e-6), *of_transport]
        else:
            weights = list(shares + 1e-6)
        self.shares.put(market, suppliers + transport, weights, rng.uniform(0.94, 0.99))

    def suppliers_of_market(self, family: Family, place: int) -> list[int]:
        """The makers within a market's place, or the first few where there are none."""
        if place == WORLD:
            markets = [
                market
                for at, market in family.markets.items()
                if at != WORLD and self.rng.random() < 0.15
            ]
            return [maker for maker, _ in family.makers] + markets
        within = [
            maker
            for maker, at in family.makers
            if at == place or (place < WORLD and at >= 0 and self.places.around(at) == place)
        ]
        return within or [maker for maker, _ in family.makers][:3]

    def link_makers(self) -> None:
        """Links the makers of all products to what they need."""
        rng = self.rng
        makers = sum(len(family.makers) for family in self.families)
        left = self.nonzeros - self.processes.size - len(self.shares.rows)
        mean = max(0.0, left) / max(1, makers)
        for family in self.families:
            shared = None
            for maker, place in family.makers:
                if shared is None:
                    recipe = shared = self.recipe(family, mean)
                else:
                    recipe = self.recipe(family, mean) if rng.random() < 0.15 else shared
                self.link_maker(family, maker, place, recipe)

    def recipe(self, family: Family, mean: float) -> Recipe:
        """Draws what a family's makers need: `mean` inputs on average, few or many."""
        rng, sector = self.rng, self.sector[family.number]
        middle = np.log(mean) - INPUTS_SIGMA**2 / 2 + 0.12
        count = int(np.clip(rng.lognormal(middle, INPUTS_SIGMA), 1, 140))
        own = rng.binomial(count, SECTORS[family.sector][2])
        families: list[int] = []
        if count > own:
            families += list(
                rng.choice(len(self.families), size=count - own, p=self.popularity)
            )
        if own and self.popularity_in_sector[sector] is not None:
            near = rng.binomial(own, LOCAL_SHARE)
            families += self.neighbours(family, near)
            popularity = self.popularity_in_sector[sector]
            families += list(rng.choice(self.members[sector], size=own - near, p=popularity))
        uses_electricity = rng.random() < 0.78
        return Recipe(
            families,
            rng.lognormal(0, 2.0, len(families) + 1),
            uses_electricity,
            int(rng.choice(3, p=[0.04, 0.66, 0.30])),
            rng.uniform(0.25, 0.85),
        )

    def neighbours(self, family: Family, count: int) -> list[int]:
        """Families of the same sector that are near in its order."""
        order = self.order[self.sector[family.number]]
        band = max(2, LOCAL_BAND * len(order))
        steps = np.rint(self.rng.standard_cauchy(count) * band).astype(int)
        places = np.clip(self.place_in_order[family.number] + steps, 0, len(order) - 1)
        return [near for near in order[places] if not self.is_final[near]]

    def link_maker(self, family: Family, maker: int, place: int, recipe: Recipe) -> None:
        """Links one maker to the suppliers of its recipe that are near."""
        rng = self.rng
        others = [number for number in recipe.families if number != family.number]
        inputs = [self.supplier(number, place) for number in others]
        if not inputs:
            inputs = [self.electricity(place, recipe.voltage)]
        own = recipe.weights[: len(inputs)] * rng.lognormal(0, 0.15, len(inputs))
        weights = list(own)
        if recipe.uses_electricity:
            inputs.append(self.electricity(place, recipe.voltage))
            weights.append(recipe.weights[-1] * 2)
        self.shares.put(maker, inputs, weights, recipe.total)
