"""Random programs of the whole language, each compared with plain Python and differences.

python tests/fuzzer.py 2000 [first seed]      how many are right, refused (by code), bad
python tests/fuzzer.py --show SEED            the program
python tests/fuzzer.py --reduce SEED          the smallest program that goes bad in the same way
"""

from __future__ import annotations

import ast
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzzing.judge import Verdict, judge
from fuzzing.reducer import reduced
from fuzzing.writer import START, Writer

SECONDS = 60  # of the processor: a program that runs longer goes on for ever


class EndlessError(BaseException):
    """A program that does not end; no exception of its own."""


def _give_up(*_: object) -> None:
    raise EndlessError


def try_one(seed: int, folder: Path) -> Verdict:
    """Judge program `seed`; forward mode is asked of every second one."""
    return judge(Writer(seed).program(), seed, folder, forward=seed % 2 == 0)


def verdicts(first: int, count: int) -> Iterator[tuple[int, Verdict]]:
    """Judge a range of programs."""
    signal.signal(signal.SIGVTALRM, _give_up)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                verdict = try_one(seed, Path(folder))
            except Exception as error:
                verdict = Verdict(f"bad foreign {type(error).__name__}", str(error))
            except EndlessError:
                verdict = Verdict("bad endless")
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            yield seed, verdict


def smallest(seed: int) -> str:
    """Return the smallest program found that goes bad as program `seed` does."""
    with tempfile.TemporaryDirectory() as folder:

        def kind(text: str) -> str:
            try:
                return judge(text, seed, Path(folder)).kind
            except Exception as error:
                return f"bad foreign {type(error).__name__}"

        text = Writer(seed).program()
        wanted = kind(text)
        return f"# {wanted}\n" + reduced(text, lambda t: _begins(t) and kind(t) == wanted)


def _begins(text: str) -> bool:
    """Tell whether a program still puts back what is outside, so that each call is the first."""
    return all(ast.unparse(ast.parse(line)) in text for line in START)


def main(words: list[str]) -> int:
    """Run the command line."""
    if words[:1] == ["--show"]:
        print(Writer(int(words[1])).program())
        return 0
    if words[:1] == ["--reduce"]:
        print(smallest(int(words[1])))
        return 0
    count, first = (*(int(w) for w in words), *(500, 0)[len(words) :])
    kinds: Counter[str] = Counter()
    words: dict[str, list[int]] = {}
    for seed, verdict in verdicts(first, count):
        kinds[verdict.kind] += 1
        if verdict.kind.startswith("refused"):
            words.setdefault(verdict.text.splitlines()[0], []).append(seed)
        if verdict.bad:
            print(f"seed {seed}: {verdict.kind}: {verdict.text[:600]}", flush=True)
        if (seed - first) % 500 == 499:
            print(f"up to {seed}: {dict(sorted(kinds.items()))}", flush=True)
    for text, seeds in sorted(words.items(), key=lambda pair: len(pair[1])):
        print(f"{len(seeds):5d} {text}; seeds {seeds[:4]}")
    print(f"{count} programs: {dict(sorted(kinds.items()))}")
    return 1 if any(k.startswith("bad") for k in kinds) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
