"""Prints as JSON what DaCHS says of the columns of ivoa.obscore: name, unit, UCD, utype and xtype of each, from the
descriptor of resources that it comes with."""

import json
import sys
from xml.etree import ElementTree


def main():
    tree = ElementTree.parse(sys.argv[1])
    (stream,) = [it for it in tree.iter("STREAM") if it.get("id") == "obscore-columns"]
    words = ["name", "unit", "ucd", "utype", "xtype"]
    print(json.dumps([[column.get(word, "") for word in words] for column in stream.iter("column")]))


if __name__ == "__main__":
    main()
