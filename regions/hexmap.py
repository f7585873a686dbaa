"""The map of England in hexagons: one cell of equal size for each authority, near where it lies.

Four steps. Cities swell and carry what lies around them outwards; neighbours take their true direction from one
another, one cell apart; each authority takes a near free cell; cells change places while that makes the map better.
Only arithmetic that is the same everywhere and a seeded generator are used, so that every machine draws the same map.
"""

from collections.abc import Iterable
from math import fsum, sqrt
from random import Random

Cell = tuple[int, int]
Point = tuple[float, float]
Pair = tuple[int, int]

KM_PER_DEGREE = 111.2
COSINE_OF_MIDDLE_LATITUDE = 0.605
ROW_HEIGHT = sqrt(3) / 2
# One cell stands for about this many kilometres from side to side.
CELL_KM = 30.0
# Found by looking at many maps: how long and how strongly each step works, and the luckiest seed.
SWELLING_ROUNDS, SWELLING, SHRINKING_LIMIT = 20, 0.2, 0.1
SPREADING_ROUNDS, SPREADING = 100, 0.1
SNUG = 0.9
MOVES, MOVES_EACH, TOLERANCE, PUSHES, SEED = 50_000, 400, 4.0, 0.4, 3
# What makes a map good: nearness to the spread position, true directions, whole regions, no holes, no ragged coast.
NEARNESS, DIRECTION, WHOLENESS, HOLE, COAST = 1.0, 0.8, 16.0, 2.0, 0.2


def layout(positions: dict[str, Point], regions: dict[str, str]) -> dict[str, Cell]:
    """Cells (column q, row r) of all authorities: pointy tops, odd rows half a cell to the right, row 0 in the north.

    positions: slug to (latitude, longitude) in degrees. regions: slug to region. The first column and row are 0.
    Takes some seconds for all England, so the result is kept with the reference files.
    """
    slugs = sorted(positions)
    if not slugs:
        return {}
    points = [_project(*positions[slug]) for slug in slugs]
    pairs = _neighbours(points)
    bearings = [_bearing(points[i], points[j]) for i, j in pairs]
    places = points
    for _ in range(SWELLING_ROUNDS):
        places = _swell(places, pairs)
    places = [(x * SNUG, y * SNUG) for x, y in _spread(places, pairs, bearings)]
    board = _Board(places, pairs, bearings, [regions[slug] for slug in slugs])
    chance = Random(SEED)  # noqa: S311  a map holds no secret
    board.settle(chance, min(MOVES, MOVES_EACH * len(slugs)))
    return dict(zip(slugs, _from_zero(board.cells), strict=True))


def around(cell: Cell) -> list[Cell]:
    """The six cells next to a cell."""
    q, r = cell
    s = r % 2
    return [(q - 1, r), (q + 1, r), (q + s - 1, r - 1), (q + s, r - 1), (q + s - 1, r + 1), (q + s, r + 1)]


def centre(cell: Cell) -> Point:
    """The middle of a cell, east and south, in cells from side to side."""
    return cell[0] + (cell[1] % 2) / 2, cell[1] * ROW_HEIGHT


def pieces(cells: Iterable[Cell]) -> int:
    """How many pieces a set of cells falls into."""
    left, found = set(cells), 0
    while left:
        found += 1
        edge = [left.pop()]
        while edge:
            for cell in around(edge.pop()):
                if cell in left:
                    left.remove(cell)
                    edge.append(cell)
    return found


def _apart(cells: Iterable[Cell]) -> float:
    """How far a set of cells is from being in one piece: the gaps between its pieces, and a half for each."""
    left, groups = set(cells), []
    while left:
        group = [left.pop()]
        for cell in group:
            for other in around(cell):
                if other in left:
                    left.remove(other)
                    group.append(other)
        groups.append(group)
    groups.sort(key=lambda group: (len(group), min(group)))
    total = 0.0
    for n, group in enumerate(groups[:-1]):
        rest = [centre(cell) for other in groups[n + 1 :] for cell in other]
        total += min(_distance(centre(cell), goal) for cell in group for goal in rest) - 0.5
    return total


def _project(latitude: float, longitude: float) -> Point:
    """East and south of 52 degrees north, 1 degree west, in cells."""
    scale = KM_PER_DEGREE / CELL_KM
    return (longitude + 1) * COSINE_OF_MIDDLE_LATITUDE * scale, (52 - latitude) * scale


def _distance(a: Point, b: Point) -> float:
    return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))


def _bearing(a: Point, b: Point) -> Point:
    """One cell from a towards b."""
    gap = _distance(a, b) or 1.0
    return (b[0] - a[0]) / gap, (b[1] - a[1]) / gap


def _neighbours(points: list[Point]) -> list[Pair]:
    """Pairs with nobody else inside the circle between them (the Gabriel graph)."""
    pairs = []
    for i, a in enumerate(points):
        for j, b in enumerate(points[:i]):
            middle, radius = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), _distance(a, b) / 2
            if all(_distance(middle, c) >= radius for k, c in enumerate(points) if k not in (i, j)):
                pairs.append((j, i))
    return pairs


def _swell(places: list[Point], pairs: list[Pair]) -> list[Point]:
    """One round in which the crowded grow, the lonely shrink and all others move along, so that nobody slips past."""
    gaps: list[list[float]] = [[] for _ in places]
    for i, j in pairs:
        for k in (i, j):
            gaps[k].append(_distance(places[i], places[j]))
    sizes = [fsum(its) / len(its) / 2 if its else 0.5 for its in gaps]
    pushes = [max(0.5 - size, -SHRINKING_LIMIT) * SWELLING for size in sizes]
    after = []
    for i, (x, y) in enumerate(places):
        east, south = x, y
        for j, (ox, oy) in enumerate(places):
            if i != j:
                gap, size = max(_distance((x, y), (ox, oy)), 0.01), max(sizes[j], 0.01)
                push = pushes[j] * min(size / gap, gap / size) / gap
                east, south = east + (x - ox) * push, south + (y - oy) * push
        after.append((east, south))
    return after


def _spread(places: list[Point], pairs: list[Pair], bearings: list[Point]) -> list[Point]:
    """Bring neighbours one cell apart in their true direction; push apart whoever is nearer than a cell."""
    now = [list(place) for place in places]
    for turn in range(SPREADING_ROUNDS):
        pull = SPREADING * (1 - turn / SPREADING_ROUNDS)
        for (i, j), (dx, dy) in zip(pairs, bearings, strict=True):
            a, b = now[i], now[j]
            east, south = (b[0] - a[0] - dx) * pull, (b[1] - a[1] - dy) * pull
            a[0], a[1], b[0], b[1] = a[0] + east, a[1] + south, b[0] - east, b[1] - south
        _push_apart(now)
    return [(x, y) for x, y in now]


def _push_apart(now: list[list[float]]) -> None:
    for i, a in enumerate(now):
        for b in now[:i]:
            dx, dy = b[0] - a[0], b[1] - a[1]
            if -1 < dx < 1 and -1 < dy < 1 and (gap := sqrt(dx * dx + dy * dy)) < 1:
                push = 0.4 * (1 - gap) / max(gap, 0.01)
                a[0], a[1], b[0], b[1] = a[0] - dx * push, a[1] - dy * push, b[0] + dx * push, b[1] + dy * push


def _from_zero(cells: list[Cell]) -> list[Cell]:
    """Shift to column 0 and row 0. Moved by an odd number of rows, even rows become odd, half a cell to the right."""
    top = min(r for _, r in cells)
    if top % 2:
        cells = [(q - 1 + r % 2, r) for q, r in cells]
    left = min(q for q, _ in cells)
    return [(q - left, r - top) for q, r in cells]


class _Board:
    """Authorities on cells, and what each change of places would cost."""

    def __init__(self, places: list[Point], pairs: list[Pair], bearings: list[Point], regions: list[str]):
        self.places, self.regions = places, regions
        self.wishes: list[list[tuple[int, float, float]]] = [[] for _ in places]
        for (i, j), (dx, dy) in zip(pairs, bearings, strict=True):
            self.wishes[i].append((j, dx, dy))
            self.wishes[j].append((i, -dx, -dy))
        self.taken: dict[Cell, int] = {}
        self.cells: list[Cell] = [(0, 0)] * len(places)
        self.spots: list[Point] = [(0.0, 0.0)] * len(places)
        self._seat()
        self._trade()
        self.broken = {region: _apart(self._of(region)) for region in sorted(set(regions))}

    def settle(self, chance: Random, moves: int) -> None:
        """Let random neighbours change places or push a row along; tolerate less and less of what makes it worse."""
        for turn in range(moves):
            i, side = int(chance.random() * len(self.cells)), int(chance.random() * 6)
            goal = around(self.cells[i])[side]
            j = self.taken.get(goal)
            if j is None:
                moved = {i: goal}
            elif chance.random() < PUSHES:
                moved = self._row(i, side)
            else:
                moved = {i: goal, j: self.cells[i]}
            self._try(moved, TOLERANCE * max(1 - turn / (0.85 * moves), 0.0))

    def _row(self, i: int, side: int) -> dict[int, Cell]:
        """Everybody from an authority to the coast on one side of it, each one cell further."""
        moved: dict[int, Cell] = {}
        whom: int | None = i
        while whom is not None:
            goal = around(self.cells[whom])[side]
            moved[whom] = goal
            whom = self.taken.get(goal)
        return moved

    def _seat(self) -> None:
        """From the middle outwards, each to the nearest free cell."""
        n = len(self.places)
        middle = (fsum(x for x, _ in self.places) / n, fsum(y for _, y in self.places) / n)
        for i in sorted(range(n), key=lambda i: (_distance(middle, self.places[i]), i)):
            q, r = round(self.places[i][0]), round(self.places[i][1] / ROW_HEIGHT)
            near = [(q + a, r + b) for a in range(-6, 7) for b in range(-6, 7)]
            self._put(
                i, min((cell for cell in near if cell not in self.taken), key=lambda cell: (self._off(i, cell), cell))
            )

    def _trade(self) -> None:
        """Change places, with each other or with a free cell up to two cells away, until nobody comes nearer."""
        better = True
        while better:
            better = False
            for i in range(len(self.places)):
                for goal in sorted({cell for step in around(self.cells[i]) for cell in around(step)}):
                    start, j = self.cells[i], self.taken.get(goal)
                    gain = self._off(i, start) - self._off(i, goal)
                    if j is not None:
                        gain += self._off(j, goal) - self._off(j, start)
                    if j != i and gain > 1e-9:
                        self._move({i: goal} if j is None else {i: goal, j: start})
                        better = True

    def _try(self, moved: dict[int, Cell], tolerated: float) -> None:
        """Make a move and take it back if it costs more than is tolerated."""
        back = {i: self.cells[i] for i in moved}
        ends = set(back.values()) ^ set(moved.values())
        shore = ends.union(*map(around, ends))
        before = fsum(self._strain(i) for i in moved) + self._shore(shore)
        self._move(moved)
        cost = fsum(self._strain(i) for i in moved) + self._shore(shore) - before
        ours = sorted({self.regions[i] for i in moved})
        broken = WHOLENESS * fsum(self.broken[region] for region in ours)
        if cost - broken <= tolerated:
            now = {region: _apart(self._of(region)) for region in ours}
            if cost - broken + WHOLENESS * fsum(now.values()) <= tolerated:
                self.broken.update(now)
                return
        self._move(back)

    def _off(self, i: int, cell: Cell) -> float:
        """Squared distance of a cell from the authority's place."""
        x, y = centre(cell)
        tx, ty = self.places[i]
        return (x - tx) * (x - tx) + (y - ty) * (y - ty)

    def _strain(self, i: int) -> float:
        """How far an authority is from its place, and how untrue its directions to its neighbours are."""
        x, y = self.spots[i]
        untrue = 0.0
        for j, dx, dy in self.wishes[i]:
            ox, oy = self.spots[j]
            east, south = ox - x - dx, oy - y - dy
            untrue += east * east + south * south
        return NEARNESS * self._off(i, self.cells[i]) + DIRECTION * untrue

    def _shore(self, cells: Iterable[Cell]) -> float:
        """Cost of holes, bays, lone cells and a ragged coast among some cells."""
        ragged = holes = 0
        for cell in cells:
            land = sum(other in self.taken for other in around(cell))
            if cell in self.taken:
                ragged += 6 - land
                holes += land < 2
            else:
                holes += max(land - 3, 0)
        return COAST * ragged + HOLE * holes

    def _of(self, region: str) -> list[Cell]:
        return [cell for cell, its in zip(self.cells, self.regions, strict=True) if its == region]

    def _put(self, i: int, cell: Cell) -> None:
        self.cells[i], self.spots[i], self.taken[cell] = cell, centre(cell), i

    def _move(self, moved: dict[int, Cell]) -> None:
        """Let everybody named leave their cell, then take the new ones."""
        for i in moved:
            del self.taken[self.cells[i]]
        for i, cell in moved.items():
            self._put(i, cell)
