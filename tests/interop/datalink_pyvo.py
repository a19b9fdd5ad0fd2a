"""Reads the links at an address with pyVO, and prints them and the services that they name as JSON, texts as pyVO gives
them and numbers as numbers."""

import json
import sys

import numpy
from pyvo.dal.adhoc import DatalinkResults

COLUMNS = ["ID", "access_url", "service_def", "error_message", "semantics", "description", "content_type", "content_length"]


def plain(value):
    """A cell or a value, None where it is null or empty."""
    if value is None or numpy.ma.is_masked(value):
        return None
    if isinstance(value, numpy.generic):
        value = value.item()
    return None if value == "" else value


def numbers(bound):
    """A bound as a list of numbers, as texts, because not every reader of JSON keeps the last digit."""
    return None if bound is None else [repr(float(it)) for it in numpy.ma.filled(numpy.atleast_1d(bound)).flat]


def parameter(param):
    values = param.values
    return {
        "name": param.name, "datatype": param.datatype, "unit": plain(param.unit and str(param.unit)), "ucd": param.ucd,
        "xtype": param.xtype, "value": str(param.value) if param.datatype == "char" else "",
        "min": numbers(values.min), "max": numbers(values.max),
        "options": [[name, str(value)] for name, value in values.options],
    }


def service(resource):
    params = {param.name: str(param.value) for param in resource.params}
    [group] = [group for group in resource.groups if group.name == "inputParams"]
    return {
        "id": resource.ID, "access_url": params["accessURL"], "standard_id": params.get("standardID"),
        "input_params": [parameter(entry) for entry in group.entries],
    }


def main():
    results = DatalinkResults.from_result_url(sys.argv[1])
    links = [{column: plain(row.get(column)) for column in COLUMNS} for row in results]
    for link in links:
        # The null of this column, by its VALUES: pyVO hands it on as it stands.
        if link["content_length"] == -1:
            link["content_length"] = None
    print(json.dumps({"links": links, "services": [service(it) for it in results.iter_adhocservices()]}))


if __name__ == "__main__":
    main()
