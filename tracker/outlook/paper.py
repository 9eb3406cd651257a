"""The leadership's sheet on one A4, set by typst in greys."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from tracker.dashboards.explain import ShownPercentage
from tracker.i18n import _, language
from tracker.outlook.sheet import Sheet
from tracker.outlook.views import PlanPart
from tracker.web.formats import date_long, datetime_long, number, percent, roman

TEMPLATE = Path(__file__).with_name("sheet.typ")
SIZES = (9.6, 8.8, 8.0, 7.2, 6.4, 5.6)
"""Sizes of the letters in points, tried until all stands on one page."""
LONGEST_LABEL = 90
MOST_UNITS = 18
MOST_MOVED = 4


def paper_of(sheet: Sheet) -> bytes:
    """The sheet as a PDF of one page, in the language of the context."""
    content = _content(sheet)
    pdf = b""
    for size in SIZES:
        pdf = typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"data": json.dumps(content | {"size": size}, ensure_ascii=False)},
            ignore_system_fonts=True,
        )
        if len(PdfReader(io.BytesIO(pdf)).pages) == 1:
            break
    return pdf


def _content(sheet: Sheet) -> dict[str, Any]:
    lowest = sorted(
        sheet.heat, key=lambda row: [cell.step if cell.step is not None else -1 for cell in row.cells]
    )
    shown = sorted(lowest[:MOST_UNITS], key=lambda row: row.label)
    return {
        "lang": language(),
        "institution": sheet.institution,
        "title": _("Capaian Reformasi Birokrasi {year}").format(year=sheet.year),
        "lead": _("Sampai triwulan {through}. Keadaan {when}.").format(
            through=roman(sheet.through), when=datetime_long(sheet.at)
        ),
        "plans": [_plan(card, part) for card, part in zip(sheet.cards, sheet.parts, strict=True)],
        "heat": [
            {"label": row.label, "cells": [{"step": cell.step, "text": cell.text} for cell in row.cells]}
            for row in shown
        ],
        "words": _words(sheet),
        "more": _("{count} unit lain tidak ditampilkan; yang paling sedikit terisi ada di atas.").format(
            count=number(len(sheet.heat) - len(shown))
        )
        if len(shown) < len(sheet.heat)
        else "",
    }


def _words(sheet: Sheet) -> Mapping[str, str]:
    return {
        "why": _("Mengapa belum 100? (poin)"),
        "ahead": _("Tenggat di depan"),
        "movers": _("Yang paling menggerakkan {figure} (poin)").format(figure=sheet.figure.lower()),
        "moves": _("Yang berubah: {figure} (poin)").format(figure=sheet.figure.lower()),
        "heat": _("Bagian sel wajib yang sudah terisi, per triwulan"),
        "unit": _("Perangkat daerah"),
        "silent": _("belum melapor atau belum jatuh tempo"),
        "foot": _(
            "Dilaporkan ⊇ terbukti ⊇ terverifikasi. Ramalan: ramalan-laju-1, rentang disebut; bukan janji."
        ),
    }


def _plan(card: Any, part: PlanPart) -> dict[str, Any]:
    bars = card.bars
    return {
        "title": part.title,
        "bars": [
            {"word": word, "value": figure.value or 0, "text": _shown(figure), "parts": _parts(figure)}
            for word, figure in (
                (_("Terverifikasi"), bars.verified),
                (_("Terbukti"), bars.proven),
                (_("Dilaporkan"), bars.reported),
            )
        ],
        "figures": [
            {"word": word, "text": _shown(figure)}
            for word, figure in (
                (_("Terinput"), card.terinput),
                (_("Capaian output"), card.capaian),
                (_("Serapan"), card.serapan),
            )
        ],
        "ahead": [
            {
                "title": row.title,
                "days": _("{days} hari ({working} hari kerja)").format(
                    days=number(row.days_left), working=number(row.working_days_left)
                ),
                "told": f"{_('Sekarang')} {_shown(row.figure)}. {row.foretold}.",
            }
            for row in part.ahead
        ],
        "steps": [
            {"label": step.label, "start": step.start, "end": step.end, "text": step.text, "kind": step.kind}
            for step in part.steps
        ],
        "movers": [
            {"points": row.points, "label": _short(row.label), "unit": row.unit, "step": row.step}
            for row in part.movers
        ],
        "moves": part.moves.silence
        or _("{before} pada {day}, sekarang {after}: {difference} poin.").format(
            before=part.moves.before,
            day=date_long(part.moves.day),
            after=part.moves.after,
            difference=part.moves.difference,
        ),
        "moved": [
            {"label": _short(row.label), "points": row.points}
            for row in (*part.moves.units[:MOST_MOVED], *(part.moves.renaksi or ())[:MOST_MOVED])
        ],
    }


def _shown(figure: ShownPercentage) -> str:
    return percent(figure.value)


def _parts(figure: ShownPercentage) -> str:
    if figure.value is None:
        return figure.reason or ""
    return _("{part} dari {whole}").format(part=figure.numerator, whole=figure.denominator)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
