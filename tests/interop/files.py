"""Reads a file of datasets with a program of its own (astropy, pyVO, pyarrow), and compares every cell with what it was
made of, which is given as JSON: a list of rows, each a list of cells. Prints what it read of units, UCDs and utypes."""

import io
import json
import math
import sys
import warnings

import numpy

PROBLEMS = []


def plain(value):
    """A cell as a plain value: None where it is null or an empty text."""
    if value is None or value is numpy.ma.masked:
        return None
    if hasattr(value, "mask") and numpy.all(value.mask):
        return None
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        return str(value) or None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def same(read, mine):
    if mine is None or read is None:
        return read is None and mine is None
    if mine in ("inf", "-inf"):
        return read == float(mine)
    return isinstance(mine, str) == isinstance(read, str) and read == mine


def compare(names, columns, mine):
    """Compares the columns that were read, by name, with the rows."""
    if [name for name in names if name not in columns]:
        PROBLEMS.append(f"columns are {list(columns)}, were {names}")
        return
    for at, name in enumerate(names):
        column = columns[name]
        if len(column) != len(mine):
            PROBLEMS.append(f"{name} has {len(column)} rows, was {len(mine)}")
            continue
        for row, cell in enumerate(column):
            if not same(plain(cell), mine[row][at]):
                PROBLEMS.append(f"{name}[{row}] is {plain(cell)!r}, was {mine[row][at]!r}")


def fields_of(table):
    return [[field.name, str(field.unit or ""), field.ucd or "", field.utype or ""] for field in table.fields]


def by_astropy(path):
    import astropy.io.votable

    document = astropy.io.votable.parse(path, verify="exception")
    table = document.get_first_table()
    read = table.to_table(use_names_over_ids=True)
    return {name: read[name] for name in read.colnames}, fields_of(table)


def by_pyvo(path):
    import astropy.io.votable
    import pyvo.dal

    results = pyvo.dal.DALResults(astropy.io.votable.parse(path, verify="exception"))
    read = results.to_table()
    return {name: read[name] for name in read.colnames}, None


def by_pyarrow(path):
    import astropy.io.votable
    import pyarrow.parquet

    read = pyarrow.parquet.read_table(path)
    metadata = read.schema.metadata
    if metadata[b"IVOA.VOTable-Parquet.version"] != b"1.0":
        PROBLEMS.append(f"the version is {metadata[b'IVOA.VOTable-Parquet.version']!r}")
    document = astropy.io.votable.parse(io.BytesIO(metadata[b"IVOA.VOTable-Parquet.content"]), verify="exception")
    fields = fields_of(document.get_first_table())
    if [field[0] for field in fields] != read.column_names:
        PROBLEMS.append("the first TABLE has other columns than the file")
    return {name: read[name].to_pylist() for name in read.column_names}, fields


def by_astropy_parquet(path):
    import astropy.table

    read = astropy.table.Table.read(path, format="parquet.votable")
    fields = [
        [name, str(read[name].unit or ""), read[name].meta.get("ucd", ""), read[name].meta.get("utype", "")]
        for name in read.colnames
    ]
    return {name: read[name] for name in read.colnames}, fields


def by_astropy_fits(path):
    import astropy.table

    read = astropy.table.Table.read(path, hdu="datasets")
    columns = {name: read[name] for name in read.colnames}
    services = astropy.table.Table.read(path, hdu="provenance")
    if list(services["ivoid"]) != ["ivo://example/one"]:
        PROBLEMS.append(f"the services are {list(services['ivoid'])}")
    units = [[name, str(read[name].unit or "")] for name in read.colnames]
    return columns, units


def by_astropy_csv(path):
    import csv

    import astropy.io.ascii

    read = astropy.io.ascii.read(path, format="csv", fast_reader=False)
    # What astropy takes for whole numbers, or for numbers, is of that type; the texts of Python's own reader decide.
    with open(path, encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    if len(lines) != len(read):
        PROBLEMS.append(f"astropy reads {len(read)} rows, csv {len(lines)}")
    return {name: [line[name] for line in lines] for name in read.colnames}, None


def in_ascii(cell):
    """A text as FITS can hold it."""
    if not isinstance(cell, str):
        return cell
    return cell.replace("\u03b2 Cep \U0001f52d", "b Cep telescope")


READERS = {
    "astropy": by_astropy,
    "pyvo": by_pyvo,
    "pyarrow": by_pyarrow,
    "astropy-parquet": by_astropy_parquet,
    "astropy-fits": by_astropy_fits,
    "astropy-csv": by_astropy_csv,
}


def main():
    reader, path, expected = sys.argv[1:]
    with open(expected, encoding="utf-8") as source:
        mine = json.load(source)
    rows = mine["rows"]
    if reader == "astropy-fits":
        rows = [[in_ascii(cell) for cell in row] for row in rows]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        columns, fields = READERS[reader](path)
    if reader == "astropy-csv":
        kinds = mine["kinds"]
        for at, name in enumerate(mine["names"]):
            make = {"text": str, "integer": int, "number": float}[kinds[at]]
            columns[name] = [make(cell) if cell else None for cell in columns[name]]
    compare(mine["names"], columns, rows)
    for field, wanted in zip(fields or [], mine["fields"]):
        if field != wanted[: len(field)]:
            PROBLEMS.append(f"the field is {field!r}, was {wanted!r}")
    if PROBLEMS:
        sys.exit("\n".join(PROBLEMS[:20]))


if __name__ == "__main__":
    main()
