"""event.offline.*: what waits for an application until it is taken."""

import asyncio
from typing import Any

import pytest

from botyard.access import offline_events
from botyard.model.entities import Moment
from tests.applications import AppUnderTest, install_app
from tests.delivery.hearing import add_person
from tests.portals import BEN, START, PortalUnderTest

DAY_S = 24 * 3600
METHODS = ("event.offline.get", "event.offline.list", "event.offline.clear", "event.offline.error")


@pytest.fixture
async def app(portal: PortalUnderTest) -> AppUnderTest:
    app = await install_app(portal, scopes=("im", "user"))
    await app.call("event.bind", event="ONUSERADD", event_type="offline")
    await app.call("event.bind", event="ONAPPTEST", event_type="offline")
    return app


async def add_people(portal: PortalUnderTest, count: int) -> list[str]:
    """Each a second after the other; answer their ids."""
    ids = []
    for _ in range(count):
        ids.append(str(await add_person(portal)))
        portal.clock.seconds += 1
    return ids


def people_of(events: list[Any]) -> list[str]:
    return [str(one["EVENT_DATA"]["ID"]) for one in events]


async def test_an_application_has_ten_queues_at_most(app: AppUnderTest) -> None:
    for number in range(9):
        await app.call(
            "event.bind", event="ONUSERADD", event_type="offline", auth_connector=f"q{number}"
        )
    refusal = await app.refusal(
        "event.bind", event="ONUSERADD", event_type="offline", auth_connector="q9"
    )
    assert (refusal.code, refusal.description) == ("ERROR_ARGUMENT", "There are too many handlers")
    again = {"event": "ONAPPTEST", "event_type": "offline", "auth_connector": "q8"}
    assert await app.call("event.bind", **again) is True


async def test_one_queue_holds_an_event_once_however_often_it_is_bound(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await app.call("event.bind", event="ONUSERADD", event_type="offline", auth_type=BEN)
    await add_person(portal)
    assert len((await app.call("event.offline.get"))["events"]) == 1


@pytest.mark.parametrize("method", METHODS)
async def test_only_administrators_see_the_queue(portal: PortalUnderTest, method: str) -> None:
    app = await install_app(portal, user_id=BEN)
    refusal = await app.refusal(method, process_id="p")
    assert refusal == ("ACCESS_DENIED", 403, "Access denied!")


async def test_what_is_taken_is_gone(portal: PortalUnderTest, app: AppUnderTest) -> None:
    person_id = await add_person(portal)
    taken = await app.call("event.offline.get")
    assert taken["process_id"] is None
    [event] = taken["events"]
    data = event.pop("EVENT_DATA")
    assert (data["ID"], data["NAME"]) == (person_id, "Dora")
    assert event == {
        "ID": event["ID"],
        "TIMESTAMP_X": "2026-09-21T16:13:20+02:00",
        "EVENT_NAME": "ONUSERADD",
        "EVENT_ADDITIONAL": False,
        "MESSAGE_ID": event["MESSAGE_ID"],
    }
    assert event["ID"].isdecimal()
    assert await app.call("event.offline.get") == {"process_id": None, "events": []}


async def test_the_list_leaves_everything_as_it_is(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await add_people(portal, 60)
    first = await page_of(app)
    assert (len(first["result"]), first["total"], first["next"]) == (50, 60, 50)
    one = first["result"][0]
    assert (one["PROCESS_ID"], one["ERROR"]) == ("", "0")
    second = await page_of(app, start=50)
    assert len(second["result"]) == 10
    assert "next" not in second
    ids = [int(one["ID"]) for one in first["result"] + second["result"]]
    assert ids == sorted(ids)
    assert len((await app.call("event.offline.get", limit=100))["events"]) == 60


async def page_of(app: AppUnderTest, **arguments: Any) -> Any:
    """The answer without `time`."""
    return await app.call("event.offline.list", **arguments)


async def test_what_is_reserved_is_nobody_elses(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    people = await add_people(portal, 3)
    first = await app.call("event.offline.get", clear=0, limit=2)
    assert people_of(first["events"]) == people[:2]
    second = await app.call("event.offline.get", clear="0")
    assert people_of(second["events"]) == people[2:]
    assert first["process_id"] != second["process_id"]
    again = await app.call("event.offline.get", clear=0, process_id=first["process_id"])
    assert again == first
    listed = (await page_of(app, filter={"PROCESS_ID": first["process_id"]}))["result"]
    assert people_of(listed) == people[:2]


async def test_reserved_events_are_cleared_by_id_by_message_or_all(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await add_people(portal, 4)
    taken = await app.call("event.offline.get", clear=0)
    process_id, events = taken["process_id"], taken["events"]
    other = {"process_id": "another", "id": [events[0]["ID"]]}
    assert await app.call("event.offline.clear", **other) is True
    named = {"id": [events[0]["ID"]], "message_id": [events[3]["MESSAGE_ID"]]}
    assert await app.call("event.offline.clear", process_id=process_id, **named) is True
    left = [one["MESSAGE_ID"] for one in (await page_of(app))["result"]]
    assert left == [one["MESSAGE_ID"] for one in events[1:]]
    await app.call("event.offline.clear", process_id=process_id, message_id=left[:1])
    assert (await page_of(app))["total"] == 2
    await app.call("event.offline.clear", process_id=process_id)
    assert (await page_of(app))["total"] == 0


async def test_failed_events_are_taken_by_who_asks_for_them(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    people = await add_people(portal, 3)
    taken = await app.call("event.offline.get", clear=0, limit=2)
    failed = [taken["events"][1]["MESSAGE_ID"]]
    arguments = {"process_id": taken["process_id"], "message_id": failed}
    assert await app.call("event.offline.error", **arguments) is True
    listed = (await page_of(app, filter={"ERROR": 1}))["result"]
    assert people_of(listed) == people[1:2]
    assert people_of((await app.call("event.offline.get"))["events"]) == people[2:]
    again = await app.call("event.offline.get", error=1, clear=0)
    assert people_of(again["events"]) == people[1:2]
    assert (await app.call("event.offline.get", error=1))["events"] == []


async def test_changes_of_one_object_are_one_event(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await app.call("event.test", any="data")
    portal.clock.seconds += 60
    await app.call("event.test", any="data")
    await app.call("event.test", any="other")
    first, second = (await page_of(app))["result"]
    assert first["EVENT_DATA"]["QUERY"] == {"any": "data"}
    assert first["TIMESTAMP_X"] == second["TIMESTAMP_X"] == "2026-09-21T16:14:20+02:00"
    taken = await app.call("event.offline.get", clear=0)
    await app.call("event.test", any="data")
    assert (await page_of(app))["total"] == 3
    assert len(taken["events"]) == 2


async def test_calls_at_once_get_different_events(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    people = await add_people(portal, 40)
    answers = await asyncio.gather(
        *(app.call("event.offline.get", limit=10, clear=number % 2) for number in range(6))
    )
    found = [one for answer in answers for one in people_of(answer["events"])]
    assert sorted(found) == sorted(people)


async def test_filters_and_orders(portal: PortalUnderTest, app: AppUnderTest) -> None:
    people = await add_people(portal, 4)
    await app.call("event.test")
    rows = (await page_of(app))["result"]

    async def listed(**arguments: Any) -> list[str]:
        return [one["ID"] for one in (await page_of(app, **arguments))["result"]]

    ids = [one["ID"] for one in rows]
    assert await listed(order={"ID": "DESC"}) == ids[::-1]
    assert await listed(order={"EVENT_NAME": "ASC", "ID": "DESC"}) == [ids[4], *ids[3::-1]]
    assert await listed(filter={">ID": ids[2]}) == ids[3:]
    assert await listed(filter={"<=TIMESTAMP_X": rows[1]["TIMESTAMP_X"]}) == ids[:2]
    assert await listed(filter={"EVENT_NAME": "ONAPPTEST"}) == ids[4:]
    assert await listed(filter={"!EVENT_NAME": "ONAPPTEST"}) == ids[:4]
    assert await listed(filter={"=MESSAGE_ID": rows[0]["MESSAGE_ID"]}) == ids[:1]
    arguments = {"filter": {"EVENT_NAME": "ONUSERADD"}, "order": {"ID": "DESC"}, "limit": 2}
    taken = await app.call("event.offline.get", **arguments)
    assert people_of(taken["events"]) == people[:1:-1]
    assert await listed() == [ids[0], ids[1], ids[4]]


async def test_each_connector_has_a_queue_of_its_own(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    queue = {"event": "ONUSERADD", "event_type": "offline", "auth_connector": "crm"}
    await app.call("event.bind", **queue)
    people = await add_people(portal, 1)
    taken = await app.call("event.offline.get", auth_connector="crm")
    assert people_of(taken["events"]) == people
    assert people_of((await app.call("event.offline.get"))["events"]) == people
    assert (await app.call("event.offline.get", auth_connector="crm"))["events"] == []


async def test_a_queue_is_kept_for_30_days_after_it_was_touched(
    portal: PortalUnderTest, app: AppUnderTest
) -> None:
    await add_people(portal, 2)
    portal.clock.seconds = START + 1800
    taken = await app.call("event.offline.get", clear=0, limit=1)

    async def forget(days_later: float) -> int:
        moment = Moment(int((START + days_later * DAY_S) * 1000))
        return await portal.store.write(lambda tx: offline_events.forget_old(tx, moment))

    assert await forget(30 - 0.01) == 0
    assert await forget(30 + 0.01) == 1
    [left] = (await page_of(app))["result"]
    assert left["PROCESS_ID"] == taken["process_id"]
    assert await forget(30 + 0.03) == 1


async def test_one_answer_holds_four_mebibytes_and_the_next_one_the_rest(
    app: AppUnderTest,
) -> None:
    for number in range(70):
        await app.call("event.test", number=number, text="\N{SNOWMAN}" * 21_000)
    first = await app.call("event.offline.get", limit=1000, clear=0)
    second = await app.call("event.offline.get", limit=1000)
    counts = len(first["events"]), len(second["events"])
    assert sum(counts) == 70
    assert 60 < counts[0] < 70
    again = await app.call("event.offline.get", process_id=first["process_id"], limit=1000)
    assert again["events"] == first["events"]


async def test_a_queue_keeps_the_newest(
    portal: PortalUnderTest, app: AppUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offline_events, "MAX_WAITING", 3)
    added = await add_people(portal, 5)
    assert people_of((await app.call("event.offline.get"))["events"]) == added[2:]
