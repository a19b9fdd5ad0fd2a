"""Writes geometry.csv: pairs of regions on the sky, and whether they meet.

Needs numpy, astropy and astropy-healpix, and shares no code and no formula with the program: polygons are star-shaped
by construction, so that their inside is known; distances are found by sampling the sides and narrowing down; cells come
from astropy-healpix; frames and separations from astropy. Pairs too close to call are left out.

    python geometry.py N SEED > geometry.csv
"""

import sys

import astropy.units as u
import numpy as np
from astropy.coordinates import (FK4, FK5, ICRS, BarycentricMeanEcliptic,
                                 Galactic, SkyCoord)
from astropy_healpix import HEALPix

N_SIDE_POINTS = 1500
MARGIN = np.radians(2e-6)


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
        self.text = f"CIRCLE {lon:.6f} {lat:.6f} {r:.6f}"
        self.c, self.r = vector(lon, lat), np.radians(r)
        self.area = 2 * np.pi * (1 - np.cos(self.r))

    def holds(self, p):
        return angle(p, self.c) <= self.r

    def border(self):
        if self.r in (0, np.pi):
            return self.c[None]
        a = np.cross(self.c, [0, 0, 1.0] if abs(self.c[2]) < .9 else [1.0, 0, 0])
        a /= np.linalg.norm(a)
        b = np.cross(self.c, a)
        t = np.linspace(0, 2 * np.pi, 4 * N_SIDE_POINTS)[:, None]
        return np.cos(self.r) * self.c + np.sin(self.r) * (np.cos(t) * a + np.sin(t) * b)


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
        lon, lat = (np.round(x, 6) for x in lonlat(v))
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
        self.text = "POLYGON " + " ".join(f"{a:.6f} {b:.6f}" for a, b in pairs)

    def holds(self, p):
        inside = np.zeros(p.shape[:-1], bool)
        for a, b in zip(self.v, self.nxt):
            # in the triangle (c, a, b): on the inner side of all three planes
            inside |= ((p @ np.cross(self.c, a) >= 0) & (p @ np.cross(b, self.c) >= 0) & (p @ np.cross(a, b) >= 0))
        return ~inside if self.flipped else inside

    def border(self):
        t = np.linspace(0, 1, N_SIDE_POINTS)
        return np.concatenate([slerp(a, b, t) for a, b in zip(self.v, self.nxt)])


class Range:
    def __init__(self, lon, width, lo, hi):
        self.lon, self.width, self.lo, self.hi = lon, width, lo, hi
        self.text = f"RANGE {lon:.6f} {lon + width:.6f} {lo:.6f} {hi:.6f}"
        self.area = np.radians(width) * (np.sin(np.radians(hi)) - np.sin(np.radians(lo)))

    def holds(self, p):
        lon, lat = lonlat(p)
        return ((lon - self.lon) % 360 <= self.width) & (self.lo <= lat) & (lat <= self.hi)

    def border(self):
        t = np.linspace(0, 1, 2 * N_SIDE_POINTS)
        x, y = self.lon + t * self.width, self.lo + t * (self.hi - self.lo)
        one = np.ones_like(t)
        return np.concatenate([vector(x, self.lo * one), vector(x, self.hi * one),
                               vector(self.lon * one, y), vector((self.lon + self.width) * one, y)])


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
        return vector(lon.to_value(u.deg).ravel(), lat.to_value(u.deg).ravel())


def unit(v):
    return v / np.linalg.norm(v)


def meets(a, b):
    """True, False, or None where it is too close to call."""
    if isinstance(a, Moc) and isinstance(b, Moc):  # of cells side by side neither holds any of the other
        fine = max(a.order, b.order)
        first, second = ({int(c) << 2 * (fine - m.order) | k for c in m.cells for k in range(4 ** (fine - m.order))}
                         for m in (a, b))
        return bool(first & second)
    pa, pb = a.border(), b.border()
    if a.holds(pb).any() or b.holds(pa).any():
        # by how much: is a point of one still inside when everything is moved a little?
        n = int(a.holds(pb).sum() + b.holds(pa).sum())
        return True if n > 2 else None
    if isinstance(a, Cone) and isinstance(b, Cone):
        gap = angle(a.c, b.c) - a.r - b.r
        return False if gap > MARGIN else None
    # the nearest two border points must be further apart than the sampling is wide
    best = min(np.min(angle(p, pb)) for p in pa[:: max(1, len(pa) // 1000)])
    step = max(np.max(angle(p[1:], p[:-1])[angle(p[1:], p[:-1]) < .1], initial=0) for p in (pa, pb))
    step *= max(1, len(pa) // 1000)
    return False if best > 2 * step + MARGIN else None


def place(rng):
    kind = rng.integers(5)
    if kind == 0:
        return rng.uniform(0, 360), rng.choice([-1, 1]) * rng.uniform(88, 90)
    if kind == 1:
        return rng.uniform(-2, 2) % 360, rng.uniform(-60, 60)
    return rng.uniform(0, 360), np.degrees(np.arcsin(rng.uniform(-1, 1)))


def region(rng, at, size):
    kind = rng.integers(10)
    lon, lat = (round(float(x), 6) for x in at)
    if kind < 3:
        return Cone(lon, lat, round(float(rng.choice([0, size * rng.uniform(.2, 1)], p=[.2, .8])), 6))
    if kind < 7:
        while True:
            star = Star(rng, (lon, lat), size, int(rng.integers(3, 9)))
            if star.ok:
                return star
            size *= .9
    if kind < 9 and size < 80:
        lo, hi = max(-90, lat - size / 2), min(90, lat + size / 2)
        width = min(360, size / max(.05, np.cos(np.radians(lat))))
        return Range(round((lon - width / 2) % 360, 6), round(width, 6), round(lo, 6), round(hi, 6))
    order = int(np.clip(np.round(np.log2(60 / size)), 0, 8))
    hp = HEALPix(nside=2**order, order="nested")
    points = rng.normal(vector(lon, lat), np.radians(size) / 2, (4, 3))
    ra, dec = lonlat(points)
    return Moc(order, hp.lonlat_to_healpix(ra * u.deg, dec * u.deg))


def main(n, seed):
    rng = np.random.default_rng(seed)
    print("# made by geometry.py", n, seed)
    n_made = 0
    while n_made < n:
        size = float(rng.choice([.01, .5, 5, 30, 120, 165], p=[.2, .3, .2, .15, .1, .05]))
        a = place(rng)
        towards = rng.normal(vector(*a), np.radians(size) * rng.choice([.3, 1, 1.5]), 3)
        b = tuple(float(x) for x in lonlat(towards))
        one, two = region(rng, a, size), region(rng, b, size * float(rng.choice([.1, .5, 1])))
        if any(isinstance(r, Star) and not r.ok for r in (one, two)):
            continue
        found = meets(one, two)
        if found is None or (found and rng.random() < .3):
            continue
        print("meets", one.text, two.text, int(found), sep=";")
        n_made += 1
        if n_made % 4 == 0:
            print("area", one.text, "", f"{one.area:.12e}", sep=";")
    frames = [("FK4", FK4(equinox="B1950")), ("FK5", FK5(equinox="J2000")), ("GALACTIC", Galactic()),
              ("ECLIPTIC", BarycentricMeanEcliptic(equinox="J2000"))]
    rng = np.random.default_rng([seed, 1])  # of its own, so that the lines above do not depend on how many there are
    for _ in range(n // 40):
        for name, frame in frames:
            lon, lat = (round(float(x), 6) for x in place(rng))
            c = SkyCoord(lon * u.deg, lat * u.deg, frame=frame).transform_to(ICRS())
            print("icrs", f"POSITION {name} {lon} {lat}", "", f"{c.ra.deg:.10f} {c.dec.deg:.10f}", sep=";")


main(int(sys.argv[1]), int(sys.argv[2]))
