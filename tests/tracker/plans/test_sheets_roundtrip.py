"""What is exported can be imported again, and nothing is lost on the way."""

from hypothesis import HealthCheck, given, settings

from tests.tracker.plans.drafts import general_drafts, tematik_drafts
from tracker.plans.sheets.dryrun import dry_run
from tracker.plans.sheets.grid import parse
from tracker.plans.sheets.mapping import propose_mapping
from tracker.plans.sheets.write import write_general, write_tematik

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def read_back(data, draft, **options):
    workbook = parse(data)
    return dry_run(workbook, propose_mapping(workbook, kind=draft.kind), year=draft.year, **options)


@slowly
@given(general_drafts())
def test_a_full_general_export_gives_the_same_draft_again(draft):
    again = read_back(write_general(draft), draft)
    assert again.draft == draft
    assert not again.errors
    assert not again.unread


@slowly
@given(tematik_drafts())
def test_a_full_tematik_export_gives_the_same_draft_again(draft):
    again = read_back(write_tematik(draft), draft)
    assert again.draft == draft
    assert not again.errors
    assert not again.unread
