"""Loading libraries: thousands of objects at once, none of which becomes rubbish."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """While libraries load, no search for rubbish: that is a tenth of a start.

    What was loaded is left out of later searches, so that forked processes go on sharing its memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
