"""Writes the small VOTables in tests/data/votable with astropy, and again with STILTS.

The reader's tests expect the values below, which were made up by hand: extremes of each type, texts that are not
ASCII, arrays of every kind, and nulls. Run it in this folder where astropy (seen with 8.0.2) and STILTS are installed;
the files are committed, so the tests need neither.
"""

import pathlib
import subprocess

import numpy as np
from astropy.io.votable.tree import Field, Resource, TableElement, VOTableFile

FOLDER = pathlib.Path(__file__).parent / "votable"

# name, datatype, arraysize, the values of two rows; a third row is all null
COLUMNS = [
    ("flag", "boolean", None, [True, False]),
    ("byte", "unsignedByte", None, [0, 255]),
    ("short", "short", None, [-32768, 32767]),
    ("int", "int", None, [-2147483648, 2147483647]),
    ("long", "long", None, [-9223372036854775808, 9223372036854775807]),
    ("text", "char", "*", ["http://x/?a=1&b=2", "<M 16>"]),
    ("four", "char", "4", ["ICRS", "FK5"]),
    ("greek", "unicodeChar", "*", ["\u03b1 Cen", "\u2603 & \u00e9"]),
    ("float", "float", None, [0.1, -3.4028234663852886e38]),
    ("double", "double", None, [0.1, -1.7976931348623157e308]),
    ("complex", "floatComplex", None, [1 + 2j, -0.5 - 0.25j]),
    ("bits", "bit", "10", [[True] * 9 + [False], [False] * 9 + [True]]),
    ("position", "double", "2", [[274.688, -13.792], [0.0, 90.0]]),
    ("xel", "int", "*", [[1, -2, 3], [4]]),
]


def document(form):
    votable = VOTableFile(version="1.4")
    resource = Resource(type="results")
    votable.resources.append(resource)
    table = TableElement(votable, name="types")
    resource.tables.append(table)
    for name, datatype, arraysize, _ in COLUMNS:
        field = Field(votable, name=name, datatype=datatype, arraysize=arraysize, ID=name)
        # BINARY has no other way to say that a whole number is null; bits have none.
        if form == "binary" and datatype in ("unsignedByte", "short", "int", "long"):
            field.values.null = 7
        table.fields.append(field)
    table.create_arrays(3)
    for name, datatype, _, values in COLUMNS:
        cells = table.array.data[name]
        for row, value in enumerate(values):
            is_list = cells.dtype == object and not isinstance(value, str)
            if is_list:
                value = np.ma.array(value, dtype=np.int32, mask=np.zeros(len(value), bool))
            cells[row] = value
            table.array.mask[name][row] = False
        if cells.dtype == object:
            cells[2] = "" if datatype in ("char", "unicodeChar") else np.ma.array([], mask=[])
        table.array.mask[name][2] = True
    return votable, table


def main():
    FOLDER.mkdir(exist_ok=True)
    for form in ["tabledata", "binary", "binary2"]:
        votable, table = document(form)
        table.format = form
        votable.to_xml(str(FOLDER / f"astropy_{form}.vot"))
    for form in ["TABLEDATA", "BINARY", "BINARY2"]:
        source = FOLDER / "astropy_binary.vot"  # for its null values: STILTS would choose extremes
        target = FOLDER / f"stilts_{form.lower()}.vot"
        copy = ["stilts", "tcopy", "ifmt=votable", str(source), f"ofmt=votable(format={form},inline=true,version=V14)"]
        subprocess.run([*copy, f"out={target}"], check=True)


if __name__ == "__main__":
    main()
