"""Draws random questions, and says which datasets each must find: the judge of the 200 questions.

The facts come from two files that the test writes or that dachs/generate.py wrote, the geometry from truth.py; nothing
of vodiscover is used. A question is drawn anew where single precision, a rounded coverage map or the choice of the door
would decide about a dataset, so that for those that remain every dataset is plainly in or out.

Prints one JSON object a line: the fields as they are typed, and `must` and `may`, the access URLs that have to be found
and those that may be. They differ only where services with faults hold what no sound one does.
"""

import argparse
import json
import math
import pathlib
import random
import sys

import numpy as np

import truth

DEGREE = math.pi / 180
# How many degrees of sky one step of the coverage maps that are compared can add on either side.
MAP_CELL = 1.2


class Unsure(Exception):
    """Somebody's rounding would decide."""


class Sky:
    """All datasets and services, made ready for many questions."""

    def __init__(self, folder):
        self.datasets = list(truth.rows(folder / "datasets.jsonl"))
        self.services = [service for service in truth.rows(folder / "services.jsonl") if service["asks"]]
        self.shapes = [truth.extent(dataset) for dataset in self.datasets]
        nowhere = np.array([np.nan] * 3)
        self.centres = np.array([nowhere if shape is None else shape.centre for shape in self.shapes])
        self.reaches = np.array([0.0 if shape is None else shape.reach for shape in self.shapes])
        self.of = {}
        for number, dataset in enumerate(self.datasets):
            self.of.setdefault(dataset["obs_collection"], []).append(number)

    def space(self, shape):
        """For each dataset whether it meets the shape; None where it does not say where it is."""
        apart = truth.degrees_between(self.centres, shape.centre)
        near = apart <= self.reaches + shape.reach + 0.01
        verdicts = [None if own is None else False for own in self.shapes]
        for number in np.flatnonzero(near):
            depth = shape.depth(self.shapes[number])
            if abs(depth) <= truth.EDGE:
                raise Unsure(f"{self.datasets[number]['access_url']} touches the edge")
            verdicts[number] = bool(depth > 0)
        return verdicts


def overlap(lo, hi, wanted, slack):
    """Whether two intervals meet, which must be sure by `slack`; None where the first is not known."""
    if lo is None or hi is None:
        return None
    for mine, limit in ((lo, wanted[1]), (hi, wanted[0])):
        if math.isfinite(limit) and abs(mine - limit) <= slack(mine):
            raise Unsure("an interval ends where the question does")
    return lo <= wanted[1] and hi >= wanted[0]


def relative(value):
    return 1e-6 * abs(value)


def minutes(_):
    return 0.01


def verdict(dataset, spatial, question, protocol):
    """Whether a dataset is kept as one protocol tells it."""
    kind = dataset["dataproduct_type"]
    found = [None if kind is None else kind in truth.KINDS[question["product"]], spatial]
    if question["band"]:
        found.append(overlap(dataset["em_min"], dataset["em_max"], question["band"], relative))
    if question["mjd"]:
        found.append(overlap(*truth.times(dataset, protocol), question["mjd"], minutes))
    return False not in found and (question["inclusive"] or None not in found)


def applies(service, question):
    """Whether a service can be asked for what is wanted at all."""
    wanted = {"sia1": "images", "sia2": "images", "ssap": "spectra"}.get(service["protocol"])
    return not service.get("needs_login") and (wanted is None or question["product"] in (wanted, "both"))


def names(service, question, shape, sky, spatial):
    """Whether the registry names a service for a question."""

    def declared(intervals, asked, slack):
        if asked is None:
            return True
        if intervals in (None, "null"):
            return question["inclusive"]
        pairs = intervals if isinstance(intervals[0], list) else [intervals]
        return any(overlap(lo, hi, asked, slack) for lo, hi in pairs)

    def on_the_sky():
        moc = service["moc"]
        if moc in (None, "null"):
            return question["inclusive"]
        own = [number for collection in service["asks"] for number in sky.of[collection]]
        if moc == "its data":
            # The map is made of the data: it has a cell wherever one of them lies, and none far from all.
            if any(spatial[number] for number in own):
                return True
            apart = truth.degrees_between(sky.centres[own], shape.centre) - sky.reaches[own] - shape.reach
            if np.nanmin(apart, initial=math.inf) > 2 * MAP_CELL:
                return False
            raise Unsure("the map of a service nearly meets the question")
        try:
            return truth.covers(moc, shape)
        except AssertionError as error:
            raise Unsure(str(error)) from error

    return (
        on_the_sky()
        and declared(service["bands"], question["band"], relative)
        and declared(service["times"], question["mjd"], minutes)
    )


def answer(sky, question):
    """The access URLs that must be found, and those that may be."""
    shape = truth.Shape(centre=question["centre"], radius=question["radius"])
    spatial = sky.space(shape)
    must, may, refused = set(), set(), set()
    for service in sky.services:
        if not applies(service, question):
            continue
        kept = set()
        for number in (number for collection in service["asks"] for number in sky.of[collection]):
            dataset = sky.datasets[number]
            is_kept = verdict(dataset, spatial[number], question, service["protocol"])
            (kept if is_kept else refused).add(dataset["access_url"])
        # Only where something depends on it is it asked whether the service is named.
        if kept and names(service, question, shape, sky, spatial):
            may |= kept
            if not service.get("fault"):
                must |= kept
    if may & refused:
        raise Unsure("what one door tells contradicts what another does")
    return must, may


def draw(rng, sky, at):
    """A question: its fields as typed, and what they mean, worked from the very digits that are typed."""
    radius = min(20.0, 10 ** rng.uniform(math.log10(1 / 3600), math.log10(25)))
    where = rng.choice(["pole", "pole", "ra0", "ra0", "dataset", "dataset", "dataset", "sky"])
    if at and rng.random() < 0.5:
        where = "at"
    if where == "at":
        ra, dec = offset(*at, rng.uniform(0, 360), 0.5 * rng.random())
        radius = max(radius, 0.1)
    if where == "pole":
        ra, dec = rng.uniform(0, 360), rng.choice([-1, 1]) * (90 - rng.choice([0, 0.5, 3]) * rng.random())
    elif where == "ra0":
        ra, dec = rng.gauss(0, 0.3) % 360, math.degrees(math.asin(rng.uniform(-1, 1)))
    elif where == "sky":
        ra, dec = rng.uniform(0, 360), math.degrees(math.asin(rng.uniform(-1, 1)))
    if where not in ("sky", "at"):
        # Near something, so that small cones find anything at all; at the places drawn if there is something.
        chosen = [n for n, shape in enumerate(sky.shapes) if shape is not None]
        if where != "dataset":
            there = truth.unit(ra, dec)
            apart = truth.degrees_between(sky.centres[chosen], there)
            chosen = [chosen[n] for n in np.argsort(apart)[:12]]
        centre = sky.centres[rng.choice(chosen)]
        lon, lat = truth.lon_lat(centre)
        reach = max(radius, 0.05) * math.sqrt(rng.random())
        bearing = rng.uniform(0, 360)
        ra, dec = offset(math.degrees(lon) % 360, math.degrees(lat), bearing, reach)
    apart = truth.degrees_between(sky.centres, truth.unit(ra, dec))
    near = np.flatnonzero(apart < radius + 0.3)
    digits = {"ra": f"{ra:.6f}", "dec": f"{dec:.6f}", "radius": f"{radius:.6f}"}
    question = {
        "space": "{ra} {dec} {radius}".format(**digits),
        "spectrum": "", "time": "", "band": None, "mjd": None,
        "product": rng.choice(["images", "images", "spectra", "both"]),
        "inclusive": rng.random() < 0.4,
        "centre": (float(digits["ra"]), float(digits["dec"])), "radius": float(digits["radius"]),
    }
    if rng.random() < 0.5:
        lo = rng.choice([0.3, 2, 15, 120, 450, 600, 1250, 2200, 1e5, 2e8]) * rng.uniform(0.7, 1.4)
        hi = lo * rng.choice([1, 1.2, 2, 30])
        ends = [end for number in near for end in (sky.datasets[number]["em_min"], sky.datasets[number]["em_max"]) if end]
        if ends and rng.random() < 0.6:
            # Hard by the end of something.
            lo = rng.choice(ends) * 1e9 * (1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-5.5, -2))
            lo, hi = rng.choice([(lo, lo), (lo, 1.5 * lo), (lo / 1.5, lo)])
        lo, hi = (f"{float(f'{end:.8g}'):.14f}".rstrip("0").rstrip(".") for end in (lo, hi))
        question["spectrum"] = lo if lo == hi else f"{lo} {hi}"
        question["band"] = (float(lo) * 1e-9, float(hi) * 1e-9)
    if rng.random() < 0.5:
        lo = rng.uniform(46000, 60500)
        span = rng.choice([1, 30, 365, 4000]) * rng.random()
        starts = [sky.datasets[number]["t_min"] for number in near if sky.datasets[number]["t_min"]]
        if starts and rng.random() < 0.7:
            lo = rng.choice(starts) + rng.choice([-1, 1]) * 10 ** rng.uniform(-1.5, 0.3)
            lo -= rng.choice([0, span])
        lo, hi = f"{lo:.2f}", f"{lo + span:.2f}"
        question["time"], question["mjd"] = f"{lo} {hi}", (float(lo), float(hi))
        if rng.random() < 0.15:
            question["time"], question["mjd"] = f"{lo} ..", (float(lo), math.inf)
    return question


def offset(ra, dec, bearing, distance):
    """The position `distance` degrees from (ra, dec) in the direction `bearing`, east of north."""
    ra, dec, bearing, distance = (value * DEGREE for value in (ra, dec, bearing, distance))
    sin_dec = math.sin(dec) * math.cos(distance) + math.cos(dec) * math.sin(distance) * math.cos(bearing)
    y = math.sin(bearing) * math.sin(distance) * math.cos(dec)
    x = math.cos(distance) - math.sin(dec) * sin_dec
    return math.degrees(ra + math.atan2(y, x)) % 360, math.degrees(math.asin(max(-1, min(1, sin_dec))))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="with datasets.jsonl and services.jsonl")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument(
        "--at", type=float, nargs=2, metavar=("RA", "DEC"), help="where half of the questions look"
    )
    options = parser.parse_args()
    sky = Sky(options.folder)
    rng = random.Random(options.seed)
    n_drawn = n_empty = n_done = 0
    while n_done < options.count:
        n_drawn += 1
        question = draw(rng, sky, options.at)
        try:
            must, may = answer(sky, question)
        except Unsure:
            continue
        # A question that finds nothing tells something too, but not much.
        if not may and n_empty >= options.count // 10:
            continue
        n_empty += not may
        n_done += 1
        asked = {key: question[key] for key in ("space", "spectrum", "time", "product", "inclusive")}
        print(json.dumps({**asked, "must": sorted(must), "may": sorted(may)}))
    print(f"drew {n_drawn} questions", file=sys.stderr)


if __name__ == "__main__":
    main()
