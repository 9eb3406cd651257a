"""What the leadership's page shows of a plan besides its bars, as plain values with words and addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from tracker.dashboards.explain import ShownPercentage, shown
from tracker.deadlines.models import Deadline
from tracker.deadlines.rules import Remaining, remaining
from tracker.deadlines.windows import Stage
from tracker.i18n import _
from tracker.outlook import words
from tracker.outlook.chart import Line, Mark, line_chart
from tracker.outlook.gaps import Gap, Loss, exact_points
from tracker.outlook.movement import Moved
from tracker.outlook.movers import Mover
from tracker.outlook.service import MOST_MOVED, Ahead, PlanOutlook, figure_of
from tracker.percentages.rules import Formula, Tally
from tracker.web.formats import number, percent

UrlFor = Callable[..., str]
LINES = (Formula.DILAPORKAN, Formula.TERBUKTI, Formula.TERVERIFIKASI)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the waterfall, as charts.waterfall takes it, with its points and cells."""

    label: str
    note: str
    start: float
    end: float
    text: str
    kind: str
    href: str | None
    points: Decimal
    cells: int


@dataclass(frozen=True, slots=True)
class AheadRow:
    """A deadline ahead: the figure today, the days, and what is foretold from what."""

    title: str
    closes_at: datetime
    days_left: int
    working_days_left: int
    formula: str
    figure: ShownPercentage
    foretold: str
    is_foretold: bool
    low: float | None
    high: float | None
    pace: str | None
    basis: str | None
    href: str
    figure_href: str


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A renaksi that would move the figure, with its unit, the time left and the next step."""

    points: str
    label: str
    unit: str
    held_up: str
    step: str
    left: Remaining | None
    closes_at: datetime | None
    href: str
    step_href: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A unit or a renaksi that moved the figure."""

    label: str
    note: str
    points: str
    rises: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved a plan's figure since a day, or why that cannot be said (`silence`)."""

    silence: str | None
    day: date | None
    before: str
    after: str
    difference: str
    units: tuple[MovedRow, ...] = ()
    renaksi: tuple[MovedRow, ...] | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the table under the lines."""

    day: date
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPart:
    """All of it, for a plan."""

    plan_id: str
    title: str
    through: int
    required: int
    steps: tuple[Step, ...]
    ahead: tuple[AheadRow, ...]
    movers: tuple[MoverRow, ...]
    moves: Moves
    chart: Markup
    days: tuple[DayRow, ...]


def part_of(
    found: PlanOutlook,
    *,
    through: int,
    names: Mapping[str | None, str],
    zone: ZoneInfo,
    at: datetime,
    url_for: UrlFor,
    figure_url: UrlFor,
) -> PlanPart:
    """A plan's part. `figure_url(slug, **query)` leads to a figure of the plan."""
    return PlanPart(
        plan_id=str(found.plan.id),
        title=found.plan.title,
        through=through,
        required=found.total.required,
        steps=steps_of(found.losses, found.total, figure_url),
        ahead=tuple(_ahead_row(each, url_for, figure_url) for each in found.ahead),
        movers=tuple(
            _mover_row(mover, found, names=names, zone=zone, at=at, url_for=url_for) for mover in found.movers
        ),
        moves=_moves(found, names, url_for),
        chart=_chart(found, through, zone),
        days=_day_rows(found, through),
    )


def steps_of(losses: Mapping[Loss, int], total: Tally, figure_url: UrlFor | None = None) -> tuple[Step, ...]:
    """From 100 down to what is verified: points that add up to exactly 100. Empty where nothing is due."""
    if not total.required:
        return ()
    counts = [*losses.values(), total.verified]
    points = exact_points(counts)
    whole = Decimal(100)
    found = [Step(_("Semua sel wajib"), "", 0, 100, number(whole, 0), "total", None, whole, total.required)]
    level = whole
    for loss, part in zip(losses, points, strict=False):
        name, note = words.loss_words(loss)
        below = level - part
        found.append(
            Step(
                label=name,
                note=note,
                start=float(below),
                end=float(level),
                text=f"−{number(part, 1)}" if part else number(0, 0),
                kind="loss",
                href=figure_url("terverifikasi", celah=loss) if figure_url and losses[loss] else None,
                points=part,
                cells=losses[loss],
            )
        )
        level = below
    last = points[-1]
    href = figure_url("terverifikasi") if figure_url else None
    verified = Step(
        _("Terverifikasi"), "", 0, float(last), number(last, 1), "total", href, last, total.verified
    )
    return (*found, verified)


def _ahead_row(ahead: Ahead, url_for: UrlFor, figure_url: UrlFor) -> AheadRow:
    told = ahead.foretold
    return AheadRow(
        title=ahead.deadline.title,
        closes_at=ahead.deadline.closes_at,
        days_left=ahead.days_left,
        working_days_left=ahead.working_days_left,
        formula=ahead.formula,
        figure=shown(ahead.figure),
        foretold=words.foretold_words(ahead),
        is_foretold=told.expected is not None,
        low=told.expected.low if told.expected else None,
        high=told.expected.high if told.expected else None,
        pace=words.pace_words(ahead),
        basis=words.basis_words(ahead),
        href=url_for("deadline_page", deadline_id=ahead.deadline.id),
        figure_href=figure_url(ahead.formula.name.lower(), tw=ahead.deadline.through),
    )


def _mover_row(
    mover: Mover,
    found: PlanOutlook,
    *,
    names: Mapping[str | None, str],
    zone: ZoneInfo,
    at: datetime,
    url_for: UrlFor,
) -> MoverRow:
    action = found.words.get(mover.renaksi_id, {})
    gap = mover.commonest
    href = url_for("renaksi_page", renaksi_id=mover.renaksi_id)
    step_href, closes_at = href, None
    if mover.first is not None:
        output_id, triwulan = mover.first
        step_href = url_for("progress_page", output_id=output_id, triwulan=triwulan)
        closes_at = closes_for(found.deadlines, gap, mover.unit, triwulan)
    return MoverRow(
        points=f"+{number(mover.points, 1)}",
        label=_named(action),
        unit=names.get(mover.unit, ""),
        held_up=", ".join(
            words.gap_count(each, mover.missing[each]) for each in Gap if mover.missing.get(each)
        ),
        step=words.next_step(gap),
        left=remaining(closes_at, at, zone) if closes_at else None,
        closes_at=closes_at,
        href=href,
        step_href=step_href,
    )


def closes_for(
    deadlines: Sequence[Deadline], gap: Gap | None, unit: str | None, triwulan: int
) -> datetime | None:
    """The last instant for a cell's next step: of checking where it waits for that, else of reporting."""
    stage = Stage.VERIFY if gap is Gap.UNVERIFIED else Stage.REPORT
    asked = [each for each in deadlines if each.stage is stage and each.through >= triwulan]
    return min((each.closes_for(unit) for each in asked), default=None)


def _named(action: Mapping[str, object]) -> str:
    code, text = str(action.get("code") or ""), str(action.get("text") or "–")
    return f"{code} {text}" if code else text


def _moves(found: PlanOutlook, names: Mapping[str | None, str], url_for: UrlFor) -> Moves:
    since, moved = found.since, found.since.movement
    if moved is None:
        return Moves(_silence(found), None, "", "", "")

    def unit_row(each: Moved) -> MovedRow:
        href = url_for("unit_figures", unit=each.key or "-") if each.key in names else None
        return MovedRow(names.get(each.key, "–"), "", signed(each.points), each.points > 0, href)

    def renaksi_row(each: Moved) -> MovedRow:
        action = found.words.get(str(each.key), {})
        href = url_for("renaksi_page", renaksi_id=each.key) if action else None
        note = names.get(action.get("unit"), "") if action else ""
        return MovedRow(_named(action), note, signed(each.points), each.points > 0, href)

    return Moves(
        silence=None,
        day=since.day,
        before=percent(moved.before),
        after=percent(moved.after),
        difference="–" if moved.difference is None else signed(moved.difference),
        units=tuple(unit_row(each) for each in ends_of(moved.units)),
        renaksi=None
        if moved.renaksi is None
        else tuple(renaksi_row(each) for each in ends_of(moved.renaksi)),
        other=signed(moved.other) if round(moved.other, 1) else None,
    )


def ends_of(moved: Sequence[Moved]) -> list[Moved]:
    """The largest rises and the deepest falls, at most five of each."""
    rises = [each for each in moved if each.points > 0][:MOST_MOVED]
    return [*rises, *[each for each in moved if each.points < 0][-MOST_MOVED:]]


def _silence(found: PlanOutlook) -> str:
    if found.since.first_kept is None:
        return _(
            "Belum ada catatan harian sebelum hari ini. Catatan disimpan setiap hari sejak rencana berlaku."
        )
    return _("Tidak ada catatan pada atau sebelum hari itu.")


def signed(points: Decimal) -> str:
    """Points with their sign: "+1,2", "−0,4"."""
    rounded = round(points, 1)
    if not rounded:
        return "+<0,1" if points > 0 else "−<0,1" if points < 0 else "0"
    return f"{'+' if rounded > 0 else '−'}{number(abs(rounded), 1)}"


def _chart(found: PlanOutlook, through: int, zone: ZoneInfo) -> Markup:
    lines = [
        Line(
            each.name,
            [
                (day.day, round(float(figure.value), 2))
                for day in found.days
                if (figure := figure_of(day.totals.get(through, Tally()), each)).value is not None
            ],
        )
        for each in LINES
    ]
    if len(found.days) < 2 or not lines[0].points:
        return Markup()
    first = found.days[0].day
    marks = [
        Mark(day, each.title)
        for each in found.deadlines
        if (day := each.closes_at.astimezone(zone).date()) >= first
    ]
    told = "; ".join(
        _("{name} dari {before} menjadi {after}").format(
            name=name, before=percent(line.points[0][1]), after=percent(line.points[-1][1])
        )
        for name, line in zip(line_names(), lines, strict=True)
    )
    title = _("{plan}, perjalanan harian").format(plan=found.plan.title)
    return line_chart(lines, marks, title=title, told=f"{told}.", key=f"chart-{found.plan.id}")


def line_names() -> tuple[str, ...]:
    """The names of the chart's lines, in order."""
    return (_("Dilaporkan"), _("Terbukti"), _("Terverifikasi"))


def _day_rows(found: PlanOutlook, through: int) -> tuple[DayRow, ...]:
    """The days under the lines, newest first."""
    return tuple(
        DayRow(
            each.day,
            tuple(percent(figure_of(each.totals.get(through, Tally()), formula).value) for formula in LINES),
        )
        for each in reversed(found.days)
    )
