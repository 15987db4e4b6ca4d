"""How long the stress runs: short in `make test`, long in `make stress`."""

import os
import secrets

EVENTS = int(os.environ.get("BOTYARD_STRESS_EVENTS", "4000"))
SEED_VARIABLE = "BOTYARD_STRESS_SEED"
SEED = int(os.environ.get(SEED_VARIABLE, "0")) or secrets.randbelow(2**31)
# One server ends, by a kill or by a request, after so many answered sends.
SENDS_PER_LIFE = max(EVENTS // 50, 300)
