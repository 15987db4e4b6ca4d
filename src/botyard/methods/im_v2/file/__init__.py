"""Files that people send and fetch: im.v2.File."""
