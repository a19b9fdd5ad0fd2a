"""Serves a FITS image of 64 x 48 pixels of 36 arcsec around M 16, which astropy has written, from a plain server; says its
address, and what is asked of it."""

import functools
import http.server
import tempfile

import numpy as np
from astropy.io import fits

header = fits.Header()
for key, value in [
    ("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN"), ("CRVAL1", 274.7), ("CRVAL2", -13.8), ("CRPIX1", 32.5),
    ("CRPIX2", 24.5), ("CDELT1", -0.01), ("CDELT2", 0.01), ("CUNIT1", "deg"), ("CUNIT2", "deg"), ("RADESYS", "ICRS"),
]:
    header[key] = value
pixels = np.arange(64 * 48, dtype=">f4").reshape(48, 64)
with tempfile.TemporaryDirectory() as folder:
    fits.PrimaryHDU(pixels, header).writeto(f"{folder}/m16.fits")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    print(f"serving http://127.0.0.1:{server.server_port}/m16.fits", flush=True)
    server.serve_forever()
