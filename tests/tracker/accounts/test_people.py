"""The administrator's pages: inviting, links that work once, roles and units, switching people off and on."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from httpx import AsyncClient

from tests.tracker.world import INSTANSI, OTHER, PASSWORD, World, make_person
from tracker.accounts import people
from tracker.accounts.models import AccountLink, Membership, SignIn, User
from tracker.accounts.people import Wanted
from tracker.accounts.rights import Role
from tracker.audit.models import Event
from tracker.clock import real_now
from tracker.errors import Forbidden
from tracker.settings import get_settings

NEW = "kuda-lari-hujan-satu"
FORM = {"name": "Dewi Lestari", "role": "leadership", "reach": "all"}


async def fresh(user: User) -> User:
    found = await User.get(user.id)
    assert found is not None
    return found


async def invite(client: AsyncClient, email: str, **changes: str) -> str:
    """Invite somebody; the path of the link that the page shows."""
    answer = await client.post("/orang/undang", data=FORM | {"email": email} | changes)
    assert answer.status_code == 200, answer.text
    return path_in(answer.text)


def path_in(html: str) -> str:
    found = re.search(r"http://renaksi\.test(/undangan/[\w.~-]+)", html)
    assert found is not None
    return found[1]


async def test_an_invited_person_sets_a_password_is_in_and_is_led_to_the_second_factor(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "admin")
    path = await invite(client, "dewi@uji.id")
    user = await User.find_one({"email": "dewi@uji.id"})
    assert user is not None
    assert "Kirim lewat WhatsApp" in (await client.post(f"/orang/{user.id}/tautan")).text
    client.cookies.clear()
    assert (await client.get(path)).status_code == 404, "a newer link takes the place of the older one"
    await world.sign_in(client, "admin")
    path = path_in((await client.post(f"/orang/{user.id}/tautan")).text)
    client.cookies.clear()
    assert "Dewi Lestari" in (await client.get(path)).text
    answer = await client.post(path, data={"password": NEW, "again": NEW})
    assert answer.headers["location"] == "/akun/pengaman"
    assert (await client.get("/pimpinan")).status_code == 200
    client.cookies.clear()
    for again in (await client.get(path), await client.post(path, data={"password": NEW, "again": NEW})):
        assert again.status_code == 404
        assert "tidak berlaku lagi" in again.text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"password": NEW, "again": "lain-sekali-ini"}, "tidak sama"),
        ({"password": "pendek", "again": "pendek"}, "paling sedikit"),
        ({}, "paling sedikit"),
    ],
)
async def test_a_bad_password_leaves_the_link_as_it_is(
    world: World, client: AsyncClient, form: dict[str, str], says: str
) -> None:
    await world.sign_in(client, "admin")
    path = await invite(client, f"{len(form)}{says[0]}@uji.id")
    client.cookies.clear()
    answer = await client.post(path, data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert (await client.get(path)).status_code == 200


async def test_of_two_who_use_a_link_at_once_one_is_in(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    path = await invite(client, "berdua@uji.id")
    client.cookies.clear()
    form = {"password": NEW, "again": NEW}
    answers = await asyncio.gather(*(client.post(path, data=form) for _one in range(3)))
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404]


async def test_a_link_ends_by_the_clock_by_revoking_and_when_it_is_forged(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "admin")
    path = await invite(client, "lama@uji.id")
    forged = f"{path[:-3]}{'aaa' if not path.endswith('aaa') else 'bbb'}"
    assert (await client.get(forged)).status_code == 404
    assert (await client.get("/undangan/apa-saja")).status_code == 404
    links = AccountLink.get_pymongo_collection()
    await links.update_many({}, {"$set": {"expires_at": real_now() - timedelta(seconds=1)}})
    assert (await client.get(path)).status_code == 404
    await links.update_many({}, {"$set": {"expires_at": real_now() + timedelta(days=1)}})
    assert (await client.get(path)).status_code == 200
    user = await User.find_one({"email": "lama@uji.id"})
    assert user is not None
    assert (await client.post(f"/orang/{user.id}/tautan/cabut")).status_code == 303
    assert (await client.get(path)).status_code == 404


async def test_the_database_holds_no_link(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    path = await invite(client, "sandi@uji.id")
    stored = str(await AccountLink.get_pymongo_collection().find({}).to_list())
    assert path.rpartition("/")[2] not in stored


async def test_a_reset_ends_the_sign_ins_of_the_person(world: World, client: AsyncClient) -> None:
    user = await make_person("pelupa", INSTANSI, Role.LEADERSHIP)
    world.people["pelupa"] = user
    await world.sign_in(client, "pelupa")
    theirs = client.cookies["renaksi_session"]
    await world.sign_in(client, "admin")
    path = path_in((await client.post(f"/orang/{user.id}/tautan")).text)
    client.cookies.clear()
    client.cookies.set("renaksi_session", theirs)
    assert (await client.get("/pimpinan")).status_code == 200
    client.cookies.clear()
    assert (await client.post(path, data={"password": NEW, "again": NEW})).status_code == 303
    client.cookies.clear()
    client.cookies.set("renaksi_session", theirs)
    assert (await client.get("/pimpinan")).status_code == 303


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "bureau@uji.id"}, "sudah terdaftar"),
        ({"email": "bukan surel"}, "belum lengkap"),
        ({"email": "a@uji.id", "name": " "}, "Isi nama lengkap"),
        ({"email": "a@uji.id", "role": "owner"}, "Pilih salah satu peran"),
        ({"email": "a@uji.id", "role": "bureau", "reach": "some"}, "sedikitnya satu unit"),
        ({"email": "a@uji.id", "role": "bureau", "reach": "some", "units": f"{OTHER}:x"}, "tidak dikenal"),
    ],
)
async def test_an_invitation_that_makes_no_sense_is_named_at_its_field_and_keeps_what_was_typed(
    world: World, client: AsyncClient, changes: dict[str, str], says: str
) -> None:
    await world.sign_in(client, "admin")
    answer = await client.post("/orang/undang", data=FORM | changes)
    assert answer.status_code == 422
    assert says in answer.text
    assert changes["email"] in answer.text
    assert await User.find_one({"email": "a@uji.id"}) is None


async def test_a_change_of_role_works_at_once_and_is_bound_to_the_version_that_was_seen(
    world: World, client: AsyncClient
) -> None:
    user = await make_person("pindah", INSTANSI, Role.BUREAU, [world.units["kominfo"]])
    await world.sign_in(client, "admin")
    form = {
        "name": "Pindah Tugas",
        "role": "bureau",
        "reach": "some",
        "units": world.units["bkd"],
        "version": "1",
    }
    assert (await client.post(f"/orang/{user.id}/ubah", data=form)).status_code == 303
    changed = await fresh(user)
    assert changed.memberships == [
        Membership(instansi=INSTANSI, role=Role.BUREAU, units=[world.units["bkd"]])
    ]
    late = await client.post(f"/orang/{user.id}/ubah", data=form | {"name": "Nama Lain"})
    assert late.status_code == 409
    assert "Nama Lain" in late.text
    assert (await fresh(user)).name == "Pindah Tugas"
    event = await Event.find_one({"action": "account.role_changed"})
    assert event is not None
    assert event.data["before"]["units"] == [world.units["kominfo"]]


async def test_somebody_who_is_switched_off_is_out_at_once_and_comes_back_by_undo(
    world: World, client: AsyncClient
) -> None:
    user = await make_person("cuti", INSTANSI, Role.LEADERSHIP)
    world.people["cuti"] = user
    await world.sign_in(client, "cuti")
    await world.sign_in(client, "admin")
    answer = await client.post(f"/orang/{user.id}/nonaktif", data={"version": "1", "reason": "Pensiun"})
    assert answer.status_code == 303
    assert await SignIn.find({"user_id": user.id}).count() == 0
    client.cookies.delete("renaksi_flash")
    wrong = {"email": user.email, "password": PASSWORD}
    assert (await client.post("/masuk", data=wrong)).status_code == 422
    assert (await client.post(f"/orang/{user.id}/tautan")).status_code == 409
    await world.sign_in(client, "admin")
    assert (await client.post(f"/orang/{user.id}/aktif?v=1")).status_code == 409
    assert (await client.post(f"/orang/{user.id}/aktif?v=2")).status_code == 303
    assert (await fresh(user)).active


async def test_an_administrator_ends_the_sign_ins_and_takes_the_factor_of_a_person(
    world: World, client: AsyncClient
) -> None:
    user = await make_person("hilang", INSTANSI, Role.LEADERSHIP)
    world.people["hilang"] = user
    await User.get_pymongo_collection().update_one(
        {"_id": user.id}, {"$set": {"second_factor": {"secret": "x", "since": real_now()}}}
    )
    await world.sign_in(client, "hilang")
    await world.sign_in(client, "admin")
    assert (await client.post(f"/orang/{user.id}/sesi")).status_code == 303
    assert await SignIn.find({"user_id": user.id}).count() == 0
    assert (await client.post(f"/orang/{user.id}/pengaman/lepas", data={"reason": " "})).status_code == 422
    done = await client.post(f"/orang/{user.id}/pengaman/lepas", data={"reason": "Ponsel hilang"})
    assert done.status_code == 303
    assert (await fresh(user)).second_factor is None
    event = await Event.find_one({"action": "account.factor_removed"})
    assert event is not None
    assert event.reason == "Ponsel hilang"


async def test_one_administrator_always_remains_even_when_two_switch_each_other_off(world: World) -> None:
    first = world.actor("admin")
    second_user = await make_person("admin_2", INSTANSI, Role.ADMIN)
    second = second_user.actor(INSTANSI)
    assert second is not None
    tried = [
        people.deactivate(first, await fresh(second_user), instansi=INSTANSI, version=1),
        people.deactivate(second, await fresh(world.people["admin"]), instansi=INSTANSI, version=1),
    ]
    outcomes = await asyncio.gather(*tried, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(Forbidden) == 1
    active = [await fresh(user) for user in (world.people["admin"], second_user)]
    [left] = [user for user in active if user.active]
    wanted = Wanted("Admin", "leadership", None)
    actor = left.actor(INSTANSI)
    with pytest.raises(Forbidden, match="satu administrator"):
        await people.change(actor, left, instansi=INSTANSI, version=left.version, wanted=wanted)
    await User.get_pymongo_collection().update_many({}, {"$set": {"active": True}, "$inc": {"version": 1}})


async def test_an_administrator_has_no_hold_on_an_account_that_another_institution_shares(
    world: World, client: AsyncClient
) -> None:
    user = await make_person("berbagi", INSTANSI, Role.LEADERSHIP)
    both = [*user.memberships, Membership(instansi=OTHER, role=Role.ADMIN)]
    await User.get_pymongo_collection().update_one(
        {"_id": user.id}, {"$set": {"memberships": [one.model_dump() for one in both]}}
    )
    await world.sign_in(client, "admin")
    for step in ("tautan", "nonaktif", "pengaman/lepas"):
        answer = await client.post(f"/orang/{user.id}/{step}", data={"version": "1", "reason": "x"})
        assert answer.status_code == 403, step
    form = {"name": "Nama Baru", "role": "inspectorate", "reach": "all", "version": "1"}
    assert (await client.post(f"/orang/{user.id}/ubah", data=form)).status_code == 303
    changed = await fresh(user)
    assert [(one.instansi, one.role) for one in changed.memberships] == [
        (INSTANSI, Role.INSPECTORATE),
        (OTHER, Role.ADMIN),
    ]
    assert changed.name == user.name


async def test_the_list_is_searched_and_narrowed(world: World, client: AsyncClient) -> None:
    await world.sign_in(client, "admin")
    await invite(client, "tidak-datang@uji.id")
    everybody = (await client.get("/orang")).text
    assert "bureau_2@uji.id" in everybody
    assert "stranger@uji.id" not in everybody
    for query, there, gone in (
        ("cari=Bureau", "bureau@uji.id", "leadership@uji.id"),
        ("peran=inspectorate", "inspectorate_2@uji.id", "bureau@uji.id"),
        (f"unit={world.units['bkd']}&peran=bureau", "bureau_2@uji.id", "bureau@uji.id"),
        ("keadaan=active", "admin@uji.id", "tidak-datang@uji.id"),
        ("keadaan=invited", "tidak-datang@uji.id", "admin@uji.id"),
    ):
        addresses = set(re.findall(r"[\w.-]+@uji\.id(?=</span>)", (await client.get(f"/orang?{query}")).text))
        assert there in addresses, query
        assert gone not in addresses, query


async def test_the_demand_of_a_second_factor_is_saved_against_what_was_seen(
    world: World, client: AsyncClient
) -> None:
    await world.sign_in(client, "admin")
    form: dict[str, str | list[str]] = {"roles": ["admin", "inspectorate"], "seen": ""}
    assert (await client.post("/orang/pengaman", data=form)).status_code == 303
    assert (await client.post("/orang/pengaman", data=form)).status_code == 409
    assert (await client.post("/orang/pengaman", data={"seen": "admin,inspectorate"})).status_code == 303


async def test_a_link_goes_by_mail_where_a_server_is_set_and_is_shown_where_it_fails(
    world: World, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox()
    with inbox_of(inbox) as port:
        monkeypatch.setenv("RENAKSI_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("RENAKSI_SMTP_PORT", str(port))
        monkeypatch.setenv("RENAKSI_SMTP_SECURITY", "none")
        get_settings.cache_clear()
        await world.sign_in(client, "admin")
        html = (await client.post("/orang/undang", data=FORM | {"email": "surat@uji.id"})).text
        assert "Sudah dikirim ke surat@uji.id" in html
    [(to, text)] = inbox.letters
    assert to == ["surat@uji.id"]
    assert path_in(html) in text
    failed = (await client.post("/orang/undang", data=FORM | {"email": "gagal@uji.id"})).text
    assert "Surel tidak terkirim" in failed
    assert path_in(failed)
    monkeypatch.undo()
    get_settings.cache_clear()


class Inbox:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], str]] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.letters.append((list(envelope.rcpt_tos), content.get_content()))
        return "250 OK"


@contextmanager
def inbox_of(inbox: Inbox) -> Iterator[int]:
    """The port of a mail server that puts what it gets into the inbox."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
