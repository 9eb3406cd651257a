# ruff: noqa: E501 - a column is one line
"""The ten kinds of matrices, and one of none of them."""

from __future__ import annotations

from tests.papers.columns import (
    PLACES,
    TW,
    Column,
    Kind,
    Made,
    act,
    how_many,
    matrix,
    money,
    number,
    one_each,
    output,
    parents,
    same_act,
    same_parents,
    sometimes_total,
    targets,
    units,
)
from tests.papers.marked_kinds import area_perubahan, lampiran_tahun, mcp, tipe_baris, umum
from tests.papers.said import PURSES, plan_said
from tests.papers.words import Words


def portal(words: Words) -> Made:
    """The portal's template, or its recapitulation with parents."""
    is_recap = words.random.random() < 0.4
    purse = words.random.choice(PURSES)
    outputs = plan_said(words.random, 2 if is_recap else 0, how_many(words))
    columns = [
        *([number(words)] if words.random.random() < 0.5 else []),
        *(parents(words, "general") if is_recap else []),
        act(words), *output(words), *targets(words, total=True), money(words, purse), *units(words),
    ]  # fmt: skip
    into = {} if is_recap else dict(PLACES)
    return matrix(
        words, "portal", "general", columns, outputs, into=into, total=sometimes_total(words, purse)
    )


def kompilasi(words: Words) -> Made:
    """A compilation by theme, its columns in another order in each."""
    random = words.random
    outputs = plan_said(random, 3, how_many(words))
    theme, aim, trouble = parents(words, "tematik")
    trouble_first = [theme, trouble, aim] if random.random() < 0.5 else [theme, aim, trouble]
    blocks: list[list[Column]] = [
        [
            Column(
                "Stream Kegiatan", ("", "kelompok"), lambda _one: random.choice(["Data", "Layanan", "Usaha"])
            )
        ],
        [
            Column(
                "Kelompok Permasalahan", ("", "kelompok"), lambda _one: random.choice(["Regulasi", "Sarana"])
            )
        ],
    ]
    blocks = random.sample(blocks, random.randint(0, 2))
    quarters = targets(words, total=False)
    if random.random() < 0.5:
        for column, name in zip(quarters, ("I", "II", "III", "IV"), strict=True):
            column.head = f"TW / {name}"
    people = [Column("PIC / Jabatan", ("koordinator", ""), lambda _one: "Kepala Bidang Data"),
              Column("PIC / No WA", ("",), lambda _one: f"08{random.randint(10**9, 10**10 - 1)}")]  # fmt: skip
    blocks += [
        [Column("Unit Kerja Eselon 2 (PIC)", ("pelaksana",), lambda one: one.office, same_act)],
        [act(words, random.choice(["Nama Kegiatan", "Nama Kegiatan", words("renaksi")]))],
    ]
    random.shuffle(blocks)
    tail = [
        Column("Target 2025", ("target_total",), lambda one: one.targets.printed[4]),
        *output(words), *quarters, money(words, random.choice(PURSES[:3])), *people,
    ]  # fmt: skip
    order = [*trouble_first, *(one for block in blocks for one in block), *tail]
    if random.random() < 0.3:
        order = [*(one for block in blocks for one in block), *trouble_first, *tail]
    made = matrix(words, "kompilasi", "tematik", order, outputs)
    for row in made.said:
        row["koordinator"] = "Kepala Bidang Data"
    return made


def kertas_kerja(words: Words) -> Made:
    """A worksheet of the evaluation under way: what was reached stands in a block for each quarter."""
    random = words.random
    outputs = plan_said(random, 2, how_many(words))
    columns = [number(words, same_parents(0)), *parents(words, "general"), act(words), *output(words)]
    columns += [*targets(words), Column(random.choice(["PIC", words("pelaksana")]), ("pelaksana",), lambda one: one.office, same_act)]  # fmt: skip
    reached = random.randint(1, 4)
    names = (
        words.quarters() if random.random() < 0.5 else [f"Triwulan {one}" for one in ("I", "II", "III", "IV")]
    )
    if names[0] == "B03":
        names = ["TW 1", "TW 2", "TW 3", "TW 4"]
    for at in range(reached):
        columns += [
            Column(f"{names[at]} / Realisasi", (f"realisasi_tw{at + 1}",), lambda one, at=at: one.targets.printed[at]),  # type: ignore[misc]
            Column(f"{names[at]} / Capaian", ("",), lambda _one: random.choice(["100%", "80%", ""])),
            Column(f"{names[at]} / Kendala", ("",), lambda _one: random.choice(["-", "Anggaran terlambat", ""])),
            Column(f"{names[at]} / Solusi", ("",), lambda _one: random.choice(["-", "Percepat pengadaan", ""])),
        ]  # fmt: skip
    return matrix(words, "kertas-kerja", "general", columns, outputs)


def input_pemda(words: Words) -> Made:
    """The input of a local application: AWAL and AKHIR beside the quarters."""
    random = words.random
    outputs = plan_said(random, 2, how_many(words))
    group = random.choice(["TARGET PER TRIWULAN", "Target per Triwulan"])
    names = random.choice([["TW-I", "TW-II", "TW-III", "TW-IV"], ["TW I", "TW II", "TW III", "TW IV"]])
    quarters = [
        Column(f"{group} / {names[at]}", (TW[at],), lambda one, at=at: one.targets.printed[at])  # type: ignore[misc]
        for at in range(4)
    ]
    columns = [
        Column("KEGIATAN UTAMA", ("kegiatan_utama",), lambda one: one.parents[0], same_parents(0)),
        Column("INDIKATOR KEGIATAN UTAMA", ("indikator",), lambda one: one.parents[1], same_parents(1)),
        Column("RENCANA HASIL KERJA", ("",), lambda one: f"Terlaksananya {one.act.split(' ', 1)[1]}", same_act),
        act(words, "URAIAN KEGIATAN"),
        Column("OUTCOME/OUTPUT / SATUAN", ("satuan_output",), lambda one: one.targets.unit),
        Column("OUTCOME/OUTPUT / INDIKATOR", ("indikator_output",), lambda one: one.name),
        *([Column("TARGET", ("", "target_total"), lambda one: one.targets.printed[4])] if random.random() < 0.5 else []),
        Column(f"{group} / AWAL", ("",), lambda _one: "0"),
        *quarters,
        Column(f"{group} / AKHIR", ("target_total",), lambda one: one.targets.printed[4]),
        Column("JUMLAH ANGGARAN", ("anggaran_total",), lambda one: random.choice(PURSES[:3]).written(one.money)),
        Column("NAMA PERANGKAT DAERAH", ("pelaksana",), lambda one: one.office, same_act),
        *([Column("MITRA BIDANG", ("",), lambda _one: "Bidang Data")] if random.random() < 0.6 else []),
    ]  # fmt: skip
    return matrix(words, "input-pemda", "general", columns, outputs)


def monev(words: Words) -> Made:
    """Quarterly monitoring, grouped by category on rows of their own."""
    random = words.random
    outputs = one_each(plan_said(random, 1, how_many(words)))
    for at, one in enumerate(outputs):
        one.extra = {"realisasi": one.targets.printed[0], "no": str(at + 1)}
    reached = [lambda one: one.extra["realisasi"], *[lambda _one: ""] * 3]
    names = words.quarters()
    columns = [
        Column(words("no"), ("",), lambda one: one.extra["no"]),
        Column("SASARAN", ("renaksi",), lambda one: one.act),
        Column("INDIKATOR", ("indikator_output",), lambda one: one.name),
        *([Column(words("satuan_output"), ("satuan_output",), lambda one: one.targets.unit)] if random.random() < 0.5 else []),
        *(Column(f"TARGET SASARAN / {names[at]}", (TW[at],), lambda one, at=at: one.targets.printed[at]) for at in range(4)),  # type: ignore[misc]
        *(Column(f"REALISASI / {names[at]}", (f"realisasi_tw{at + 1}",), reached[at]) for at in range(4)),
        Column("% Capaian Triwulan I", ("",), lambda _one: "100"),
        Column("% Capaian Akumulasi S/D Triwulan I", ("",), lambda _one: "25"),
        Column("CATATAN HASIL MONITORING RENCANA AKSI", ("catatan_monev",), lambda _one: random.choice(["Sesuai rencana", "-", ""])),
        Column("TINDAK LANJUT", ("",), lambda _one: random.choice(["Percepat pelaksanaan", "-", ""])),
    ]  # fmt: skip
    sections: dict[int, str] = {}
    for at, one in enumerate(outputs):
        if at == 0 or one.parents != outputs[at - 1].parents:
            sections[at] = one.parents[0]
    into = {"indikator": PLACES["indikator"]}
    return matrix(words, "monev-triwulan", "general", columns, outputs, into=into, sections=sections)


def pemantauan(words: Words) -> Made:
    """A long sheet of monitoring: the goal with its own quarters, then programmes with money."""
    random = words.random
    outputs = one_each(plan_said(random, 2, how_many(words)))
    for at, one in enumerate(outputs):
        one.extra = {"kode": f"4.01.{at + 1:02}"}
    names = words.quarters()
    empty = lambda _one: ""  # noqa: E731 - one of many texts
    columns = [
        Column("Sasaran Strategis", ("kegiatan_utama",), lambda one: one.parents[0], same_parents(0)),
        Column("Indikator", ("indikator",), lambda one: one.parents[1], same_parents(1)),
        Column("Satuan", ("indikator_satuan",), lambda one: one.measure_unit, same_parents(1)),
        Column("Target Tahunan", ("indikator_target",), lambda one: one.measure_target, same_parents(1)),
        *(Column(f"Target / Triwulan / {names[at]}", (f"indikator_tw{at + 1}",), lambda one, at=at: one.measure_target if at == 3 else "-", same_parents(1)) for at in range(4)),  # type: ignore[misc]
        *(Column(f"Realisasi / Triwulan / {names[at]}", ("",), empty, same_parents(1)) for at in range(4)),
        Column("Capaian %", ("",), empty, same_parents(1)),
        *([Column("Predikat", ("",), empty, same_parents(1))] if random.random() < 0.5 else []),
        Column("Kode", ("kode",), lambda one: one.extra["kode"]),
        Column("Program/Kegiatan/Sub Kegiatan", ("renaksi",), lambda one: one.act),
        Column("Indikator Output", ("indikator_output",), lambda one: one.name),
        Column("Target Output", ("target_total",), lambda one: one.targets.printed[4]),
        Column("Anggaran / Pagu (Rp)", ("anggaran_total",), lambda one: PURSES[0].written(one.money)),
        Column("Anggaran / Realisasi (Rp)", ("realisasi_anggaran_total",), lambda _one: "0"),
        Column("Penanggung Jawab", ("koordinator",), lambda one: one.lead),
        Column("Faktor Pendukung", ("",), lambda _one: random.choice(["Komitmen pimpinan", ""])),
        Column("Faktor Penghambat", ("",), lambda _one: random.choice(["Jadwal padat", "-", ""])),
        *([Column("Catatan Verifikator", ("",), empty)] if random.random() < 0.6 else []),
    ]  # fmt: skip
    made = matrix(
        words,
        "pemantauan",
        "general",
        columns,
        outputs,
        numbers=True,
        total=sometimes_total(words, PURSES[0]),
    )
    for row, one in zip(made.said, outputs, strict=True):
        row["indikator_target"] = one.measure_target
    return made


KINDS: dict[str, Kind] = {
    "portal": portal,
    "kompilasi": kompilasi,
    "kertas kerja": kertas_kerja,
    "tipe baris": tipe_baris,
    "monev": monev,
    "pemantauan": pemantauan,
    "input pemda": input_pemda,
    "area perubahan": area_perubahan,
    "lampiran tahun": lampiran_tahun,
    "mcp": mcp,
    "umum": umum,
}
