"""Moments as the API spells them: ISO 8601 with the portal's offset, whole seconds."""

from datetime import datetime, tzinfo

from botyard.model.entities import Moment


def iso(moment: Moment, zone: tzinfo) -> str:
    return datetime.fromtimestamp(moment // 1000, zone).isoformat()
