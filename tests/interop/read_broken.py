"""Reads broken VOTables with astropy, as lenient as it can be, and prints as JSON what is in each: rows of texts, or null where
astropy gives up."""

import json
import pathlib
import sys
import warnings

import numpy as np
from astropy.io import votable


def plain(value):
    """A cell as text, empty where it is null; an array as its elements between blanks."""
    if value is np.ma.masked:
        return ""
    if isinstance(value, np.ndarray) and value.shape:
        return " ".join(plain(element) for element in value)
    if np.ma.is_masked(value):
        return ""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value != value:
        return ""
    return value.decode() if isinstance(value, bytes) else str(value)


def rows(file):
    """The rows of the results table, or of the first table where none is said to be that."""
    document = votable.parse(file, verify="ignore")
    results = [table for resource in document.resources if resource.type == "results" for table in resource.tables]
    array = (results or list(document.iter_tables()))[0].array
    names = array.dtype.names or ()
    return [[plain(array[name][row]) for name in names] for row in range(len(array) if names else 0)]


def main():
    warnings.simplefilter("ignore")
    read = {}
    for file in map(pathlib.Path, sys.argv[1:]):
        try:
            read[file.stem] = rows(file)
        except Exception:  # whatever it is, astropy has given up
            read[file.stem] = None
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    main()
