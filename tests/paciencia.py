"""How long a test waits for what it did not do itself: a page, a process, a mail."""

#: Milliseconds. Nobody waits for them when all goes well, and a busy machine is slow.
PACIENCIA = 60_000
