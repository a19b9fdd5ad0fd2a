"""Writes geometry.csv: groups of regions on the sky, and which of them meet.

Needs numpy, astropy and astropy-healpix, and shares no code and no formula with the program: polygons are star-shaped
by construction, so that their inside is known; distances are found by sampling the sides and narrowing down; cells come
from astropy-healpix; frames and separations from astropy.

A line has a region, its area in steradians, and a sign for each region above it in its group: `+` they meet, `-` they do
not, `?` it is too close to call. A blank line ends a group. At the end stand positions in other frames, with their ICRS.

    python geometry.py N_GROUPS SEED > geometry.csv
"""

import sys

import astropy.units as u
import numpy as np
from astropy.coordinates import (FK4, FK5, ICRS, BarycentricMeanEcliptic,
                                 Galactic, SkyCoord)
from astropy_healpix import HEALPix

N_SIDE_POINTS = 800
MARGIN = 1e-7  # radians; the cosines of angles below are good for 2e-8


def text(*degrees, digits=6):
    """Numbers as short as they can be written, with so many decimals at most."""
    return " ".join(f"{round(float(d), digits):.{digits}f}".rstrip("0").rstrip(".") for d in degrees)


def vector(lon, lat):
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def lonlat(v):
    v = np.asarray(v)
    lon = np.degrees(np.arctan2(v[..., 1], v[..., 0])) % 360
    return lon, np.degrees(np.arcsin(np.clip(v[..., 2] / np.linalg.norm(v, axis=-1), -1, 1)))


def angle(a, b):
    return 2 * np.arcsin(np.clip(np.linalg.norm(a - b, axis=-1) / 2, 0, 1))


def slerp(a, b, t):
    w = angle(a, b)
    t = np.asarray(t)[:, None]
    return (np.sin((1 - t) * w) * a + np.sin(t * w) * b) / np.sin(w)


class Cone:
    def __init__(self, lon, lat, r):
        self.text = f"CIRCLE {text(lon, lat, r)}" if r else f"POSITION {text(lon, lat)}"
        self.c, self.r = vector(lon, lat), np.radians(r)
        self.area = 2 * np.pi * (1 - np.cos(self.r))

    def holds(self, p):
        return angle(p, self.c) <= self.r

    def border(self):
        if self.r in (0, np.pi):
            return [self.c[None]]
        a = np.cross(self.c, [0, 0, 1.0] if abs(self.c[2]) < .9 else [1.0, 0, 0])
        a /= np.linalg.norm(a)
        b = np.cross(self.c, a)
        t = np.linspace(0, 2 * np.pi, 3 * N_SIDE_POINTS)[:, None]
        return [np.cos(self.r) * self.c + np.sin(self.r) * (np.cos(t) * a + np.sin(t) * b)]


class Star:
    """A polygon all of whose inside is seen from one point."""

    def __init__(self, rng, at, size, n):
        while True:
            steps = rng.uniform(.3, 1, n)
            az = np.cumsum(steps / steps.sum() * 2 * np.pi)
            if np.max(np.diff(np.concatenate([az, az[:1] + 2 * np.pi]))) < 3.0:
                break
        c = vector(*at)
        e = np.cross([0, 0, 1.0] if abs(c[2]) < .9 else [1.0, 0, 0], c)
        e /= np.linalg.norm(e)
        f = np.cross(c, e)
        r = np.radians(size) * rng.uniform(.3, 1, n)
        v = (np.cos(r)[:, None] * c + np.sin(r)[:, None] * (np.cos(az)[:, None] * e + np.sin(az)[:, None] * f))
        digits = 6 if size < 1 else 3
        lon, lat = (np.round(x, digits) for x in lonlat(v))
        lon %= 360
        pairs = list(zip(lon, lat))
        self.c, self.v = c, vector(lon, lat)
        # each triangle (c, v[i], v[i+1]) must be a proper one, or the star is none
        nxt = np.roll(self.v, -1, axis=0)
        self.ok = bool(np.all(np.einsum("ij,ij->i", np.cross(self.v, nxt), c[None].repeat(n, 0)) > 0))
        self.nxt = nxt
        excess = []
        for a, b in zip(self.v, nxt):
            A = np.arccos(np.clip(np.dot(unit(np.cross(c, a)), unit(np.cross(c, b))), -1, 1))
            B = np.arccos(np.clip(np.dot(unit(np.cross(a, b)), unit(np.cross(a, c))), -1, 1))
            C = np.arccos(np.clip(np.dot(unit(np.cross(b, c)), unit(np.cross(b, a))), -1, 1))
            excess.append(A + B + C - np.pi)
        area = sum(excess)
        self.flipped = area > 2 * np.pi
        self.area = 4 * np.pi - area if self.flipped else area
        if abs(area - 2 * np.pi) < .01:
            self.ok = False
        if rng.random() < .5:
            pairs = pairs[::-1]
        self.text = "POLYGON " + text(*(number for pair in pairs for number in pair))

    def holds(self, p):
        inside = np.zeros(p.shape[:-1], bool)
        for a, b in zip(self.v, self.nxt):
            # in the triangle (c, a, b): on the inner side of all three planes
            inside |= ((p @ np.cross(self.c, a) >= 0) & (p @ np.cross(b, self.c) >= 0) & (p @ np.cross(a, b) >= 0))
        return ~inside if self.flipped else inside

    def border(self):
        t = np.linspace(0, 1, N_SIDE_POINTS)
        return [slerp(a, b, t) for a, b in zip(self.v, self.nxt)]


class Range:
    def __init__(self, lon, width, lo, hi):
        self.lon, self.width, self.lo, self.hi = lon, width, lo, hi
        self.text = f"RANGE {text(lon, lon + width, lo, hi)}"
        self.area = np.radians(width) * (np.sin(np.radians(hi)) - np.sin(np.radians(lo)))

    def holds(self, p):
        lon, lat = lonlat(p)
        return ((lon - self.lon) % 360 <= self.width) & (self.lo <= lat) & (lat <= self.hi)

    def border(self):
        t = np.linspace(0, 1, N_SIDE_POINTS)
        x, y = self.lon + t * self.width, self.lo + t * (self.hi - self.lo)
        one = np.ones_like(t)
        return [vector(x, self.lo * one), vector(x, self.hi * one),
                vector(self.lon * one, y), vector((self.lon + self.width) * one, y)]


class Moc:
    def __init__(self, order, cells):
        self.hp = HEALPix(nside=2**order, order="nested")
        self.order, self.cells = order, np.unique(cells)
        self.text = f"{order}/" + " ".join(str(c) for c in self.cells)
        self.area = len(self.cells) * 4 * np.pi / (12 * 4**order)

    def holds(self, p):
        lon, lat = lonlat(p)
        return np.isin(self.hp.lonlat_to_healpix(lon * u.deg, lat * u.deg), self.cells)

    def border(self):
        lon, lat = self.hp.boundaries_lonlat(self.cells, 200)
        return list(vector(lon.to_value(u.deg), lat.to_value(u.deg)))


def unit(v):
    return v / np.linalg.norm(v)


def meets(a, b):
    """True, False, or None where it is too close to call."""
    if isinstance(a, Moc) and isinstance(b, Moc):  # of cells side by side neither holds any of the other
        fine = max(a.order, b.order)
        first, second = ({int(c) << 2 * (fine - m.order) | k for c in m.cells for k in range(4 ** (fine - m.order))}
                         for m in (a, b))
        return bool(first & second)
    (sides_a, pa, step_a, cap_a), (sides_b, pb, step_b, cap_b) = drawn(a), drawn(b)
    if cap_a and cap_b and angle(cap_a[0], cap_b[0]) > cap_a[1] + cap_b[1] + MARGIN:
        return False
    if a.holds(pb).any() or b.holds(pa).any():
        # by how much: is a point of one still inside when everything is moved a little?
        return True if int(a.holds(pb).sum() + b.holds(pa).sum()) > 2 else None
    if isinstance(a, Cone) and isinstance(b, Cone):
        gap = angle(a.c, b.c) - a.r - b.r
        return False if gap > MARGIN else None
    # the nearest two border points must be further apart than the sampling is wide
    best = min(np.arccos(np.clip(np.max(one @ other.T), -1, 1)) for one in sides_a for other in sides_b)
    return False if best > step_a + step_b + MARGIN else None


def drawn(shape):
    """The sides as points, all these points, how far apart they are along a side, and a cap that holds a small shape."""
    if not hasattr(shape, "drawn"):
        sides = shape.border()
        points = np.concatenate(sides)
        step = max((np.max(angle(side[1:], side[:-1])) for side in sides if len(side) > 1), default=0)
        centre = unit(points.mean(axis=0))
        radius = np.max(angle(points, centre)) + step
        cap = (centre, radius) if radius < 1.5 and shape.area < 1 else None
        shape.drawn = sides, points, step, cap
    return shape.drawn


class Union:
    def __init__(self, one, two):
        self.parts = one, two
        self.text = f"UNION ({one.text} {two.text})"
        self.area = one.area + two.area


def union_meets(a, b):
    """As meets(), for unions too."""
    pairs = [(x, y) for x in getattr(a, "parts", [a]) for y in getattr(b, "parts", [b])]
    found = [meets(x, y) for x, y in pairs]
    return True if True in found else None if None in found else False


def place(rng):
    kind = rng.integers(6)
    if kind < 2:
        return rng.uniform(0, 360), rng.choice([-1, 1]) * (90 - rng.choice([.01, .3, 3]) * rng.random())
    if kind < 4:
        return rng.uniform(-2, 2) % 360, rng.uniform(-60, 60)
    return rng.uniform(0, 360), np.degrees(np.arcsin(rng.uniform(-1, 1)))


def region(rng, at, size):
    kind = rng.integers(11)
    digits = 6 if size < 1 else 3
    lon, lat = (round(float(x), digits) for x in at)
    if kind < 3:
        return Cone(lon, lat, round(float(rng.choice([0, size * rng.uniform(.2, 1)], p=[.2, .8])), digits))
    if kind < 7:
        while True:
            star = Star(rng, (lon, lat), size, int(rng.integers(3, 9)))
            if star.ok:
                return star
            size *= .9
    if kind < 9 and size < 80:
        lo, hi = max(-90, lat - size / 2), min(90, lat + size / 2)
        width = min(360, size / max(.05, np.cos(np.radians(lat))))
        return Range(*(round(float(x), digits) for x in ((lon - width / 2) % 360, width, lo, hi)))
    if kind < 10:
        order = int(np.clip(np.round(np.log2(60 / size)), 0, 8))
        hp = HEALPix(nside=2**order, order="nested")
        ra, dec = lonlat(rng.normal(vector(lon, lat), np.radians(size) / 2, (4, 3)))
        return Moc(order, hp.lonlat_to_healpix(ra * u.deg, dec * u.deg))
    return Union(region(rng, at, size * .3), region(rng, near(rng, at, size), size * .5))


def near(rng, at, size):
    towards = rng.normal(vector(*at), np.radians(size) * rng.choice([.3, 1, 1.5]), 3)
    return tuple(float(x) for x in lonlat(towards))


GROUP = 10


def main(n, seed):
    rng = np.random.default_rng(seed)
    print("# made by geometry.py", n, seed)
    for _ in range(n):
        size = float(rng.choice([.01, .5, 5, 30, 120, 165], p=[.2, .3, .2, .15, .1, .05]))
        at = place(rng)
        group = []
        while len(group) < GROUP:
            other = region(rng, near(rng, at, size), size * float(rng.choice([.1, .5, 1])))
            if any(isinstance(part, (Union, Moc)) for part in getattr(other, "parts", ())):  # not in STC-S
                continue
            signs = "".join({True: "+", False: "-", None: "?"}[union_meets(other, above)] for above in group)
            print(other.text, f"{other.area:.10e}", signs, sep=";")
            group.append(other)
        print()
    frames = [("FK4", FK4(equinox="B1950")), ("FK5", FK5(equinox="J2000")), ("GALACTIC", Galactic()),
              ("ECLIPTIC", BarycentricMeanEcliptic(equinox="J2000"))]
    rng = np.random.default_rng([seed, 1])  # of its own, so that the lines above do not depend on how many there are
    for _ in range(n // 4):
        for name, frame in frames:
            lon, lat = (round(float(x), 6) for x in place(rng))
            c = SkyCoord(lon * u.deg, lat * u.deg, frame=frame).transform_to(ICRS())
            print(f"POSITION {name} {lon} {lat}", f"{c.ra.deg:.9f} {c.dec.deg:.9f}", sep=";")


main(int(sys.argv[1]), int(sys.argv[2]))
