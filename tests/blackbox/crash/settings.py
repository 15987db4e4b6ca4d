"""How long the crash tests run: short in `make test`, long in `make crash`."""

import os
import secrets

KILLS = int(os.environ.get("BOTYARD_CRASH_KILLS", "10"))
IMAGES = int(os.environ.get("BOTYARD_CRASH_IMAGES", "300"))
RECORDED_SENDS = int(os.environ.get("BOTYARD_CRASH_RECORDED_SENDS", "240"))
SEED = int(os.environ.get("BOTYARD_CRASH_SEED", "0")) or secrets.randbelow(2**31)
