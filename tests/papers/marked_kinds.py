# ruff: noqa: E501 - a column is one line
"""Kinds that say when by marks, and what in lists: years, months, ticks, types of rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from tests.papers.columns import (
    PLACES,
    TW,
    YEAR,
    Column,
    Made,
    Said,
    act,
    how_many,
    matrix,
    money,
    number,
    one_each,
    other,
    output,
    parents,
    said,
    same_parents,
    sometimes_total,
    targets,
    units,
)
from tests.papers.said import PURSES, Output, Purse, plan_said
from tests.papers.words import Words

_WHEN: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("Maret", (1,)), ("Juli s.d. Desember", (3, 4)), ("TW I - IV", (1, 2, 3, 4)), ("April 2025", (2,)),
    ("Jan - Des", (1, 2, 3, 4)), ("TW II dan TW IV", (2, 4)), ("Triwulan III", (3,)), ("November", (4,)),
)  # fmt: skip


def area_perubahan(words: Words) -> Made:
    """A report of the old scheme: money in millions, periods as months, ticks for the state."""
    random = words.random
    outputs = one_each(plan_said(random, 2, how_many(words)))
    millions = Purse("", 1_000_000, "{}")
    when = {id(one): random.choice(_WHEN) for one in outputs}
    full = random.random() < 0.5
    done = {id(one): random.random() < 0.6 for one in outputs}
    columns = [
        number(words, None),
        Column("AREA PERUBAHAN", ("kegiatan_utama",), lambda one: one.parents[0], same_parents(0)),
        Column("PROGRAM", ("indikator",), lambda one: one.parents[1], same_parents(1)),
        Column("KEGIATAN", ("renaksi",), lambda one: one.act),
        Column("PERIODE / TARGET", ("waktu",), lambda one: when[id(one)][0]),
        Column("PERIODE / REALISASI", ("",), lambda one: when[id(one)][0]),
        Column(f"ANGGARAN Rp.000.000 / {'TARGET' if full else 'T'}", ("anggaran_total",), lambda one: millions.written(one.money)),
        Column(f"ANGGARAN Rp.000.000 / {'REALISASI' if full else 'R'}", ("realisasi_anggaran_total",), lambda one: millions.written(one.money)),
        Column("STATUS CAPAIAN / TERCAPAI", ("",), lambda one: "V" if done[id(one)] else ""),
        Column("STATUS CAPAIAN / TIDAK TERCAPAI", ("",), lambda one: "" if done[id(one)] else "V"),
        Column("ALASAN TIDAK TERCAPAI", ("",), lambda one: "" if done[id(one)] else "Pegawai kurang"),
    ]  # fmt: skip
    made = matrix(words, "area-perubahan", "general", columns, outputs, numbers=random.random() < 0.7)
    for row, one in zip(made.said, outputs, strict=True):
        row.pop("indikator_output")  # its name is that of the action
        row.update(due(when[id(one)][1], None) | {"realisasi_anggaran_total": one.money})
    return made


def due(marked: Sequence[int], total: Decimal | None) -> Said:
    """Quarters that are marked as targets, as docs/importing.md says it."""
    if total is None:
        return {**{TW[tw - 1]: Decimal(1) for tw in marked}, TW[4]: Decimal(len(marked))}
    if len(marked) == 1 or total != len(marked):
        return {TW[marked[-1] - 1]: total, TW[4]: total}
    return {**{TW[tw - 1]: Decimal(1) for tw in marked}, TW[4]: total}


def tipe_baris(words: Words) -> Made:
    """Three types of rows in one table; quarters as checkpoints."""
    random = words.random
    outputs = one_each(plan_said(random, 2, how_many(words)))
    checks = [("B03", (1,)), ("B06", (2,)), ("B03, B06, B09, B12", (1, 2, 3, 4)), ("B06 dan B12", (2, 4)), ("B12", (4,)), ("B09, B12", (3, 4))]  # fmt: skip
    rows: list[Output] = []
    made_said: list[Said] = []
    seen: set[tuple[str, ...]] = set()
    for at, one in enumerate(outputs):
        if at == 0 or random.random() < 0.1:
            rows.append(
                _typed(one, "SS", f"SS.{at + 1}", "Terwujudnya birokrasi digital", "Indeks SPBE", "3,6")
            )
        if one.parents[:1] not in seen:
            seen.add(one.parents[:1])
            rows.append(_typed(one, "K", f"K.{at + 1}", one.parents[0]))
        is_new = one.parents not in seen
        seen.add(one.parents)
        amount = random.choice([1, 1, 2, 4])
        unit = random.choice(["Dokumen", "Laporan", "Kali", "Kegiatan"])
        text, marked = random.choice(checks)
        row = _typed(one, "IO" if is_new else "", f"IO.{at + 1}.1" if is_new else "", "",
                     one.parents[1] if is_new else "", one.measure_target if is_new else "")  # fmt: skip
        row.extra |= {"act": one.act, "name": one.name, "total": f"{amount} {unit}", "when": text, "office": one.office, "lead": one.lead}  # fmt: skip
        row.extra |= {"proof": random.choice(["Laporan", "Notulen", ""]), "state": "belum_ada", "share": "0"}
        rows.append(row)
        made_said.append(
            {"kegiatan_utama": one.parents[0], "indikator": one.parents[1], "renaksi": one.act, "indikator_output": one.name,
             "satuan_output": unit, "pelaksana": one.office, "koordinator": one.lead, **due(marked, Decimal(amount))}
        )  # fmt: skip
    names = [("type", "Tipe", ("tipe",)), ("code", "Nomor", ("", "kode")), ("goal", "Sasaran Kegiatan", ("uraian_tipe",)),
             ("measure", "Indikator", ("indikator",)), ("target", "Target", ("indikator_target",)), ("outcome", "Outcome", ("",)),
             ("act", "Rincian Kegiatan", ("renaksi",)), ("name", "Indikator Output", ("indikator_output",)),
             ("total", "Target Output", ("target_total",)), ("when", "Waktu", ("waktu",)), ("office", "Pelaksana", ("pelaksana",)),
             ("lead", "Koordinator", ("koordinator",)), ("proof", "Data Dukung", ("",)), ("state", "Status Data Dukung", ("",)),
             ("share", "Prosentase", ("",))]  # fmt: skip
    if random.random() < 0.4:
        names = [one for one in names if one[0] not in {"outcome", "state"}]
    columns = [Column(head, roles, lambda one, key=key: one.extra.get(key, "")) for key, head, roles in names]  # type: ignore[misc]
    return Made("tipe-baris", "general", columns, rows, made_said)


def _typed(one: Output, kind: str, code: str, goal: str, measure: str = "", target: str = "") -> Output:
    extra = {"type": kind, "code": code, "goal": goal, "measure": measure, "target": target}
    return Output(one.parents, one.act, one.number, one.name, one.targets, one.money, one.office, one.lead,
                  one.measure_target, one.measure_unit, extra=extra)  # fmt: skip


def lampiran_tahun(words: Words) -> Made:
    """An annex of a road map: ticks for years; only those of the plan's year are the plan's."""
    random = words.random
    outputs = one_each(plan_said(random, 2, how_many(words)))
    first = random.choice([YEAR - 2, YEAR - 1, YEAR])
    years = [first, first + 1, first + 2]
    tick = random.choice(["V", "√", "v", "✓"])
    marked = {id(one): random.sample(years, random.randint(1, 3)) for one in outputs}
    for one in outputs[:2]:
        marked[id(one)].append(YEAR)
    group = random.choice(["Tahun Pelaksanaan", "Tahun Pelaksanaan", "Tahun"])
    columns = [
        number(words, same_parents(1)),
        Column("Kegiatan", ("indikator",), lambda one: one.parents[1], same_parents(1)),
        Column("Sub Kegiatan", ("renaksi",), lambda one: one.act),
        Column("Output", ("indikator_output",), lambda one: one.name),
        *(Column(f"{group} / {year}", (f"tahun_{year}",), lambda one, year=year: tick if year in marked[id(one)] else "") for year in years),  # type: ignore[misc]
    ]  # fmt: skip
    into = {"kegiatan_utama": PLACES["kegiatan_utama"]}
    made = Made("lampiran-tahun", "general", columns, outputs, [], into=into)
    for one in outputs:
        one.parents = (into["kegiatan_utama"], one.parents[1])
    columns[1].same = columns[0].same = lambda one: one.parents[1]
    made.said = said(made, [one for one in outputs if YEAR in marked[id(one)]])
    return made


def mcp(words: Words) -> Made:
    """Indicators of the prevention of corruption: lists of documents in cells, points for each."""
    random = words.random
    outputs = one_each(plan_said(random, 2, min(6, how_many(words))))
    lists = {id(one): random.sample(["Perda", "SOP", "Notulen rapat", "Daftar hadir", "Laporan hasil reviu", "SK Tim"], random.randint(2, 4)) for one in outputs}  # fmt: skip
    points = {id(one): _points(random, len(lists[id(one)])) for one in outputs}
    with_word = random.random() < 0.7
    columns = [
        Column("ASPEK", ("kegiatan_utama",), lambda one: one.parents[0], same_parents(0)),
        Column("INDIKATOR", ("indikator",), lambda one: one.parents[1], same_parents(1)),
        Column(random.choice(["TUJUAN PENCEGAHAN KORUPSI", "TUJUAN"]), ("renaksi",), lambda one: one.act),
        Column("PENANGGUNG JAWAB", ("koordinator",), lambda one: one.lead),
        Column("DOKUMEN KELENGKAPAN", ("indikator_output",), lambda one: _listed(lists[id(one)])),
        Column("PENILAIAN", ("output_bobot",), lambda one: _listed([f"nilai {x}" if with_word else str(x) for x in points[id(one)]])),
    ]  # fmt: skip
    made = Made("ipkd-mcp", "general", columns, outputs, [], numbers=random.random() < 0.7)
    made.said = [
        {"kegiatan_utama": one.parents[0], "indikator": one.parents[1], "renaksi": one.act, "koordinator": one.lead,
         "indikator_output": name, "output_bobot": Decimal(point)}
        for one in outputs for name, point in zip(lists[id(one)], points[id(one)], strict=True)
    ]  # fmt: skip
    return made


def _points(random: Random, count: int) -> list[int]:
    first = [random.choice([10, 15, 20, 25]) for _ in range(count - 1)]
    return [*first, 100 - sum(first)]


def _listed(texts: Sequence[str]) -> str:
    return " ".join(f"{'abcdefgh'[at]}. {text}" for at, text in enumerate(texts))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def umum(words: Words) -> Made:
    """A matrix of no known kind: what all have in common, with when it is due in one of the usual ways."""
    random = words.random
    way = random.choice(["quarters", "months", "time", "sections"])
    levels = 0 if way == "sections" else 2
    outputs = one_each(
        plan_said(
            random, 1 if way == "sections" else levels, how_many(words), with_units=random.random() < 0.3
        )
    )
    purse = random.choice(PURSES)
    marks = {id(one): random.choice(_WHEN) for one in outputs}
    head = [number(words, None), *(parents(words, "general") if levels else []), act(words)]
    tail = [money(words, purse), *units(words), other(words, "keterangan")]
    if way in {"quarters", "sections"}:
        columns = [*head, *output(words), *targets(words), *tail]
    else:
        for one in outputs:
            amount = random.choice([1, 2, 4])
            one.targets.printed[4], one.targets.values[4] = f"{amount}", Decimal(amount)
            one.targets.unit = random.choice(["Dokumen", "Laporan", "Kali"])
        when = (
            [Column(words("waktu"), ("waktu",), lambda one: marks[id(one)][0])]
            if way == "time"
            else [
                Column(f"Jadwal Pelaksanaan / {name}", (f"bulan_{at}",), lambda one, at=at: "v" if at % 3 == 0 and at // 3 in marks[id(one)][1] else "")  # type: ignore[misc]
                for at, name in enumerate(_MONTHS, 1)
            ]
        )  # fmt: skip
        columns = [
            *head,
            *output(words),
            Column("Target", ("target_total",), lambda one: one.targets.printed[4]),
            *when,
            *tail,
        ]
    into = {} if levels else ({"indikator": PLACES["indikator"]} if way == "sections" else dict(PLACES))
    made = matrix(words, "", "general", columns, outputs, into=into, total=sometimes_total(words, purse))
    if way == "sections":
        made.sections = {
            at: one.parents[0]
            for at, one in enumerate(outputs)
            if at == 0 or one.parents != outputs[at - 1].parents
        }
    if way in {"months", "time"}:
        for row, one in zip(made.said, outputs, strict=True):
            row.update(due(marks[id(one)][1], Decimal(str(one.targets.values[4]))))
    return made
