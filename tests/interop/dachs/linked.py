"""Makes the files behind the DataLink of linked.rd: FITS images with a celestial WCS, each with a PNG to look at, and the
rows that describe them. Written by hand, byte by byte, so that nothing decides but the standards: only the standard
library is used."""

import argparse
import json
import pathlib
import struct
import zlib

AUTHORITY = "ivo://vodiscover.test"
FILES = "linked/data"
# Name, centre in degrees, pixels along each side. The odd name tells whether addresses are escaped and read as they should.
IMAGES = [
    ("plain", 180.0, 0.2, 40),
    ("odd & name+1 λ", 10.5, -45.0, 30),
]


def card(keyword, value):
    """A card of a FITS header (FITS 4.0, section 4.1)."""
    if isinstance(value, bool):
        text = f"{'T' if value else 'F':>20}"
    elif isinstance(value, str):
        text = f"'{value:<8}'"
    else:
        text = f"{value!r:>20}"
    return f"{keyword:<8}= {text}".ljust(80)


def padded(content, filler):
    """Blocks of 2880 bytes."""
    return content + filler * (-len(content) % 2880)


def fits(ra, dec, side):
    """An image of 16-bit numbers, each its place in the file modulo 1000."""
    cards = [
        card("SIMPLE", True), card("BITPIX", 16), card("NAXIS", 2), card("NAXIS1", side), card("NAXIS2", side),
        card("CTYPE1", "RA---TAN"), card("CTYPE2", "DEC--TAN"), card("CUNIT1", "deg"), card("CUNIT2", "deg"),
        card("CRPIX1", side / 2 + 0.5), card("CRPIX2", side / 2 + 0.5), card("CRVAL1", ra), card("CRVAL2", dec),
        card("CDELT1", -0.001), card("CDELT2", 0.001), card("EQUINOX", 2000.0), card("RADESYS", "ICRS"),
        "END".ljust(80),
    ]
    pixels = struct.pack(f">{side * side}h", *(number % 1000 for number in range(side * side)))
    return padded("".join(cards).encode("ascii"), b" ") + padded(pixels, b"\0")


def png(side):
    """A grey wedge (PNG 1.2, section 3)."""
    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))
    line = b"\0" + bytes(255 * x // side for x in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(line * side)) + chunk(b"IEND", b""))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="where DaCHS will listen")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="DaCHS's folder of this resource")
    options = parser.parse_args()
    data = options.out / "data"
    data.mkdir(parents=True, exist_ok=True)
    with open(data / "linked.jsonl", "w", encoding="utf-8") as out:
        for name, ra, dec, side in IMAGES:
            (data / f"{name}.fits").write_bytes(fits(ra, dec, side))
            (data / f"{name}.png").write_bytes(png(side))
            half = side * 0.0005
            row = {
                # DaCHS finds no image without one.
                "s_region": [ra - half, dec - half, ra + half, dec - half, ra + half, dec + half, ra - half, dec + half],
                "name": name, "path": f"{FILES}/{name}.fits", "preview": f"{FILES}/{name}.png",
                "did": f"{AUTHORITY}/~?{FILES}/{name}.fits", "s_ra": ra, "s_dec": dec, "s_fov": side * 0.001,
                "port": options.port,
            }
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
