"""A relay whose receivers take everything, unless a test decides otherwise."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.delivery.relays import Receivers, RelayUnderTest
from tests.portals import PortalUnderTest


@pytest.fixture
def receivers(portal: PortalUnderTest) -> Receivers:
    return Receivers(portal)


@pytest.fixture
def relay(portal: PortalUnderTest, receivers: Receivers) -> RelayUnderTest:
    return RelayUnderTest(portal, receivers)


@pytest.fixture(autouse=True)
def told() -> Iterator[list[EventDict]]:
    """What is logged; a delivery that fails by a fault of ours fails its test."""
    with capture_logs() as logs:
        yield logs
    assert [one for one in logs if one["event"] == "delivery_failed"] == []
