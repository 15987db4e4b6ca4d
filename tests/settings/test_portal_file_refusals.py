"""The portal file: the one line that a wrong one is told."""

from pathlib import Path

import pytest

from botyard.portal_file import BadPortalFile, load_portal_file

USER = '[[users]]\nid = 1\nname = "Ada"\n'
WEBHOOK = '[[webhooks]]\nuser = 1\ncode = "a"\nscopes = ["im"]\n'
OUTGOING = (
    '[[outgoing_webhooks]]\nurl = "http://a/"\nevents = ["ONAPPTEST"]\napplication_token = "t"\n'
)
APP = '[[apps]]\nclient_id = "a"\nclient_secret = "s"\n'


def refusal_of(tmp_path: Path, content: str) -> str:
    """What the file is told, without the directory it lies in."""
    path = tmp_path / "portal.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadPortalFile) as refusal:
        load_portal_file(path)
    told = str(refusal.value)
    assert len(told.splitlines()) == 1
    return told.removeprefix(f"{tmp_path}/")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("colour = 1\n", '1: unknown key "colour"'),
        ("\n[portals]\n", '2: unknown key "portals"'),
        ("[portal]\n\ncolour = 1\n", '3: unknown key "colour" in [portal]'),
        ("[delivery]\nmod = 1\n", '2: unknown key "mod" in [delivery]'),
        (f"{USER}colour = 1\n", '4: unknown key "colour" in [[users]]'),
        (f"{USER}{USER}colour = 1\n", '7: unknown key "colour" in [[users]]'),
        (f"{WEBHOOK}url = 1\n", '5: unknown key "url" in [[webhooks]]'),
        (f"{OUTGOING}code = 1\n", '5: unknown key "code" in [[outgoing_webhooks]]'),
        (f"{APP}[apps.colour]\n", '4: unknown key "colour" in [[apps]]'),
        (f"{USER}phones.fax = '1'\n", '4: unknown key "fax" in [users.phones]'),
        (f"{USER}[users.phones]\nfax = '1'\n", '5: unknown key "fax" in [users.phones]'),
        (f'{USER}"a\\nb" = 1\n', '4: unknown key "a\\nb" in [[users]]'),
        ("users = [\n  {id = 1, colour = 2},\n]\n", '1: unknown key "colour" in [[users]]'),
    ],
)
def test_an_unknown_key_is_named_with_its_line(tmp_path: Path, content: str, told: str) -> None:
    assert refusal_of(tmp_path, content) == f"portal.toml:{told}"


@pytest.mark.parametrize(
    "before",
    [
        '# [[users]]\n# colour = 1\n[[users]]\nid = 1\nname = "Ada"\n',
        '[[users]]\nid = 1\nname = """Ada \\\n  [[users]] \\\n  colour = 1"""\n',
        '[["users"]]\n"id" = 1\ndepartments = [\n  1,\n  2,\n]\nname = "Ada"\n',
        "".join(f'[[users]]\nid = {number}\nname = "Ada"\n\n' for number in range(1, 200)),
        '[[users]]\r\nid = 1\r\nname = "Ada"\r\n',
    ],
    ids=["comments", "text of many lines", "list of many lines", "many users", "dos lines"],
)
def test_the_line_is_right_whatever_stands_before(tmp_path: Path, before: str) -> None:
    line = before.count("\n") + 1

    told = refusal_of(tmp_path, f"{before}colour = 1\n{WEBHOOK}")

    assert told == f'portal.toml:{line}: unknown key "colour" in [[users]]'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f'\n[[users]]\nname = "Ada"\n{WEBHOOK}', '2: missing key "id" in [[users]]'),
        (f"{USER}\n[[users]]\nid = 2\n", '5: missing key "name" in [[users]]'),
        ("[[webhooks]]\nuser = 1\nscopes = []\n", '1: missing key "code" in [[webhooks]]'),
        ('[[webhooks]]\nuser = 1\ncode = "a"\n', '1: missing key "scopes" in [[webhooks]]'),
        ('[[webhooks]]\ncode = "a"\nscopes = []\n', '1: missing key "user" in [[webhooks]]'),
        ('[[apps]]\nclient_id = "a"\n', '1: missing key "client_secret" in [[apps]]'),
        ('[[apps]]\nclient_secret = "a"\n', '1: missing key "client_id" in [[apps]]'),
        ("[[outgoing_webhooks]]\n", '1: missing key "url" in [[outgoing_webhooks]]'),
    ],
)
def test_a_missing_key_is_named_with_the_line_of_its_table(
    tmp_path: Path, content: str, told: str
) -> None:
    assert refusal_of(tmp_path, content) == f"portal.toml:{told}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"{USER}\n{USER}", '6: "id" repeats an earlier one in [[users]]'),
        (
            f'{USER}email = "A@b.c"\n[[users]]\nid = 2\nname = "B"\nemail = "a@B.c"\n',
            '8: "email" repeats an earlier one in [[users]]',
        ),
        (f"{WEBHOOK}{WEBHOOK}", '7: "code" repeats an earlier one in [[webhooks]]'),
        (f"{OUTGOING}{OUTGOING}", '6: "url" repeats an earlier one in [[outgoing_webhooks]]'),
        (f"{APP}{APP}", '5: "client_id" repeats an earlier one in [[apps]]'),
    ],
)
def test_a_repeated_name_is_refused_at_the_second(tmp_path: Path, content: str, told: str) -> None:
    assert refusal_of(tmp_path, content) == f"portal.toml:{told}"


@pytest.mark.parametrize(
    ("table", "statement", "told"),
    [
        ("[portal]\n", "domain = 1", '"domain" in [portal] must be a host name'),
        ("[portal]\n", 'confirm = "user.get"', '"confirm" in [portal] must be a list'),
        (
            "[portal]\n",
            'confirm = ["a b"]',
            '"confirm" in [portal] holds a wrong value: it must be the name of a method',
        ),
        (
            "[portal]\n",
            'fault = ["SOME"]',
            '"fault" in [portal] holds a wrong value: it must be a system error, CODE or',
        ),
        ("[portal]\n", 'fault = [":PORTAL_DELETED"]', '"fault" in [portal] holds a wrong value'),
        (
            "[portal]\n",
            'fault = ["a/b:PORTAL_DELETED"]',
            '"fault" in [portal] holds a wrong value',
        ),
        ("[portal]\n", "fault = [1]", '"fault" in [portal] holds a wrong value'),
        ("[portal]\n", 'domain = "http://a"', '"domain" in [portal] must be a host name'),
        ("[portal]\n", 'domain = "a:99999"', '"domain" in [portal] must be a host name'),
        ("[portal]\n", 'domain = "a/b"', '"domain" in [portal] must be a host name'),
        ("[portal]\n", 'domain = "[:::]"', '"domain" in [portal] must be a host name'),
        (
            "[portal]\n",
            'scheme = "ftp"',
            '"scheme" in [portal] must be one of "http", "https", not "ftp"',
        ),
        ("[portal]\n", 'language = "English"', '"language" in [portal] must be two small'),
        ("[portal]\n", 'timezone = "Mars/Base"', '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", 'timezone = "Europe"', '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", 'timezone = "../passwd"', '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", 'timezone = ""', '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", 'timezone = "a\\u0000"', '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", "timezone = 1", '"timezone" in [portal] must be a time zone'),
        ("[portal]\n", 'plan = "Free"', '"plan" in [portal] must be one of'),
        ("[portal]\n", 'closed = "yes"', '"closed" in [portal] must be true or false, not "yes"'),
        ("[portal]\n", "blocked = 1", '"blocked" in [portal] must be true or false, not 1'),
        ("[portal]\n", "limits = false", '"limits" in [portal] must be one of'),
        ("[portal]\n", "operating_limit = -1", '"operating_limit" in [portal] must be a whole'),
        ("[portal]\n", "operating_limit = 1.5", '"operating_limit" in [portal] must be a whole'),
        ("[portal]\n", "operating_limit = true", '"operating_limit" in [portal] must be a whole'),
        ("[portal]\n", "statuses = []", '"statuses" in [portal] must be one of'),
        ("[delivery]\n", "mode = {}", '"mode" in [delivery] must be one of'),
        ("[delivery]\n", 'allow_private = "::1"', '"allow_private" in [delivery] must be a list'),
        (
            "[delivery]\n",
            'allow_private = ["10.0.0.1/8"]',
            '"allow_private" in [delivery] holds a wrong value: it must be a network',
        ),
        ("[delivery]\n", "allow_private = [1]", '"allow_private" in [delivery] holds a wrong'),
        ('[[users]]\nname = "A"\n', "id = 0", '"id" in [[users]] must be a whole number from 1'),
        ('[[users]]\nname = "A"\n', 'id = "1"', '"id" in [[users]] must be a whole number from 1'),
        pytest.param(
            '[[users]]\nname = "A"\n',
            f"id = 0x{'f' * 9999}",
            '"id" in [[users]] must be a whole number from 1 to 1000000000, not a huge number',
            id="huge number",
        ),
        ("[[users]]\nid = 1\n", 'name = "  "', '"name" in [[users]] must be text of 1 to 255'),
        ("[[users]]\nid = 1\n", 'name = "a\\u0000"', '"name" in [[users]] must be text of 1'),
        ("[[users]]\nid = 1\n", 'name = "a\\nb"', '"name" in [[users]] must be text of 1'),
        pytest.param(
            "[[users]]\nid = 1\n",
            f'name = "{"a" * 256}"',
            '"name" in [[users]] must be text of 1 to 255',
            id="long name",
        ),
        (USER, 'email = "ada"', '"email" in [[users]] must be an address'),
        (USER, "email = 1", '"email" in [[users]] must be an address'),
        (USER, 'type = "bot"', '"type" in [[users]] must be one of "employee", "extranet"'),
        (USER, 'gender = "X"', '"gender" in [[users]] must be one of "M", "F", ""'),
        (USER, 'color = "#12345"', '"color" in [[users]] must be #rrggbb or one of red, green'),
        (USER, 'color = "reddish"', '"color" in [[users]] must be #rrggbb or one of red, green'),
        (USER, "birthday = 1990-03-15", '"birthday" in [[users]] must be a day and a month'),
        (USER, 'birthday = "31-02"', '"birthday" in [[users]] must be a day of the year'),
        (USER, 'website = "javascript:x"', '"website" in [[users]] must be an address that'),
        (USER, "departments = [0]", '"departments" in [[users]] holds a wrong value: it must'),
        (USER, "departments = 1", '"departments" in [[users]] must be a list, not 1'),
        (USER, "phones = []", "[users.phones] must be a table"),
        (USER, "phones.work_phone = 1", '"work_phone" in [users.phones] must be text'),
        (
            "[[webhooks]]\nuser = 1\nscopes = []\n",
            'code = "a/b"',
            '"code" in [[webhooks]] must be 1 to 128 letters, digits, - and _',
        ),
        (
            '[[webhooks]]\nuser = 1\ncode = "a"\n',
            'scopes = ["imbto"]',
            '"scopes" in [[webhooks]] holds a wrong value: it must be a known scope',
        ),
        (APP, 'status = "X"', '"status" in [[apps]] must be one of'),
        (APP, 'handler = "ftp://a"', '"handler" in [[apps]] must be an address that begins'),
        (APP, 'handler = "http://"', '"handler" in [[apps]] must be an address that begins'),
        (APP, 'handler = "http://[a/"', '"handler" in [[apps]] must be an address that begins'),
        (APP, 'handler = "http://a:x/"', '"handler" in [[apps]] must be an address that begins'),
        (APP, 'handler = "http://a /"', '"handler" in [[apps]] must be an address that begins'),
        (APP, 'users = ["1"]', '"users" in [[apps]] holds a wrong value: it must be a whole'),
        (APP, "installed_by = {}", '"installed_by" in [[apps]] must be a whole number'),
        (
            '[[outgoing_webhooks]]\nurl = "http://a/"\napplication_token = "t"\n',
            "events = []",
            '"events" in [[outgoing_webhooks]] must be a list of at least 1, not an empty list',
        ),
        (
            '[[outgoing_webhooks]]\nurl = "http://a/"\napplication_token = "t"\n',
            'events = ["ON APP"]',
            '"events" in [[outgoing_webhooks]] holds a wrong value: it must be the name of an',
        ),
        (
            '[[outgoing_webhooks]]\nurl = "http://a/"\napplication_token = "t"\n',
            'events = ["ONAPPTESTS"]',
            '"events" in [[outgoing_webhooks]] holds a wrong value: it must be the name of an',
        ),
        ("", "users = 1", "[[users]] must be a list of tables"),
        ("", "users = [1]", "[[users]] must be a table"),
        ("", "[users]", "[[users]] must be a list of tables"),
        ("", "[[portal]]", "[portal] must be a table"),
    ],
)
def test_a_wrong_value_is_told_what_it_must_be(
    tmp_path: Path, table: str, statement: str, told: str
) -> None:
    line = table.count("\n") + 1

    assert refusal_of(tmp_path, f"{table}{statement}\n").startswith(f"portal.toml:{line}: {told}")


@pytest.mark.parametrize(
    "content",
    [
        USER + f'password = "{"hunter2" * 200}"',
        USER + 'password = "hunter2\\n"',
        '[[webhooks]]\nuser = 1\nscopes = []\ncode = "hunter2!"',
        '[[apps]]\nclient_id = "a"\nclient_secret = "hunter2\\u0007"',
        WEBHOOK.replace('"a"', '"hunter2"') * 2,
    ],
    ids=["long password", "line break", "bad code", "control character", "repeated code"],
)
def test_a_refused_secret_is_not_repeated(tmp_path: Path, content: str) -> None:
    assert "hunter2" not in refusal_of(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[portal]\nclosed = maybe\n", "portal.toml:2: Invalid value"),
        ("[portal]\nclosed\n", "portal.toml:2: "),
        ('[portal]\ndomain = """\n\n', "portal.toml:2: "),
        ("[portal]\n[portal]\n", "portal.toml:2: "),
        (f"[portal]\nclosed = {'[' * 5000}\n", "portal.toml: cannot be read: "),
        (f"[portal]\noperating_limit = {'9' * 5000}\n", "portal.toml: cannot be read: "),
    ],
    ids=["value", "no value", "open text", "repeated table", "too deep", "too long"],
)
def test_text_that_is_not_toml_is_told_where_it_breaks(
    tmp_path: Path, content: str, told: str
) -> None:
    assert refusal_of(tmp_path, content).startswith(told)


def test_a_file_that_cannot_be_opened_is_told_why(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'[portal]\ndomain = "\xe4"\n')

    for name, why in {
        "absent.toml": "No such file or directory",
        ".": "Is a directory",
        "latin.toml": "it is not UTF-8 text",
    }.items():
        path = tmp_path / name
        with pytest.raises(BadPortalFile) as refusal:
            load_portal_file(path)
        assert str(refusal.value) == f"{path}: cannot be read: {why}"
