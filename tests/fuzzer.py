"""Random programs of the whole language, each compared with plain Python and differences.

python tests/fuzzer.py 2000 [first seed]      how many are right, refused (by code), bad
python tests/fuzzer.py --aliased 2000 [seed]  those whose arrays and lists have several names
python tests/fuzzer.py --walked 2000 [seed]   those that walk iterators in part and by turns
python tests/fuzzer.py --show SEED            the program
python tests/fuzzer.py --reduce SEED          the smallest program that goes bad in the same way
"""

from __future__ import annotations

import ast
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import walk_tb

from fuzzing.aliasing import aliased
from fuzzing.judge import Verdict, judge
from fuzzing.reducer import reduced
from fuzzing.walking import walked
from fuzzing.writer import START, Writer

import adcompiler

SECONDS = 60  # of the processor: a program that runs longer goes on for ever


class EndlessError(BaseException):
    """A program that does not end; no exception of its own."""


def _give_up(*_: object) -> None:
    raise EndlessError


def written(seed: int) -> str:
    """Return the program of a seed, of the whole language."""
    return Writer(seed).program()


Writing = Callable[[int], str]


def try_one(seed: int, folder: Path, write: Writing) -> Verdict:
    """Judge program `seed`; forward mode is asked of every second one."""
    return judge(write(seed), seed, folder, forward=seed % 2 == 0)


def verdicts(first: int, count: int, write: Writing = written) -> Iterator[tuple[int, Verdict]]:
    """Judge a range of programs."""
    signal.signal(signal.SIGVTALRM, _give_up)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                verdict = try_one(seed, Path(folder), write)
            except Exception as error:
                verdict = Verdict(f"bad foreign {type(error).__name__}", str(error))
            except EndlessError as error:
                verdict = Verdict("bad endless" if _is_ours(error) else "endless")
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            yield seed, verdict


def _is_ours(error: BaseException) -> bool:
    """Tell whether the compiler was at work, and not the program itself as it is written."""
    home = Path(adcompiler.__file__).parent
    files = (Path(frame.f_code.co_filename) for frame, _ in walk_tb(error.__traceback__))
    return any(home in file.parents or file.name.startswith("<generated") for file in files)


def smallest(seed: int, write: Writing) -> str:
    """Return the smallest program found that goes bad as program `seed` does."""
    with tempfile.TemporaryDirectory() as folder:

        def kind(text: str) -> str:
            try:
                return judge(text, seed, Path(folder)).kind
            except Exception as error:
                return f"bad foreign {type(error).__name__}"

        text = write(seed)
        wanted = kind(text)
        kept = [line for line in map(_plain, START) if line in _plain(text)]
        return f"# {wanted}\n" + reduced(
            text, lambda t: all(line in t for line in kept) and kind(t) == wanted
        )


def _plain(text: str) -> str:
    """Return a text as the reducer writes it: a program must still put back what is outside."""
    return ast.unparse(ast.parse(text))


def main(words: list[str]) -> int:
    """Run the command line."""
    writers = {"--aliased": aliased, "--walked": walked}
    write = next((writers[word] for word in words if word in writers), written)
    words = [word for word in words if word not in writers]
    if words[:1] == ["--show"]:
        print(write(int(words[1])))
        return 0
    if words[:1] == ["--reduce"]:
        print(smallest(int(words[1]), write))
        return 0
    count, first = (*(int(w) for w in words), *(500, 0)[len(words) :])
    kinds: Counter[str] = Counter()
    words: dict[str, list[int]] = {}
    for seed, verdict in verdicts(first, count, write):
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
