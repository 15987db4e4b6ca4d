"""Methods imbot.v2.Event."""
