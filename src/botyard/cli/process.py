"""What one server process asks of its interpreter and of the operating system."""

import gc
import resource
import sys

# The writer thread takes turns with the event loop at every statement; with the default of 5 ms
# a busy loop makes each commit wait longer than the disk does.
_SWITCH_EVERY_S = 0.001
_LOOK_AFTER = 50_000


def prepare_process() -> None:
    """To be called once everything is loaded."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.setswitchinterval(_SWITCH_EVERY_S)
    # What is loaded now stays for ever: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    # Calls make few cycles and many short-lived objects: look for cycles less often.
    gc.set_threshold(_LOOK_AFTER, 50, 100)
