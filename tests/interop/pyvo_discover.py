"""Asks with pyVO's discover module, as tkdiscover does, and prints what it found: one JSON object a line with the
access URL and the service it came from, and at last its log."""

import argparse
import json
import sys
import warnings

import astropy.units as u
from astropy.time import Time
from pyvo import discover


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cone", type=float, nargs=3, metavar=("RA", "DEC", "RADIUS"))
    parser.add_argument("--wavelength", type=float, help="metres")
    parser.add_argument("--time", type=float, nargs=2, help="MJD")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    found, log = discover.images_globally(
        space=options.cone and tuple(options.cone),
        spectrum=options.wavelength and options.wavelength * u.m,
        time=options.time and tuple(Time(options.time, format="mjd")),
        timeout=10,
    )
    for record in found:
        print(json.dumps({"access_url": record.access_url, "origin_service": record.origin_service}))
    sys.stderr.write("\n".join(log) + "\n")


if __name__ == "__main__":
    main()
