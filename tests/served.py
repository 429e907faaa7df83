"""The site as granian serves it to the world, in processes of its own."""

import http.client
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


class Site:
    def __init__(self, environment, workers=1):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "4"]
        command += ["--workers", str(workers), "--port", str(self.port), "tracker.wsgi:application"]
        self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment)

    def ask(self, address, **headers):
        """The answer, its text, and how many seconds it took."""
        began = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as visit:
            visit.request("GET", address, headers=headers)
            answer = visit.getresponse()
            return answer, answer.read().decode(), time.monotonic() - began

    def is_back(self, seconds, **headers):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.ask("/", **headers)[0].status == 200:
                    return True
            except OSError:  # it does not listen yet
                pass
            time.sleep(0.1)
        return False

    def end(self):
        self.process.terminate()
        self.process.wait()
