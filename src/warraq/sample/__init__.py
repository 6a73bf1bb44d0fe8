"""The sample press: invented outlets that publish on loopback addresses, for the demo, the tests and the load.

It stands apart: it imports nothing of Warraq but the records, and only commands and tests start it.
"""

from warraq.sample.faults import FAULTS, fault_seeds, fault_sockets
from warraq.sample.faults_server import run_faults, serve_faults
from warraq.sample.load import LoadPress, outlets_of
from warraq.sample.outlets import OUTLETS, Outlet, seeds
from warraq.sample.press import Press
from warraq.sample.server import Asked, run_press, serve_press
from warraq.sample.truth import Truth

__all__ = [
    "FAULTS",
    "OUTLETS",
    "Asked",
    "LoadPress",
    "Outlet",
    "Press",
    "Truth",
    "fault_seeds",
    "fault_sockets",
    "outlets_of",
    "run_faults",
    "run_press",
    "seeds",
    "serve_faults",
    "serve_press",
]
