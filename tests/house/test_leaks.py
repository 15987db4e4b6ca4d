"""The look for secrets in what every test captured would find one."""

from botyard.model.secrets import SystemSecrets
from tests import leaks


def test_what_was_given_or_made_is_found() -> None:
    made = SystemSecrets().token(64)
    text = f"call_refused path=/rest/1/code-of-1/ auth={made} token=token-of-helper"
    assert leaks.found_in(text) == sorted([made, "code-of-1", "token-of-helper"])


def test_what_is_no_secret_is_not() -> None:
    made = SystemSecrets().token(12)
    assert leaks.found_in(f"call_refused method=batch file={made} source=192.0.2.1") == []
