"""Methods im.v2.Event."""
