"""A relay whose receivers take everything, unless a test decides otherwise."""

import pytest
from tests.delivery.relays import Receivers, RelayUnderTest
from tests.portals import PortalUnderTest


@pytest.fixture
def receivers(portal: PortalUnderTest) -> Receivers:
    return Receivers(portal)


@pytest.fixture
def relay(portal: PortalUnderTest, receivers: Receivers) -> RelayUnderTest:
    return RelayUnderTest(portal, receivers)
