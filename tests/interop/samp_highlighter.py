"""A SAMP client that loads a table, highlights its second row, and says which rows it is told to highlight.

Rows are told by their obs_publisher_did as astropy reads it, so that both sides can be held against each other.
"""

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
    say("highlighting", names[HIGHLIGHTED])
    client.notify(sender_id, {"samp.mtype": "table.highlight.row", "samp.params": {
        "table-id": params["table-id"], "url": params["url"], "row": str(HIGHLIGHTED)}})


def take_row(private_key, sender_id, mtype, params, extra):
    say("told", names[int(params["row"])])


client = SAMPIntegratedClient(name="highlighter", addr="127.0.0.1")
client.connect()
client.bind_receive_call("table.load.votable", take_table)
client.bind_receive_notification("table.highlight.row", take_row)
say("listening as", client.get_public_id())
threading.Event().wait()
