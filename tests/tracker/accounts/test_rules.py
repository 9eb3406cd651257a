"""Which passwords are taken, what a device is called, when a sign-in is over."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.accounts.rules import device_name, is_over, password_problem

AT = datetime(2023, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        pytest.param("kuda-lari-hu", None, id="twelve characters are enough"),
        pytest.param("kuda lari hujan satu", None, id="words with spaces"),
        pytest.param("aku makan soto di Pati", None, id="a common word among others"),
        pytest.param("kuda-lari-h", "paling sedikit 12", id="eleven are not"),
        pytest.param("a b" * 100, "paling banyak 256", id="without end"),
        pytest.param("password2024", "paling sering ditebak", id="a common word and a year"),
        pytest.param("P4ssw0rd!!!!!", "paling sering ditebak", id="with figures for letters"),
        pytest.param("Bismillah-2024", "paling sering ditebak", id="a common word of Indonesians"),
        pytest.param("katasandi1234", "paling sering ditebak", id="the very word"),
        pytest.param("123456789012", "paling sering ditebak", id="a run of figures"),
        pytest.param("qwertyuiopas", "paling sering ditebak", id="a run of keys"),
        pytest.param("abcabcabcabc", "paling sering ditebak", id="one piece, again and again"),
        pytest.param("aaaaaaaaaaaaaa", "paling sering ditebak", id="one letter"),
        pytest.param("RatnaWulandari1", "terlalu dekat", id="the person's own name"),
        pytest.param("ratna.w@uji.id-23", "terlalu dekat", id="the person's own address"),
    ],
)
def test_a_password_is_long_and_not_among_the_first_that_are_tried(password: str, says: str | None) -> None:
    problem = password_problem(password, email="ratna.w@uji.id", name="Ratna Wulandari")
    assert (problem is None) if says is None else (problem is not None and says in problem)


ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (ANDROID + "Chrome/118.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (
            ANDROID + "SamsungBrowser/22.0 Chrome/111.0.5563.116 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/118.0.0.0 Safari/537.36 Edg/118.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0", "Firefox, Linux"),
        ("curl/8.1", "Perangkat lain"),
        ("", "Perangkat lain"),
    ],
)
def test_a_device_has_a_short_name(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("ends_in", "seen_ago", "over"),
    [(60, 0, False), (60, 239, False), (60, 240, True), (0, 0, True), (-1, 0, True)],
)
def test_a_sign_in_ends_when_its_time_is_up_or_nothing_was_done(
    ends_in: int, seen_ago: int, over: bool
) -> None:
    assert over is is_over(
        now=AT,
        expires_at=AT + timedelta(minutes=ends_in),
        seen_at=AT - timedelta(minutes=seen_ago),
        idle=timedelta(minutes=240),
    )
