"""Writes wcs.txt: where pixels lie on the sky in the projections that SIA 1.0 services name, and the borders of images of
which not all is told, by astropy.wcs.

    python wcs.py SEED > wcs.txt
"""

import sys

import astropy
import astropy.units as u
import numpy as np
from astropy.coordinates import FK4, FK5, Galactic, SkyCoord
from astropy.wcs import WCS

ROTATED = [-0.008, 0.006, 0.006, 0.008]
MIDDLE = [50.5, 40.5]
ZENITHAL = ["TAN", "SIN", "ARC", "STG", "ZEA", "NCP"]
ALONG_THE_EQUATOR = ["CAR", "CEA", "MER", "SFL", "AIT", "MOL"]


def transformation(projection, crpix, crval, cd):
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---" + projection, "DEC--" + projection]
    wcs.wcs.crpix, wcs.wcs.crval, wcs.wcs.cunit = crpix, crval, ["deg", "deg"]
    wcs.wcs.cd = np.array(cd).reshape(2, 2)
    return wcs


def numbers(values):
    return " ".join(f"{v:.8g}" for v in values)


def tell(projection, crpix, crval, cd, pixels):
    wcs = transformation(projection, crpix, crval, cd)
    for pixel in pixels:
        ra, dec = wcs.wcs_pix2world(*pixel, 1)
        if np.isfinite(ra) and np.isfinite(dec):
            lists = (numbers(values) for values in (crpix, crval, cd, pixel))
            print("; ".join([projection, *lists, f"{ra:.10f} {dec:.10f}"]))


def at_random(rng, projection):
    """A transformation anywhere, the poles and right ascension 0 favoured; turned, flipped, and of any scale."""
    ra = rng.choice([rng.uniform(-1, 1) % 360, rng.uniform(0, 360)])
    dec = rng.choice([rng.choice([-1, 1]) * (90 - 2 * rng.random() ** 3), np.degrees(np.arcsin(rng.uniform(-1, 1)))])
    if projection == "NCP":
        dec = np.sign(dec) * max(abs(dec), 20)  # it has no inverse near the equator
    scale, turn = 10 ** rng.uniform(-4, -0.5), rng.uniform(0, 2 * np.pi)
    flip, stretch = rng.choice([-1, 1]), rng.choice([1, 1, rng.uniform(.5, 2)])
    cd = scale * np.array([flip * np.cos(turn), stretch * np.sin(turn), -flip * np.sin(turn), stretch * np.cos(turn)])
    few = [float(f"{v:.8g}") for v in (*rng.uniform(-50, 250, 2), ra, dec, *cd, *rng.uniform(0.5, 200.5, 2))]
    return few[:2], few[2:4], few[4:8], few[8:]


def border(name, given, wcs=None, frame=None):
    """A line with what is told of an image, and where its corners are: nothing where it cannot be known."""
    keys = ["centre", "naxis", "scale", "frame", "equinox", "projection", "crpix", "crval", "cd"]
    cells = [value if isinstance(value, str) else numbers(value) for value in (given.get(key, "") for key in keys)]
    corners = ""
    if wcs:
        width, height = given["naxis"]
        corners = wcs.wcs_pix2world([(.5, .5), (width + .5, .5), (width + .5, height + .5), (.5, height + .5)], 1)
        if frame is not None:
            icrs = SkyCoord(*corners.T * u.deg, frame=frame).icrs
            corners = np.stack([icrs.ra.deg, icrs.dec.deg], axis=-1)
        corners = " ".join(f"{v:.9f}" for v in corners.ravel())
    print("border", name, *cells, corners, sep="; ")


def borders():
    """One image over and over, each time told otherwise: turned, its reference pixel off its middle."""
    cd = [-0.0008, 0.0006, 0.0006, 0.0008]
    scale = [0.001, 0.001]
    naxis = (400, 300)
    middle = [200.5, 150.5]
    for place, crval in [("mid sky", [274.688, -13.792]), ("the pole", [30, 89.9]), ("RA 0", [0.05, 40])]:
        crpix = [100, 250]
        whole = transformation("TAN", crpix, crval, cd)
        centre = [float(f"{v:.8g}") for v in whole.wcs_pix2world([middle], 1)[0]]
        given = {"centre": centre, "naxis": naxis, "scale": scale, "frame": "ICRS", "projection": "TAN",
                 "crpix": crpix, "crval": crval, "cd": cd}

        def without(*keys, **more):
            return {key: value for key, value in given.items() if key not in keys} | more

        around = transformation("TAN", middle, centre, cd)
        north_up = transformation("TAN", middle, centre, [-.001, 0, 0, .001])
        border(f"whole at {place}", given, whole)
        border(f"without a projection at {place}", without("projection"), whole)
        border(f"without a frame at {place}", without("frame"), whole)
        border(f"without a centre at {place}", without("centre"), whole)
        border(f"without a scale at {place}", without("scale"), whole)
        border(f"without a reference pixel at {place}", without("crpix"), around)
        border(f"without a reference value at {place}", without("crval"), around)
        border(f"in a projection that is not known at {place}", without(projection="XYZ"), around)
        border(f"in a frame that is not known at {place}", without(frame="MARS"), around)
        border(f"of an equinox that is not known at {place}", without(frame="FK5", equinox="1975"), around)
        border(f"without a CD matrix at {place}", without("cd"), north_up)
        border(f"with a CD matrix of nothing at {place}", without(cd=[0, 0, 0, 0]), north_up)
        border(f"with a scale only at {place}", without("cd", "crpix", "crval", "projection", "frame"), north_up)
        border(f"with another image's matrix and place at {place}", without(crval=[100, 10], cd=[-.1, 0, 0, .1]),
               north_up)
        border(f"without a centre and a CD matrix at {place}", without("centre", "cd"),
               transformation("TAN", crpix, crval, [-.001, 0, 0, .001]))
        border(f"without a size at {place}", without("naxis"))
        border(f"without scale and CD matrix at {place}", without("scale", "cd"))
        border(f"without any place at {place}", without("centre", "crval"))
        sin = transformation("SIN", middle, crval, cd)
        border(f"orthographic at {place}", without("centre", projection="SIN", crpix=middle), sin)
    crval = [40, 50]
    old = transformation("TAN", middle, crval, cd)
    given = {"naxis": naxis, "crpix": middle, "crval": crval, "cd": cd}
    for words, frame in [
        ({"frame": "FK4"}, FK4(equinox="B1950")), ({"equinox": "1950"}, FK4(equinox="B1950")),
        ({"frame": "FK5", "equinox": "2000"}, FK5(equinox="J2000")), ({"frame": "GALACTIC"}, Galactic()),
    ]:
        border(" ".join(words.values()), given | words, old, frame)


print("# made by wcs.py", *sys.argv[1:], "with astropy", astropy.__version__)
print("# projection; CRPIX; CRVAL; CD1_1 CD1_2 CD2_1 CD2_2; pixel; RA and Dec")
for name in ZENITHAL[:5]:
    tell(name, MIDDLE, [274.688, -13.792], ROTATED, [(0.5, 0.5), (100.5, 80.5)])
    tell(name, MIDDLE, [10, 90], ROTATED, [(0.5, 0.5)])
    tell(name, MIDDLE, [10, -90], ROTATED, [(0.5, 0.5)])
    tell(name, MIDDLE, [0.1, 89.9], ROTATED, [(0.5, 0.5), (100.5, 0.5)])
    tell(name, [500, 1], [359.95, 0], [-0.1, 0, 0, 0.1], [(0.5, 100)])
for name in ALONG_THE_EQUATOR:
    tell(name, MIDDLE, [120, 0], [-0.5, 0, 0, 0.5], [(0.5, 0.5), (100.5, 80.5)])
    tell(name, MIDDLE, [120, 35], [-0.1, 0, 0, 0.1], [(0.5, 0.5)])
    tell(name, MIDDLE, [300, -35], [-0.1, 0, 0, 0.1], [(0.5, 0.5), (90, 10)])
rng = np.random.default_rng(int(sys.argv[1]))
for name in ZENITHAL + ALONG_THE_EQUATOR:
    for _ in range(25):
        crpix, crval, cd, pixel = at_random(rng, name)
        tell(name, crpix, crval, cd, [pixel])
borders()
