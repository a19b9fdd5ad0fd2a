"""A SAMP client that loads a table, highlights its second row, and says which rows it is told to highlight or select.

Rows are told by their obs_publisher_did as astropy reads it, so that both sides can be held against each other. With the
argument "watch" it highlights nothing.
"""

import sys
import threading
import warnings

from astropy.samp import SAMPIntegratedClient
from astropy.io.votable import parse

warnings.simplefilter("ignore")
HIGHLIGHTED = 1
names = []


def say(*words):
    print(*words, flush=True)


def take_table(private_key, sender_id, msg_id, mtype, params, extra):
    table = parse(params["url"]).get_first_table().to_table()
    names.extend(str(name) for name in table["obs_publisher_did"])
    say("loaded", len(table), "rows")
    client.reply(msg_id, {"samp.status": "samp.ok", "samp.result": {}})
    if "watch" in sys.argv:
        return
    say("highlighting", names[HIGHLIGHTED])
    client.notify(sender_id, {"samp.mtype": "table.highlight.row", "samp.params": {
        "table-id": params["table-id"], "url": params["url"], "row": str(HIGHLIGHTED)}})


def take_row(private_key, sender_id, mtype, params, extra):
    say("told", names[int(params["row"])])


def take_rows(private_key, sender_id, mtype, params, extra):
    say("selected", *(names[int(row)] for row in params["row-list"]))


def take_call(take):
    """As a notice, with an answer: TOPCAT calls."""
    def answer(private_key, sender_id, msg_id, *rest):
        take(private_key, sender_id, *rest)
        client.reply(msg_id, {"samp.status": "samp.ok", "samp.result": {}})
    return answer


client = SAMPIntegratedClient(name="highlighter", addr="127.0.0.1")
client.connect()
client.bind_receive_call("table.load.votable", take_table)
for mtype, take in [("table.highlight.row", take_row), ("table.select.rowList", take_rows)]:
    client.bind_receive_notification(mtype, take)
    client.bind_receive_call(mtype, take_call(take))
say("listening as", client.get_public_id())
threading.Event().wait()
