"""What a process holds of the machine's memory after a work of tens of thousands of rows."""

import ctypes
import sys


def devolver() -> None:
    """Give back to the system the memory that is free and that the allocator keeps for later.

    A worker lives for days: without this it holds what its biggest sheet took. It is done where
    the C library knows how to (glibc), and is nothing elsewhere.
    """
    if sys.platform == "linux" and hasattr(biblioteca := ctypes.CDLL(None), "malloc_trim"):
        biblioteca.malloc_trim(0)
