"""Two astropy clients that try all that a hub is for; says "all is well" if it is.

Everything is asked of the hub that SAMP_HUB names, and compared with what SAMP 1.3 wants.
"""

import threading

from astropy.samp import SAMPHubProxy, SAMPIntegratedClient, SAMPProxyError

OK = {"samp.status": "samp.ok", "samp.result": {"sum": "3"}}


def message(mtype, **params):
    return {"samp.mtype": mtype, "samp.params": params}


class Heard:
    """What a client has heard, and a way to wait for it."""

    def __init__(self):
        self.all = []
        self.changed = threading.Condition()

    def add(self, *what):
        with self.changed:
            self.all.append(what)
            self.changed.notify_all()

    def wait(self, n):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.all) >= n, 30), self.all
            return self.all


def refused(call, *arguments):
    try:
        call(*arguments)
    except SAMPProxyError as error:
        assert error.faultString, "a fault says why"
    else:
        raise AssertionError(f"{call} {arguments} was not refused")


proxy = SAMPHubProxy()
proxy.connect()
proxy.ping()
refused(proxy.register, "not the secret")
refused(proxy.get_registered_clients, "not a private key")

one = SAMPIntegratedClient(name="one", addr="127.0.0.1", metadata={"one.colour": "blue"})
two = SAMPIntegratedClient(name="two", addr="127.0.0.1")
one.connect()
two.connect()
me, you = one.get_public_id(), two.get_public_id()
assert me != you and one.get_private_key() != two.get_private_key()

# Events, of which a client hears those about itself as well.
events = Heard()
one.bind_receive_notification(
    "samp.hub.event.*", lambda key, sender, mtype, params, extra: events.add(mtype, params.get("id")))
assert events.wait(1)[0] == ("samp.hub.event.subscriptions", me), events.all

# Metadata.
assert two.get_metadata(me)["samp.name"] == "one"
assert two.get_metadata(me)["one.colour"] == "blue"
two.declare_metadata({"samp.name": "second", "author.name": "<&'\"> "})
assert one.get_metadata(you) == {"samp.name": "second", "author.name": "<&'\"> "}
assert two.get_metadata("hub")["samp.name"] == "Hub"
refused(two.get_metadata, "nobody")
assert events.wait(2)[1] == ("samp.hub.event.metadata", you), events.all

# Subscriptions, with wildcards.
heard, responses = Heard(), Heard()


def take_call(key, sender, id, mtype, params, extra):
    heard.add("call", sender, mtype, params)
    two.reply(id, OK)


def take_note(key, sender, mtype, params, extra):
    heard.add("note", sender, mtype, params)


two.bind_receive_call("test.*", take_call)
two.bind_receive_notification("test.*", take_note)
one.bind_receive_response("tag", lambda key, sender, tag, response: responses.add(sender, tag, response))
assert "test.*" in one.get_subscriptions(you)
assert one.get_subscribed_clients("test.add") == {you: {}}
assert one.get_subscribed_clients("test") == {}
assert two.get_subscribed_clients("test.add") == {}, "never the one who asks"
assert set(one.get_registered_clients()) >= {you, "hub"}
assert me not in one.get_registered_clients()

# Messages. Blanks at the ends, markup and empty things come through.
odd = {"a": " 1 ", "b": "<&>\"'", "empty": "", "list": ["", ["x"], {}], "map": {"": "y"}}
one.notify(you, message("test.add", **odd))
assert heard.wait(1)[0] == ("note", me, "test.add", odd), heard.all
id = one.call(you, "tag", message("test.add", **odd))
assert heard.wait(2)[1] == ("call", me, "test.add", odd), heard.all
assert responses.wait(1)[0] == (you, "tag", OK), responses.all
assert one.call_and_wait(you, message("test.add"), "20") == OK
assert one.call_and_wait("hub", message("samp.app.ping"), "20")["samp.status"] == "samp.ok"
heard.wait(3)
assert you in one.notify_all(message("test.add"))
heard.wait(4)
ids = one.call_all("tag", message("test.add"))
assert set(ids) == {you} and ids[you] != id, ids
heard.wait(5)
responses.wait(2)
refused(one.notify, you, message("not.subscribed"))
refused(one.call, you, "tag", message("not.subscribed"))
refused(one.call_and_wait, you, message("not.subscribed"), "20")
refused(one.reply, ids[you], OK)
refused(two.reply, ids[you], OK)

# One who never answers.
two.bind_receive_call("slow", lambda *arguments: None)
refused(one.call_and_wait, you, message("slow"), "1")

key = two.get_private_key()
two.disconnect()
refused(proxy.get_registered_clients, key)
refused(one.notify, you, message("test.add"))
events.wait(5)
with events.changed:
    assert events.changed.wait_for(lambda: ("samp.hub.event.unregister", you) in events.all, 30), events.all

# The hub ends last of all.
print("all is well", flush=True)
with events.changed:
    assert events.changed.wait_for(lambda: ("samp.hub.event.shutdown", None) in events.all, 60), events.all
print("the hub has ended", flush=True)
