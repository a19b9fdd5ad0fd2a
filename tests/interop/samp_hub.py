"""astropy's SAMP hub, with its lock file where SAMP_HUB says."""

import signal
import threading

from astropy.samp import SAMPHubServer

hub = SAMPHubServer(web_profile=False)
hub.start()
print("serving", flush=True)
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
ended.wait()
hub.stop()
