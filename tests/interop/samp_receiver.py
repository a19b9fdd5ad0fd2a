"""A SAMP client that takes tables and FITS images: it loads each with astropy, answers its sender, and prints what it has
read.

With the argument "silent" it loads and prints, but never answers; with "vanish" it disconnects instead of answering.
"""

import sys
import threading
import warnings

from astropy.io import fits
from astropy.io.votable import parse
from astropy.samp import SAMPIntegratedClient

warnings.simplefilter("ignore")
MANNER = sys.argv[1] if len(sys.argv) > 1 else "answer"


def say(*words):
    print(*words, flush=True)


def load(params):
    """Reads the first table; says its own count of the rows, and the sum of the first column if those are numbers."""
    table = parse(params["url"]).get_first_table().to_table()
    first = table.columns[0]
    total = int(first.sum()) if first.dtype.kind in "if" else "none"
    say("loaded", len(table), "rows, sum", total, "as", params["name"])


def load_image(params):
    """Says how many pixels the image has along its sides."""
    with fits.open(params["url"]) as units:
        height, width = units[0].data.shape
    say("image of", width, "by", height, "pixels as", params["name"])


def take_call(private_key, sender_id, msg_id, mtype, params, extra):
    if MANNER == "vanish":
        say("vanishing")
        client.disconnect()
        return
    try:
        load_image(params) if mtype == "image.load.fits" else load(params)
        response = {"samp.status": "samp.ok", "samp.result": {}}
    except Exception as error:
        say("failed", error)
        response = {"samp.status": "samp.error", "samp.result": {},
                    "samp.error": {"samp.errortxt": str(error)}}
    if MANNER != "silent":
        client.reply(msg_id, response)


client = SAMPIntegratedClient(name="astropy " + MANNER, addr="127.0.0.1")
client.connect()
for taken in ["table.load.votable", "image.load.fits"]:
    client.bind_receive_call(taken, take_call)
say("listening as", client.get_public_id())
threading.Event().wait()
