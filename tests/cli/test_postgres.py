"""The command line on PostgreSQL, which is skipped where there is none."""

from pathlib import Path

import httpx

from tests.cli.shell import assert_refused, botyard
from tests.serving import serving


async def test_a_portal_is_served_and_managed_on_postgresql(database: str, tmp_path: Path) -> None:
    where = ["--database", database]
    for _ in range(2):
        with serving(tmp_path, options=where) as server:
            url = server.webhook() + "imbot.v2.Revision.get"
            assert httpx.get(url).status_code == 200
            assert botyard("portal", "close", *where).code == 0
            while httpx.get(url).status_code != 500:
                pass
            assert botyard("portal", "open", *where).code == 0
            assert server.stop() == 0
    assert len(botyard("user", "list", *where, "--json").json) == 3
    assert botyard("webhook", "revoke", "ada-secret", *where).code == 0


async def test_a_demo_portal_is_made_once_on_postgresql(database: str, tmp_path: Path) -> None:
    words = ["init", "--data", str(tmp_path), "--database", database, "--json"]

    assert len(botyard(*words).json["webhooks"]) == 3
    assert botyard(*words).json["webhooks"] == []


async def test_a_database_that_is_missing_makes_no_directory(
    database: str, tmp_path: Path
) -> None:
    words = ["--port", "0", "--data", str(tmp_path / "data"), "--database", f"{database}_not"]

    assert_refused(botyard("serve", *words), "does not exist")
    assert not (tmp_path / "data").exists()


async def test_an_empty_database_has_no_portal(database: str) -> None:
    assert_refused(botyard("user", "list", "--database", database), "there is no portal")
