"""Reads with astropy what vodiscover saved, compares each value with the one that the generator made, and prints the
access URLs of the datasets, one a line. A value that is not what it was, or a warning of astropy's, is a failure."""

import json
import math
import pathlib
import sys
import warnings

import astropy.io.votable

# What each protocol can carry; what a service does not know, nobody can read.
ALWAYS = ["access_url", "obs_title", "access_format", "s_ra", "s_dec", "em_min", "em_max"]
CARRIED = {
    "ObsCore": ALWAYS + ["dataproduct_type", "calib_level", "obs_collection", "obs_id", "obs_publisher_did",
                         "access_estsize", "target_name", "facility_name", "instrument_name", "t_min", "t_max",
                         "s_fov"],
    "SIA1": ALWAYS + ["instrument_name", "t_min", "t_max"],
    "SSAP": ALWAYS + ["obs_publisher_did", "t_min", "t_max", "s_fov"],
}
CARRIED["SIA2"] = CARRIED["ObsCore"]


def same(mine, read, near):
    """Whether a value came through: numbers to single precision and texts in ASCII, for so DaCHS gives them."""
    if mine is None or mine == "":
        return read is None
    if isinstance(mine, (int, float)) and isinstance(read, (int, float)):
        return math.isclose(mine, read, rel_tol=3e-7, abs_tol=near)
    return mine.encode("ascii", "replace").decode() == read


def plain(value):
    """A cell of astropy's as a plain value, None where it is null."""
    if hasattr(value, "mask") and value.mask:
        return None
    if isinstance(value, str):
        return value or None
    value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def main():
    saved, truth = map(pathlib.Path, sys.argv[1:])
    with open(truth / "datasets.jsonl", encoding="utf-8") as source:
        made = {row["access_url"]: row for row in map(json.loads, source)}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = astropy.io.votable.parse(saved, verify="exception").get_first_table().to_table(use_names_over_ids=True)
    problems = []
    urls = []
    for row in table:
        url = str(row["access_url"])
        urls.append(url)
        protocol = str(row["protocol"])
        for column in CARRIED[protocol]:
            read, mine = plain(row[column]), made[url].get(column)
            # DaCHS gives the centre of an image to the pixel, and that of a spectrum in single precision.
            near = {"SIA1": 0.003, "SSAP": 2e-5}.get(protocol, 1e-9) if column in ("s_ra", "s_dec") else 0.0
            if column == "s_ra" and mine is not None:
                near /= max(1e-3, math.cos(math.radians(made[url]["s_dec"])))
            if not same(mine, read, near):
                problems.append(f"{url} from {protocol}: {column} is {read!r}, was {mine!r}")
    if len(set(urls)) != len(urls):
        problems.append(f"{len(urls) - len(set(urls))} datasets were kept twice")
    if problems:
        sys.exit("\n".join(problems))
    sys.stdout.writelines(f"{url}\n" for url in urls)


if __name__ == "__main__":
    main()
