"""The reminders of a morning about questions that wait for an answer."""

from datetime import datetime

from tracker.inquiries.models import Inquiry
from tracker.inquiries.rules import Standing, reminder_days
from tracker.institutions.models import Institution
from tracker.notices.models import Notice
from tracker.notices.people import of_unit, people_of
from tracker.notices.rules import morning_of
from tracker.notices.service import keep_new, notice_id


async def remind_of_inquiries(at: datetime) -> int:
    """Tell units what they have to answer, and askers what is late; how many notices are new.

    It may be done again, and by several workers at once: a notice is named after the question and the day.
    """
    made = 0
    for institution in await Institution.find_all().to_list():
        day = morning_of(at, institution.tz)
        where = {"instansi": institution.id, "standing": Standing.OPEN}
        waiting = await Inquiry.find(where).to_list() if day else []
        if day is None or not waiting:
            continue
        people = await people_of(institution.id)
        notices = []
        for each in waiting:
            days = reminder_days(each.due, day)
            if days is None:
                continue
            told = of_unit(people, each.unit)
            if days < 0:
                told += [person for person in people if person.actor.user_id == each.asked_by]
            notices += [
                Notice(
                    id=notice_id(person.actor.user_id, f"inquiry:{each.id}:{day}"),
                    instansi=institution.id,
                    user_id=person.actor.user_id,
                    kind="inquiry_due",
                    data={"label": each.about.label, "days": days, "due_on": each.due_on},
                    path=f"/penjelasan/{each.id}",
                    at=at,
                )
                for person in told
            ]
        made += await keep_new(notices)
    return made
