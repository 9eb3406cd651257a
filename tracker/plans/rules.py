"""What proves an output."""

from tracker.plans.values import ProofKind

DOCUMENT_UNITS = frozenset(
    {
        "dokumen",
        "laporan",
        "naskah",
        "peraturan",
        "keputusan",
        "sk",
        "perda",
        "pergub",
        "perbup",
        "perwali",
        "surat edaran",
        "notulen",
        "berita acara",
    }
)
"""Units of measure that count documents: there the document itself is the proof."""


def proof_kind(satuan: str) -> ProofKind:
    """What proves an output that is counted in this unit: "Dokumen" -> the document, "Orang" -> a claim.

    An import and a new output start from it; whoever edits the output may choose otherwise.
    """
    return ProofKind.DOCUMENT if satuan.strip().casefold() in DOCUMENT_UNITS else ProofKind.CLAIM
