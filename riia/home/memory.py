"""How Python looks for unused memory in a process that serves pages."""

import gc


def settle() -> None:
    """Never look again at what is loaded so far, and at what pages leave behind more seldom.

    A page makes tens of thousands of objects that are gone when it is sent; Python's own pace (700 objects) makes it
    search them, and all the code that is loaded, many times for each.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
