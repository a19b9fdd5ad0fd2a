"""A SAMP client that does all that we take: once it has been sent a table, it highlights and selects rows of it, points,
names services and sends a table of its own, and prints each reply. What is shown or sent to it, it prints too, and what
the sender says of itself, and when that leaves the hub."""

import http.server
import io
import threading
import urllib.request
import warnings

import numpy as np
from astropy.io import fits
from astropy.io.votable import from_table, parse, writeto
from astropy.samp import SAMPIntegratedClient
from astropy.table import Table

warnings.simplefilter("ignore")


def say(*words):
    print(*words, flush=True)


def targets():
    """Three positions, as astropy writes them."""
    table = Table({"name": ["M 16", "M 17", "M 31"], "ra": [274.7, 275.2, 10.68], "dec": [-13.8, -16.17, 41.27]})
    document = from_table(table)
    fields = {field.name: field for field in document.get_first_table().fields}
    fields["name"].ucd = "meta.id;meta.main"
    fields["ra"].ucd, fields["dec"].ucd = "pos.eq.ra;meta.main", "pos.eq.dec;meta.main"
    out = io.BytesIO()
    writeto(document, out)
    return out.getvalue()


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(targets())

    def log_message(self, *words):
        pass


def describe(sender):
    """Prints a client's name and what its icon is."""
    metadata = client.get_metadata(sender)
    with urllib.request.urlopen(metadata["samp.icon.url"]) as icon:
        kind = "PNG" if icon.read(8) == b"\x89PNG\r\n\x1a\n" else "unknown"
    say("sent to by", metadata["samp.name"], "with an icon,", kind)


def act(sender, table_id):
    """Asks one thing after the other, and prints what is answered."""
    describe(sender)
    senders.add(sender)
    row = {"table-id": table_id}
    for mtype, params in [
        ("table.highlight.row", {**row, "row": "2"}),
        ("table.highlight.row", {**row, "row": "3"}),
        ("table.highlight.row", {"table-id": "other", "row": "0"}),
        ("table.select.rowList", {**row, "row-list": ["2", "0"]}),
        ("coord.pointAt.sky", {"ra": "274.7", "dec": "-13.8"}),
        ("coord.pointAt.sky", {"ra": "274.7", "dec": "-113.8"}),
        ("voresource.loadlist.siap", {"ids": {"ivo://a.example/x": ""}, "name": "mine"}),
        ("table.load.votable", {"url": served, "name": "targets"}),
        ("table.load.votable", {"url": "file:///etc/passwd", "name": "passwords"}),
        ("samp.app.ping", {}),
    ]:
        message = {"samp.mtype": mtype, "samp.params": params}
        reply = client.call_and_wait(sender, message, "20")
        say("replied", mtype, reply["samp.status"], reply.get("samp.error", {}).get("samp.errortxt", ""))
    say("done")


def take_call(private_key, sender_id, msg_id, mtype, params, extra):
    try:
        if mtype == "table.load.votable":
            table = parse(params["url"]).get_first_table().to_table()
            say("loaded", len(table), "rows as", params["name"])
            threading.Thread(target=act, args=(sender_id, params["table-id"])).start()
        elif mtype == "coverage.load.moc.fits":
            with fits.open(params["url"]) as units:
                bounds = units[1].data.field(0)
                cells = int(np.sum(bounds[1::2] - bounds[::2]))
                share = cells / (12 * 4**29)
                say("map of", units[1].header["ORDERING"], f"{share * 41252.96:.4f} deg2")
        else:
            say("sent", mtype, sorted(params.items()))
        response = {"samp.status": "samp.ok", "samp.result": {}}
    except Exception as error:
        say("failed", repr(error))
        response = {"samp.status": "samp.error", "samp.result": {}, "samp.error": {"samp.errortxt": str(error)}}
    client.reply(msg_id, response)


def take_notice(private_key, sender_id, mtype, params, extra):
    if mtype == "samp.hub.event.unregister":
        if params["id"] in senders:
            say("the sender has left")
    elif mtype == "table.highlight.row":
        say("shown row", params["row"])
    elif mtype == "table.select.rowList":
        say("shown rows", " ".join(params["row-list"]))
    else:
        say("shown", mtype, params["ra"], params["dec"])


senders = set()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
served = f"http://127.0.0.1:{server.server_port}/targets.vot"
client = SAMPIntegratedClient(name="astropy actor", description="does all", addr="127.0.0.1")
client.connect()
for mtype in ["table.load.votable", "image.load.fits", "spectrum.load.ssa-generic", "coverage.load.moc.fits"]:
    client.bind_receive_call(mtype, take_call)
for mtype in ["table.highlight.row", "table.select.rowList", "coord.pointAt.sky", "samp.hub.event.unregister"]:
    client.bind_receive_notification(mtype, take_notice)
say("listening as", client.get_public_id())
threading.Event().wait()
