"""RapidOCR with the models of its package: nothing is fetched, one thread, lines split into words.

Its classifier of lines that stand on their head is off: it turns good ones. Lines are looked for in a smaller
picture than by its defaults and read one at a time: half the time, a third of the memory, the same words.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy
from PIL import Image

from ingest.columns import in_columns
from ingest.ocr.recognised import EngineFailed, PixelBox, Recognised

_LONGEST_SIDE = 1280  # pixels, of the picture in which lines are looked for
_LARGEST = 4000  # pixels, of the picture that lines are cut from
_NARROWEST = 192  # pixels, of a line made 48 high: by default 320, which figures alone in cells are far from
_UPRIGHT = 1.5  # a line that is this much taller than wide is read from its top to its foot
# Signs that its alphabet has in a wide or a joined form, as people type them.
_TYPED = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in chain(range(0xFF01, 0xFF5F), range(0x2160, 0x2180))
}

# It leaves out the narrow blank between a word and a figure: "tahun2023".
_PIECE = re.compile(r"\S+?(?:(?<=[a-z]{3})(?=\d)|(?<=\d)(?=[a-z]{4})|(?!\S))")

Corners = Sequence[Sequence[float]]  # top left, top right, bottom right, bottom left
Word = tuple[str, float, PixelBox]  # text, how sure (0 to 1), box


def is_there() -> bool:
    """Whether the package is installed with its models; nothing is loaded."""
    return importlib.util.find_spec("onnxruntime") is not None and len(_models()) == 2


@cache
def _models() -> tuple[Path, ...]:
    """The models that find lines and that read them."""
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    found = (next(iter(sorted(folder.glob(f"*_{task}_*.onnx"))), None) for task in ("det", "rec"))
    return tuple(path for path in found if path is not None)


@cache
def loaded() -> Any:
    """The engine with its models, for this process and those that it forks: it starts no threads.

    Imported here because it takes 100 MB and most of a second, for which only scanned pages have a use.
    """
    from rapidocr import RapidOCR  # noqa: PLC0415

    lines, reading = _models()
    made: Any = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.max_side_len": _LARGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(lines),
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE,
            "Rec.model_path": str(reading),
            "Rec.rec_batch_num": 1,
            "Rec.rec_img_shape": [3, 48, _NARROWEST],
        }
    )
    made.cal_rec_boxes = _with_words  # its own parts words at wide letters and mixes up how sure it is
    _ = made._load_det_model(), made._load_rec_model()
    return made


def recognise(picture: Image.Image) -> list[Recognised]:
    """The words of a picture in reading order. Raises EngineFailed."""
    try:
        output = loaded()(numpy.asarray(picture.convert("RGB")))
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries under it raise
        raise EngineFailed(f"rapidocr failed: {error}") from error
    return recognised_of(output.word_results or () if output.txts is not None else ())


def recognise_line(picture: Image.Image) -> tuple[str, int]:
    """The text of a picture of one line, and how sure it is in per cent. Raises EngineFailed.

    Asked of the reader of lines itself: the engine, told once to look for none, never does again.
    """
    from rapidocr.ch_ppocr_rec.typings import TextRecInput  # noqa: PLC0415

    line = numpy.asarray(picture.convert("RGB"))
    try:
        output = loaded().text_rec(TextRecInput(img=[line]))
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries under it raise
        raise EngineFailed(f"rapidocr failed: {error}") from error
    text, sure = (output.txts or ("",))[0], (output.scores or (0.0,))[0]
    return text.translate(_TYPED).strip(), round(100 * sure)


def recognised_of(lines: Iterable[Sequence[Word]]) -> list[Recognised]:
    """The words of the lines, one column after the other."""
    filled = [words for words in lines if words]
    order = in_columns([_bounds([box for _, _, box in words]) for words in filled])
    return [
        Recognised(text.translate(_TYPED), box, number, round(100 * sure))
        for number, index in enumerate(order)
        for text, sure, box in filled[index]
    ]


def _with_words(_pictures: object, boxes: Any, lines: Any, _single: object) -> Any:
    """The lines with their words, each as sure as its least sure letter; called by RapidOCR itself."""
    lines.word_results = tuple(
        list(
            words_of_line(
                text, info.confs, list(chain.from_iterable(info.word_cols)), info.line_txt_len, corners
            )
        )
        for text, info, corners in zip(lines.txts, lines.word_results, boxes.tolist(), strict=True)
    )
    return lines


def words_of_line(
    text: str, sure: Sequence[float], steps: Sequence[int], length: float, corners: Corners
) -> Iterator[Word]:
    """The words of one line: `sure` of each letter and blank; the step of each letter, of `length`."""
    if not text.strip() or not steps or length <= 0:
        return
    letter = (steps[-1] - steps[0]) / max(len(steps) - 1, 1) or length / len(steps)
    taken = 0
    for match in _PIECE.finditer(text):
        own = steps[taken : taken + len(match.group())] or steps[-1:]
        taken += len(match.group())
        start, end = (own[0] + 0.5 - letter / 2) / length, (own[-1] + 0.5 + letter / 2) / length
        box = _part(corners, max(start, 0.0), min(max(end, start), 1.0))
        yield match.group(), min(sure[match.start() : match.end()], default=0.0), box


def _part(corners: Corners, start: float, end: float) -> PixelBox:
    """The box of the part of a line from `start` to `end` (0 to 1)."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    wide, tall = abs(bx - ax) + abs(by - ay), abs(dx - ax) + abs(dy - ay)
    if tall >= _UPRIGHT * wide:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (bx, by), (cx, cy), (dx, dy), (ax, ay)
    xs = [x + (u - x) * part for x, u in ((ax, bx), (dx, cx)) for part in (start, end)]
    ys = [y + (v - y) * part for y, v in ((ay, by), (dy, cy)) for part in (start, end)]
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))


def _bounds(boxes: Sequence[PixelBox]) -> PixelBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
