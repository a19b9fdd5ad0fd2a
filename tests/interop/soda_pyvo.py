"""Prints as JSON what pyVO sends for a circle, a polygon and a band, and what astropy reads of a file: its shape, where a
position is in it, and its pixels."""

import json
import sys

import astropy.units as u
from astropy.io import fits
from astropy.wcs import WCS
from pyvo.dal.adhoc import SodaQuery


def sent(**what):
    return {name: str(value) for name, value in SodaQuery("http://a.example/soda", **what).items()}


def main():
    path, ra, dec = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    with fits.open(path) as hdus:
        image = hdus[0]
        x, y = WCS(image.header).wcs_world2pix(ra, dec, 0)
        read = {"shape": list(image.data.shape), "x": float(x), "y": float(y), "pixels": image.data.ravel().tolist()}
    print(json.dumps({
        "read": read,
        "circle": sent(circle=(180.0 * u.deg, 0.2 * u.deg, 0.005 * u.deg)),
        "polygon": sent(polygon=(10.0, 1.0, 11.0, 0.0, 9.0, 0.0) * u.deg),
        "band": sent(band=(4e-7, 5e-7)),
    }))


if __name__ == "__main__":
    main()
