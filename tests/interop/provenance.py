"""Reads with astropy, and with pyVO where there is a result of a query, what vodiscover saved of a search besides its
datasets, and compares it with what the record held, which is given as JSON. Any difference or warning is a failure."""

import json
import math
import sys
import warnings

import astropy.io.votable
import pyvo.dal

PROBLEMS = []


def plain(value):
    """A cell or a PARAM of astropy's as a plain value: None where a number is null, "" where a text is."""
    if hasattr(value, "mask") and value.mask is not False and value.mask.ndim == 0 and value.mask:
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, float):
        return None if math.isnan(value) else "inf" if value == math.inf else value
    return value


def same(read, mine):
    if isinstance(mine, list):
        return isinstance(read, list) and len(read) == len(mine) and all(map(same, read, mine))
    if isinstance(mine, float) and isinstance(read, float):
        return math.isclose(read, mine, rel_tol=1e-7)
    return (read, type(read)) == (mine, type(mine))


def compare(what, read, mine):
    if not same(read, mine):
        PROBLEMS.append(f"{what} is {read!r}, was {mine!r}")


def compare_table(table, name, mine):
    read = table.to_table(use_names_over_ids=True)
    compare(f"the number of rows in {name}", len(read), len(mine))
    compare(f"the columns of {name}", sorted(read.colnames), sorted(mine[0]))
    for nr, (row, wanted) in enumerate(zip(read, mine)):
        for column, value in wanted.items():
            compare(f"{name}[{nr}].{column}", plain(row[column]), value)


def main():
    saved, expected = sys.argv[1:]
    with open(expected, encoding="utf-8") as source:
        mine = json.load(source)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = astropy.io.votable.parse(saved, verify="exception")
        tables = {table.name: table for table in document.iter_tables()}
        compare("the order of the tables", list(tables)[-2:], ["provenance", "requests"])
        for name in ("provenance", "requests"):
            compare_table(tables[name], name, mine[name])
        resource = document.resources[0]
        params = {param.name: plain(param.value) for param in resource.params}
        for name, value in mine["params"].items():
            compare(f"PARAM {name}", params.get(name), value)
        logged = [info.value for info in resource.infos if info.name == "log"]
        words = " ".join(mine["logged"].split())
        if not any(line.endswith(words) for line in logged):
            PROBLEMS.append(f"no INFO of the log ends in {words!r}: {logged!r}")
        # pyVO takes it for the answer to a query: it looks for QUERY_STATUS, and takes the first table.
        results = pyvo.dal.DALResults(document)
        compare("the status that pyVO reads", results.status[0], "OK")
        compare("pyVO's first table", results.fieldnames[0], "ivoid" if len(tables) == 2 else "dataproduct_type")
    if PROBLEMS:
        sys.exit("\n".join(PROBLEMS))


if __name__ == "__main__":
    main()
