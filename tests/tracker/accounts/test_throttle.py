"""Whoever tries passwords is slowed down; people who mistype are not."""

import asyncio

import pytest
from httpx import AsyncClient

from tests.tracker.world import PASSWORD, World
from tracker.accounts import service, throttle
from tracker.accounts.models import SignIn, SignInAttempt
from tracker.clock import real_now
from tracker.errors import TooOften

EMAIL = "leadership@uji.id"
HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture(autouse=True)
async def forgotten(world: World) -> None:
    await SignInAttempt.get_pymongo_collection().delete_many({})


async def fail(times: int, *, email: str = EMAIL, address: str = HERE) -> None:
    for _time in range(times):
        assert await service.authenticate(email=email, password="salah", address=address) is None


async def test_after_eight_failures_the_ninth_attempt_waits_whatever_its_password(
    client: AsyncClient,
) -> None:
    wrong, right = {"email": EMAIL, "password": "salah"}, {"email": EMAIL, "password": PASSWORD}
    for _time in range(throttle.MOST_OF_BOTH):
        assert (await client.post("/masuk", data=wrong)).status_code == 422
    answer = await client.post("/masuk", data=right)
    assert answer.status_code == 429
    assert "Tunggu 15 menit" in answer.text
    assert "renaksi_session" not in answer.cookies


async def test_seven_failures_and_then_the_right_password_begin_anew() -> None:
    for _round in range(2):
        await fail(throttle.MOST_OF_BOTH - 1)
        assert await service.authenticate(email=EMAIL, password=PASSWORD, address=HERE) is not None
    assert await SignInAttempt.count() == 0


async def test_the_wait_ends_and_what_is_tried_meanwhile_does_not_make_it_longer() -> None:
    await fail(throttle.MOST_OF_BOTH)
    attempts = SignInAttempt.get_pymongo_collection()
    await attempts.update_many({}, {"$set": {"at": real_now() - throttle.WINDOW * 0.8}})
    for _time in range(5):
        with pytest.raises(TooOften, match="Tunggu 3 menit"):
            await service.authenticate(email=EMAIL, password=PASSWORD, address=HERE)
    await attempts.update_many({}, {"$set": {"at": real_now() - throttle.WINDOW * 1.01}})
    assert await service.authenticate(email=EMAIL, password=PASSWORD, address=HERE) is not None


async def test_a_stranger_elsewhere_does_not_lock_the_owner_out() -> None:
    await fail(throttle.MOST_OF_BOTH, address=ELSEWHERE)
    assert await service.authenticate(email=EMAIL, password=PASSWORD, address=HERE) is not None


@pytest.mark.parametrize(
    ("attempts", "next_try"),
    [
        pytest.param(
            [{"account": throttle._account(EMAIL), "address": f"10.1.0.{number}"} for number in range(40)],
            {"email": EMAIL, "address": HERE},
            id="one account from many addresses",
        ),
        pytest.param(
            [{"account": str(number), "address": HERE} for number in range(80)],
            {"email": "lain@uji.id", "address": HERE},
            id="many accounts from one address",
        ),
    ],
)
async def test_attempts_that_are_spread_out_are_counted_too(
    attempts: list[dict[str, str]], next_try: dict[str, str]
) -> None:
    await SignInAttempt.insert_many([SignInAttempt(**each, at=real_now()) for each in attempts])
    with pytest.raises(TooOften):
        await service.authenticate(password=PASSWORD, **next_try)


async def test_attempts_at_the_same_moment_count_one_another() -> None:
    tried = [service.authenticate(email=EMAIL, password="salah", address=HERE) for _one in range(20)]
    outcomes = await asyncio.gather(*tried, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) <= throttle.MOST_OF_BOTH
    assert any(isinstance(outcome, TooOften) for outcome in outcomes)


async def test_an_address_that_was_typed_is_not_kept_as_it_was() -> None:
    await fail(1, email="rahasia-saya@uji.id")
    [kept] = await SignInAttempt.get_pymongo_collection().find({}).to_list()
    assert "rahasia" not in str(kept)


async def test_sign_ins_that_are_over_are_cleared_by_the_next_one(world: World, client: AsyncClient) -> None:
    user = world.people["leadership"]
    await world.sign_in(client, "leadership")
    await SignIn.get_pymongo_collection().update_many(
        {"user_id": user.id}, {"$set": {"expires_at": real_now()}}
    )
    await world.sign_in(client, "leadership")
    assert await SignIn.find({"user_id": user.id}).count() == 1
