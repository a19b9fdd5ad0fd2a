"""Positions of pixels on the sky in the projections that SIA 1.0 services name, by astropy.wcs, for tests of `Wcs`."""

import astropy
import numpy as np
from astropy.wcs import WCS

ROTATED = [-0.008, 0.006, 0.006, 0.008]
MIDDLE = [50.5, 40.5]


def tell(projection, crpix, crval, cd, pixels):
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---" + projection, "DEC--" + projection]
    wcs.wcs.crpix, wcs.wcs.crval, wcs.wcs.cunit = crpix, crval, ["deg", "deg"]
    wcs.wcs.cd = np.array(cd).reshape(2, 2)
    for pixel in pixels:
        ra, dec = wcs.wcs_pix2world(*pixel, 1)
        lists = (" ".join(f"{v:g}" for v in values) for values in (crpix, crval, cd, pixel))
        print("; ".join([projection, *lists, f"{ra:.10f} {dec:.10f}"]))


print("# projection; CRPIX; CRVAL; CD1_1 CD1_2 CD2_1 CD2_2; pixel; RA and Dec by astropy.wcs", astropy.__version__)
for name in ["TAN", "SIN", "ARC", "STG", "ZEA"]:
    tell(name, MIDDLE, [274.688, -13.792], ROTATED, [(0.5, 0.5), (100.5, 80.5)])
    tell(name, MIDDLE, [10, 90], ROTATED, [(0.5, 0.5)])
    tell(name, MIDDLE, [10, -90], ROTATED, [(0.5, 0.5)])
    tell(name, MIDDLE, [0.1, 89.9], ROTATED, [(0.5, 0.5), (100.5, 0.5)])
    tell(name, [500, 1], [359.95, 0], [-0.1, 0, 0, 0.1], [(0.5, 100)])
for name in ["CAR", "CEA", "MER", "SFL", "AIT", "MOL"]:
    tell(name, MIDDLE, [120, 0], [-0.5, 0, 0, 0.5], [(0.5, 0.5), (100.5, 80.5)])
    tell(name, MIDDLE, [120, 35], [-0.1, 0, 0, 0.1], [(0.5, 0.5)])
    tell(name, MIDDLE, [300, -35], [-0.1, 0, 0, 0.1], [(0.5, 0.5), (90, 10)])
