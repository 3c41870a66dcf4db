"""Trains the network that tells stamped words apart, and measures how well stamps are read.

    python -m tests.benchmarks.originals.stamps make|train|measure --fonts FOLDER... --data FILE.npz...

`make` draws stamps with the fonts that are not held out and keeps what the product itself cuts out of them; `train` writes
gateway/originals/stampwords_table.py; `measure` reads fresh stamps in held-out fonts (a seed of its own).
"""

import argparse
import base64
import random
import time
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from gateway.originals.stampplaces import Place, places_of
from gateway.originals.stampwords import HEIGHT, WIDTH, Word, features, strip_of, words_of
from tests.benchmarks.originals.drawn_stamps import OTHERS, UNSEEN, WORDS, Drawn, draw, fonts

TABLE = Path("gateway/originals/stampwords_table.py")
HIDDEN = 40
OTHER = len(WORDS)
TAUGHT = (*WORDS, *WORDS[:3])  # what stops a letter is drawn twice as often


def cut_out(drawn: Drawn) -> list[tuple[Word, int]]:
    """What the product cuts out of a picture, each with its class; what is neither the word nor clearly another is left out."""
    found = []
    for place in places_of(drawn.sheet):
        strip = strip_of(drawn.sheet, place)
        for word in words_of(strip):
            share = overlap(drawn, place, strip, word)
            label = WORDS.index(drawn.word) if drawn.word else OTHER
            if share > 0.72 and abs(place.degrees - drawn.degrees) < 7:
                found.append((word, label))
            elif label == OTHER or (share < 0.35 and "MẬT" not in drawn.word):
                found.append((word, OTHER))
    return found


def overlap(drawn: Drawn, place: Place, strip: np.ndarray, word: Word) -> float:
    """Intersection over union of a word's rectangle and the drawn one's, as if both were equally turned."""
    across, down = place.width / strip.shape[1], place.height / strip.shape[0]
    x = ((word.left + word.right) / 2 - strip.shape[1] / 2) * across
    y = ((word.top + word.bottom) / 2 - strip.shape[0] / 2) * down
    turn = np.radians(place.degrees)
    x, y = place.x + np.cos(turn) * x - np.sin(turn) * y, place.y + np.sin(turn) * x + np.cos(turn) * y
    width, height = (word.right - word.left) * across, (word.bottom - word.top) * down
    wide = min(x + width / 2, drawn.x + drawn.width / 2) - max(x - width / 2, drawn.x - drawn.width / 2)
    high = min(y + height / 2, drawn.y + drawn.height / 2) - max(y - height / 2, drawn.y - drawn.height / 2)
    both = max(0.0, wide) * max(0.0, high)
    return both / (width * height + drawn.width * drawn.height - both)


def make(paths: tuple[str, ...], count: int, seed: int, data: Path) -> None:
    """Draw stamps, half of them of words that matter, and keep what was cut out."""
    rng = random.Random(seed)
    pixels, aspects, labels = [], [], []
    for number in range(count):
        word = TAUGHT[number // 2 % len(TAUGHT)] if number % 2 else ""
        for found, label in cut_out(draw(rng, word, paths, hard=rng.choice((0.3, 0.7, 1.0)))):
            pixels.append(found.pixels)
            aspects.append(found.aspect)
            labels.append(label)
    np.savez_compressed(data, pixels=np.array(pixels), aspects=np.array(aspects), labels=np.array(labels))
    print(len(labels), "words:", np.bincount(labels).tolist())


def shaken(rng: np.random.Generator, pixels: np.ndarray) -> np.ndarray:
    """A word cut out a little differently."""
    wide, high = rng.uniform(0.94, 1.07), rng.uniform(0.9, 1.1)
    moves = np.array([[wide, rng.uniform(-0.12, 0.12), rng.uniform(-3, 3)], [0, high, rng.uniform(-1.5, 1.5)]])
    return cv2.warpAffine(pixels, moves, (WIDTH, HEIGHT))


def train(data: list[Path], rounds: int = 24) -> None:
    """Fit the network and write it down as signed bytes."""
    files = [np.load(path) for path in data]
    kept = {name: np.concatenate([file[name] for file in files]) for name in ("pixels", "aspects", "labels")}
    rng = np.random.default_rng(7)
    versions = 3
    inputs, labels = [], []
    for version in range(versions):
        for pixels, aspect, label in zip(kept["pixels"], kept["aspects"], kept["labels"], strict=True):
            seen = shaken(rng, pixels) if version else pixels
            inputs.append(features(Word(seen, float(aspect) * (rng.uniform(0.92, 1.08) if version else 1), 0, 0, 0, 0)))
            labels.append(label)
    x, y = np.array(inputs, np.float32), np.array(labels)
    middle, spread = x.mean(axis=0), x.std(axis=0) + 0.05
    x = (x - middle) / spread
    weights = fit(rng, x, y, rounds)
    write(middle, spread, weights)


def fit(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, rounds: int) -> list[np.ndarray]:
    """Two layers, softmax, Adam, dropout on the inputs."""
    classes = OTHER + 1
    weights = [
        rng.normal(0, 0.03, (x.shape[1], HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        rng.normal(0, 0.2, (HIDDEN, classes)).astype(np.float32),
        np.zeros(classes, np.float32),
    ]
    first = [np.zeros_like(one) for one in weights]
    second = [np.zeros_like(one) for one in weights]
    step = 0
    for number in range(rounds):
        rate = 2e-3 * 0.5 * (1 + np.cos(np.pi * number / rounds)) + 2e-5
        order = rng.permutation(len(x))
        right = 0
        for start in range(0, len(order), 128):
            some = order[start : start + 128]
            seen = x[some] * (rng.random((len(some), x.shape[1])) > 0.15) / 0.85
            hidden = np.maximum(seen @ weights[0] + weights[1], 0)
            scores = hidden @ weights[2] + weights[3]
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            right += int((shares.argmax(axis=1) == y[some]).sum())
            error = shares
            error[np.arange(len(some)), y[some]] -= 1
            error /= len(some)
            back = (error @ weights[2].T) * (hidden > 0)
            slopes = [seen.T @ back + 2e-4 * weights[0], back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
            step += 1
            for index, slope in enumerate(slopes):
                first[index] = 0.9 * first[index] + 0.1 * slope
                second[index] = 0.999 * second[index] + 0.001 * slope**2
                weights[index] = weights[index] - rate * (first[index] / (1 - 0.9**step)) / (
                    np.sqrt(second[index] / (1 - 0.999**step)) + 1e-8
                )
        if number % 6 == 5:
            print(f"round {number + 1}: {right / len(x):.4f}")
    return [np.asarray(one, np.float32) for one in weights]


def write(middle: np.ndarray, spread: np.ndarray, weights: list[np.ndarray]) -> None:
    """The table: the scaling folded into the first layer, whose columns are signed bytes with a scale each."""
    first = weights[0] / spread[:, None]
    bias = weights[1] - middle @ first
    scales = np.abs(first).max(axis=0) / 127
    packed = base64.b85encode(np.round(first / scales).astype(np.int8).tobytes()).decode()
    lines = [packed[at : at + 120] for at in range(0, len(packed), 120)]
    numbers = lambda values: "(" + ", ".join(f"{value:.6g}" for value in values) + ")"  # noqa: E731
    rows = "\n".join(f"    {numbers(row)}," for row in weights[2])
    TABLE.write_text(
        f'"""Tells stamped words apart: {first.shape[0]} inputs, {HIDDEN} hidden units, {len(packed) // 1000} kB.\n\n'
        "Made by tests/benchmarks/originals/stamps.py from stamps that it draws itself; under the licence of this product.\n"
        "`FIRST`: signed bytes, (inputs, hidden), base 85; times `SCALES` by column.  Then rectified, then `SECOND` and `LAST`.\n"
        '"""\n\n'
        f"WORDS = {WORDS!r}\n".replace("'", '"')
        + f"HIDDEN = {HIDDEN}\nSCALES = {numbers(scales)}\nBIAS = {numbers(bias)}\n"
        + f"SECOND = (\n{rows}\n)\nLAST = {numbers(weights[3])}\n"
        + "FIRST = (\n"
        + "\n".join(f"    {line!r}" for line in lines)
        + "\n)\n",
        encoding="utf-8",
    )


def measure(paths: tuple[str, ...], count: int, seed: int) -> None:
    """How many stamps are read right by resolution and hardness, and what else was taken for a secrecy mark."""
    from gateway.originals.stamps import find_stamps, read_stamps  # the table may not be there before it was trained

    rng = random.Random(seed)
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    spent = 0.0
    for number in range(count):
        word = WORDS[number // 2 % len(WORDS)] if number % 2 else ""
        hard = (0.3, 0.7, 1.0)[number % 3]
        drawn = draw(rng, word, paths, hard=hard, others=(*OTHERS, *UNSEEN, *UNSEEN))
        began = time.process_time()
        texts = {mark.text for mark in read_stamps(drawn.sheet, 1)} - {""} if find_stamps(drawn.sheet, 1) else set()
        spent += time.process_time() - began
        secret = {text for text in texts if "MẬT" in text}
        if word:
            for kind in (word, f"{drawn.sheet.dpi} dpi", f"hardness {hard}", "all", *(["secrecy"] if "MẬT" in word else [])):
                seen[kind] += 1
                right[kind] += word in texts
        if secret - {word}:
            wrong.append(f"{drawn.text} as {', '.join(secret)}")
    for kind in sorted(seen):
        print(f"{kind:14} {right[kind]:5} of {seen[kind]:5}  {right[kind] / seen[kind]:.3f}")
    print(f"secrecy marks misread: {len(wrong)} of {count}: {wrong}; {1000 * spent / count:.1f} ms CPU each")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("what", choices=("make", "train", "measure"))
    asked.add_argument("--fonts", nargs="*", default=["/usr/share/fonts"])
    asked.add_argument("--data", type=Path, nargs="+", default=[Path("stamps.npz")])
    asked.add_argument("--count", type=int, default=6000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    began = time.process_time()
    paths = fonts(tuple(given.fonts), given.what == "measure")
    if given.what == "make":
        make(paths, given.count, given.seed, given.data[0])
    elif given.what == "train":
        train(given.data)
    else:
        measure(paths, given.count, given.seed)
    print(f"{time.process_time() - began:.0f} s CPU")


if __name__ == "__main__":
    main()
