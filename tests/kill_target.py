"""A process that stores documents, compacts or rebuilds until it is killed; run by `tests.test_kill`.

Small batches and low thresholds let a kill strike between many more steps than in daily use.
"""

from __future__ import annotations

import sys
from pathlib import Path

import index.ingest
import index.library
from index.encoder import StaticEncoder
from index.library import Index
from tests.small_corpus import corpus

COMPACT_AT = 20


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(home: str, model: str, action: str, first: str, count: str) -> None:
    index.ingest._BATCH = 2_000
    index.library._COMMIT_EVERY = 8_000
    with Index.open(Path(home), StaticEncoder(Path(model)), compact_at=COMPACT_AT) as opened:
        say("ready")
        while action == "ingest":
            opened.ingest(
                corpus(int(count), first=int(first)),
                workers=0,
                on_event=lambda event, source, _: say(f"{event} {source}"),
            )
            say("done")
            return
        while True:
            opened.rebuild()
            say("rebuilt")


if __name__ == "__main__":
    main(*sys.argv[1:])
