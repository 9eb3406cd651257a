"""The long form, against a demo that runs: `python -m tests.openapi ADDRESS TOKEN [EXAMPLES] [SEED]`."""

import sys

import httpx

from tests.openapi.generating import ask_all

USAGE = __doc__ or ""
EXAMPLES, SEED = 100, 1


def known_ids(address: str, token: str) -> dict[str, str]:
    """An id of each kind that a path may name, from the lists of the API itself."""
    lists = {
        "plan_id": "plans",
        "progress_id": "progress",
        "evidence_id": "evidence",
        "frozen_id": "frozen",
    }
    known = {"revision": "1"}
    with httpx.Client(base_url=f"{address}/api/v1/", headers={"authorization": f"Bearer {token}"}) as client:
        for name, path in lists.items():
            items = client.get(path).raise_for_status().json()["items"]
            known |= {name: items[0]["id"]} if items else {}
        if "plan_id" in known:
            items = client.get(f"plans/{known['plan_id']}/renaksi").raise_for_status().json()["items"]
            known |= {"renaksi_id": items[0]["id"]} if items else {}
    return known


def main(arguments: list[str]) -> int:
    """Ask, tell how many answers of which status came, and give 1 where any was wrong."""
    if len(arguments) < 2:
        print(USAGE)
        return 2
    address, token, *numbers = arguments
    examples, number = ([int(one) for one in numbers] + [EXAMPLES, SEED][len(numbers) :])[:2]
    known = known_ids(address.rstrip("/"), token)
    outcome = ask_all(address.rstrip("/"), token=token, known=known, examples=examples, number=number)
    for (name, status), count in sorted(outcome.answers.items()):
        print(f"{count:6} {status} {name}")
    print(f"{outcome.total} requests, {len(outcome.failures)} wrong answers")
    for failure in outcome.failures:
        print(f"- {failure}")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
