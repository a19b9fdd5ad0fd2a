"""Says which datasets of the synthetic sky a question must find: the judge of the interoperability tests.

Nothing of vodiscover is used, and nothing of what the servers answer: the facts come from the `truth` folder of
dachs/generate.py, the geometry from astropy and numpy, the rules from the design:

- A service is asked where its declared coverage meets the question on every constrained axis; where an axis is not
  declared, only an inclusive question asks it. One that needs a log-in is never asked.
- A dataset matches where its extent meets every constraint. What lacks the metadata to decide is kept by an inclusive
  question only. What contradicts is never kept.
- SIA 1 has one date for an image, which may be the start, the middle or the end of an exposure: where no exposure time
  is given, it may be half a day from the time asked for.

Prints the access URLs, one a line. A dataset so close to an edge that single precision would decide about it is a
mistake of the generator, and ends this with a failure.
"""

import argparse
import json
import pathlib
import sys

import astropy.units as u
import numpy as np
from astropy.coordinates import position_angle
from astropy.wcs import WCS
from astropy_healpix import HEALPix

KINDS = {"images": {"image", "cube"}, "spectra": {"spectrum", "sed", "timeseries"}}
KINDS["both"] = KINDS["images"] | KINDS["spectra"]
# As many degrees may separate what a service makes of a footprint from what we make of it.
EDGE = 2e-4
EVERYWHERE = HEALPix(nside=32, order="nested")
# As many days the exposure may be from the one date that SIA 1 gives.
HALF_A_DAY = 0.5


def unit(ra, dec):
    """Unit vectors of positions in degrees."""
    ra, dec = np.radians(ra), np.radians(dec)
    return np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)


def lon_lat(vectors):
    """Longitudes and latitudes of unit vectors, in radians."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    return np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))


class Shape:
    """A piece of sky: points within `radius` of a point, or a polygon of great circles that is smaller than a
    hemisphere."""

    def __init__(self, centre=None, radius=0.0, polygon=None):
        if polygon is None:
            self.vertices, self.centre, self.radius = None, unit(*centre), radius
            self.reach = radius
        else:
            self.vertices = unit(polygon[0::2], polygon[1::2])
            mean = self.vertices.sum(axis=0)
            self.centre, self.radius = mean / np.linalg.norm(mean), 0.0
            self.reach = degrees_between(self.centre, self.vertices).max()
            assert self.reach < 80, f"a polygon that reaches {self.reach} deg is too large for this program"

    def inside(self, point):
        """Whether a polygon holds a point: seen from there, the vertices go once around."""
        if degrees_between(self.centre, point) > self.reach:
            return False
        bearings = np.asarray(position_angle(*lon_lat(point), *lon_lat(self.vertices)))
        turns = np.diff(np.append(bearings, bearings[0]))
        turns = (turns + np.pi) % (2 * np.pi) - np.pi
        return abs(turns.sum()) > np.pi

    def edges(self):
        return zip(self.vertices, np.roll(self.vertices, -1, axis=0))

    def depth(self, other):
        """How many degrees the two overlap (negative: how far they are apart), exact near zero only."""
        apart = degrees_between(self.centre, other.centre) - self.reach - other.reach
        if apart > 1:
            return -apart
        if self.vertices is None and other.vertices is None:
            return self.radius + other.radius - degrees_between(self.centre, other.centre)
        if self.vertices is None:
            away = min(from_edge(self.centre, a, b) for a, b in other.edges())
            return self.radius + (away if other.inside(self.centre) else -away)
        if other.vertices is None:
            return other.depth(self)
        away = min(
            min(from_edge(point, a, b) for a, b in two.edges() for point in one.vertices)
            for one, two in ((self, other), (other, self))
        )
        meet = (
            any(self.inside(point) for point in other.vertices)
            or any(other.inside(point) for point in self.vertices)
            or any(cross(a, b, c, d) for a, b in self.edges() for c, d in other.edges())
        )
        return away if meet else -away


def degrees_between(a, b):
    """The angle between unit vectors."""
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), (a * b).sum(axis=-1)))


def from_edge(point, a, b):
    """Degrees from a point to the nearest point of the arc from a to b."""
    pole = np.cross(a, b)
    pole /= np.linalg.norm(pole)
    foot = point - pole * (point @ pole)
    foot /= np.linalg.norm(foot)
    within = np.cross(a, foot) @ pole >= 0 and np.cross(foot, b) @ pole >= 0
    if within:
        return abs(np.degrees(np.arcsin(np.clip(point @ pole, -1, 1))))
    return min(degrees_between(point, a), degrees_between(point, b))


def cross(a, b, c, d):
    """Whether the arcs a-b and c-d cross."""
    m, n = np.cross(a, b), np.cross(c, d)
    if (a @ n) * (b @ n) >= 0 or (c @ m) * (d @ m) >= 0:
        return False
    # Both meet the line of the two planes; on the same side of the sky?
    line = np.cross(m, n)
    return np.sign(line @ (a + b)) * np.sign(line @ (c + d)) > 0


def extent(dataset):
    """The Shape of a dataset, or None where it does not say enough."""
    if "wcs" in dataset:
        wcs = WCS({key: value for key, value in dataset["wcs"].items() if key != "EQUINOX"})
        # center=False: the corners of the corner pixels, not their centres.
        return Shape(polygon=wcs.calc_footprint(center=False).ravel())
    if dataset.get("s_region"):
        return Shape(polygon=np.array(dataset["s_region"]))
    if dataset["s_ra"] is None:
        return None
    return Shape(centre=(dataset["s_ra"], dataset["s_dec"]), radius=(dataset.get("s_fov") or 0.0) / 2)


def meets(lo, hi, wanted, name):
    """Whether intervals meet; None where the dataset's is not declared."""
    if lo is None or hi is None:
        return None
    for mine in (lo, hi):
        for limit in wanted:
            assert abs(mine / limit - 1) > 1e-6, f"{name} lies on an edge: {mine}"
    return lo <= wanted[1] and hi >= wanted[0]


def times(dataset, protocol):
    """When the dataset may have been taken, as its service tells it."""
    start, end = dataset["t_min"], dataset["t_max"]
    if protocol == "sia1" and start is not None and start == end:
        margin = dataset["t_exptime"] / 86400 if dataset.get("t_exptime") else HALF_A_DAY
        return start - margin, end + margin
    return start, end


def verdicts(dataset, protocol, question):
    """Whether the dataset meets each constraint: True, False, or None where it does not say."""
    name = dataset["access_url"]
    kind = dataset["dataproduct_type"]
    found = {"product": None if kind is None else kind in KINDS[question.product]}
    if question.shape:
        shape = extent(dataset)
        if shape is None:
            found["space"] = None
        else:
            depth = question.shape.depth(shape)
            assert abs(depth) > EDGE, f"{name} lies on an edge of the sky asked for: {depth:.6f} deg"
            found["space"] = depth > 0
    if question.band:
        found["spectrum"] = meets(dataset["em_min"], dataset["em_max"], question.band, name)
    if question.time:
        found["time"] = meets(*times(dataset, protocol), question.time, name)
    return found


def covers(moc, shape):
    """Whether a MOC of base cells ("0/1-7") meets a shape, which must not touch its border within a degree."""
    first, _, last = moc.removeprefix("0/").partition("-")
    cells = set(range(int(first), int(last or first) + 1))
    base = HEALPix(nside=1, order="nested")
    lon, lat = EVERYWHERE.healpix_to_lonlat(np.arange(EVERYWHERE.npix))
    points = unit(lon.deg, lat.deg)
    held = np.isin(base.lonlat_to_healpix(lon, lat), list(cells))
    away = degrees_between(points, shape.centre)
    lon, lat = lon_lat(shape.centre[None, :] if shape.vertices is None else shape.vertices)
    known = np.isin(base.lonlat_to_healpix(lon * u.rad, lat * u.rad), list(cells))
    sure = known.any() or (held & (away < shape.radius)).any()
    perhaps = (held & (away < shape.reach + 2)).any()
    assert sure == perhaps, f"the coverage {moc} nearly meets the question: choose another"
    return bool(sure)


def is_asked(service, question):
    """Whether the registry's coverage, and what the service is, let it be asked."""
    if service.get("needs_login"):
        return False
    wanted = {"sia1": "images", "sia2": "images", "ssap": "spectra"}.get(service["protocol"])
    if wanted and question.product not in (wanted, "both"):
        return False
    if service["protocol"] == "sia1" and not question.shape:
        return False

    def axis(declared, asked, meet):
        if asked is None:
            return True
        if declared in (None, "null"):
            return question.inclusive
        return meet(declared, asked)

    def overlap(declared, asked):
        return declared[0] <= asked[1] and declared[1] >= asked[0]

    return (
        axis(service["moc"], question.shape, covers)
        and axis(service["bands"], question.band, overlap)
        and axis(service["times"], question.time, overlap)
    )


def given(service, dataset, question):
    """Whether the service can be brought to give the dataset. SIA 2 and SSA leave out what lacks what a parameter is
    about; an inclusive question gets around that by asking with the position alone, where it has one."""
    if service["protocol"] not in ("sia2", "ssap") or question.shape:
        return True
    return not (question.band and dataset["em_min"] is None or question.time and dataset["t_min"] is None)


def rows(path):
    with open(path, encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="the truth folder of dachs/generate.py")
    parser.add_argument("--cone", type=float, nargs=3, metavar=("RA", "DEC", "RADIUS"))
    parser.add_argument("--polygon", type=float, nargs="+", help="RA and Dec of each vertex")
    parser.add_argument("--band", type=float, nargs=2, help="metres")
    parser.add_argument("--time", type=float, nargs=2, help="MJD")
    parser.add_argument("--product", choices=sorted(KINDS), default="images")
    parser.add_argument("--inclusive", action="store_true")
    question = parser.parse_args()
    question.shape = None
    if question.cone:
        question.shape = Shape(centre=question.cone[:2], radius=question.cone[2])
    if question.polygon:
        question.shape = Shape(polygon=np.array(question.polygon))
    datasets = {}
    for dataset in rows(question.folder / "datasets.jsonl"):
        datasets.setdefault(dataset["obs_collection"], []).append(dataset)
    found = set()
    for service in rows(question.folder / "services.jsonl"):
        if not service["asks"] or not is_asked(service, question):
            continue
        for collection in service["asks"]:
            for dataset in datasets[collection]:
                answers = verdicts(dataset, service["protocol"], question).values()
                kept = False not in answers and (question.inclusive or None not in answers)
                if kept and given(service, dataset, question):
                    found.add(dataset["access_url"])
    sys.stdout.writelines(f"{url}\n" for url in sorted(found))


if __name__ == "__main__":
    main()
