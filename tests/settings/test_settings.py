"""Settings: where a value comes from, and what a wrong one is told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from botyard.settings import SETTINGS, BadSetting, Setting, Settings, read_settings


def test_nothing_given_means_the_embedded_server_on_loopback() -> None:
    settings = read_settings({}, {})

    assert settings == Settings()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8080, 1)
    assert settings.database is None


def test_an_option_wins_over_its_variable_and_that_over_the_default() -> None:
    environment = {"BOTYARD_PORT": "9001", "BOTYARD_DATA": "/srv/botyard"}

    settings = read_settings({"port": 9000}, environment)

    assert settings.port == 9000
    assert settings.data == Path("/srv/botyard")
    assert settings.tls_port == 8443


def test_an_option_not_given_and_an_empty_variable_leave_the_default() -> None:
    assert read_settings({"port": None}, {"BOTYARD_PORT": ""}) == Settings()


def test_what_belongs_to_other_programs_is_ignored() -> None:
    assert read_settings({}, {"PORT": "1", "BOTYARD_JSON": "1"}) == Settings()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_has_a_variable_and_a_sentence(setting: Setting) -> None:
    given = {
        "host": "localhost",
        "port": "0",
        "tls": "yes",
        "tls_port": "1",
        "allow_insecure": "yes",
        "trusted_proxies": "10.0.0.0/8,fd00::/8",
        "data": "elsewhere",
        "portal": "portal.toml",
        "database": "postgresql://ada:secret@db:5432/botyard",
        "redis": "redis://cache:6379/0",
        "workers": "1",
        "log_level": "DEBUG",
    }

    settings = read_settings({}, {setting.variable: given[setting.name]})

    value = getattr(settings, setting.name)
    told = ",".join(value) if isinstance(value, tuple) else str(value).lower()
    assert told in {given[setting.name].lower(), "true"}
    assert setting.sentence.endswith(".")


@pytest.mark.parametrize("word", ["1", "true", "YES", "on", "y"])
def test_a_switch_can_be_turned_on_in_the_usual_words(word: str) -> None:
    assert read_settings({}, {"BOTYARD_TLS": word}).tls


@pytest.mark.parametrize("word", ["0", "False", "no", "off", "N"])
def test_a_switch_can_be_turned_off_in_the_usual_words(word: str) -> None:
    assert not read_settings({}, {"BOTYARD_TLS": word}).tls


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        (
            {"port": "http"},
            {},
            "--port must be a whole number from 0 to 65535, not 'http' (from the command line)",
        ),
        (
            {},
            {"BOTYARD_PORT": "65536"},
            "--port must be a whole number from 0 to 65535, not '65536' (from BOTYARD_PORT)",
        ),
        ({"port": "-1"}, {}, "--port must be"),
        ({"port": "٣"}, {}, "--port must be"),
        ({"port": "9" * 50}, {}, "--port must be"),
        ({"tls_port": "1.5"}, {}, "--tls-port must be"),
        ({"host": "http://127.0.0.1"}, {}, "--host must be a host name or an IP address"),
        ({"host": ""}, {}, "--host must be a host name or an IP address"),
        ({"data": ""}, {}, "--data must be a path"),
        ({"trusted_proxies": "proxy"}, {}, "--trusted-proxies must be addresses or networks"),
        ({"trusted_proxies": "10.0.0.1/8"}, {}, "--trusted-proxies must be addresses or networks"),
        ({"trusted_proxies": "::1,"}, {}, "--trusted-proxies must be addresses or networks"),
        ({}, {"BOTYARD_TLS": "perhaps"}, "--tls must be true or false, not 'perhaps'"),
        ({"log_level": "loud"}, {}, "--log-level must be one of debug, info, warning, error"),
        ({"workers": "0"}, {}, "--workers must be a whole number from 1 to 64"),
        ({"database": "sqlite://name"}, {}, "--database must be sqlite:///PATH or postgresql://"),
        ({"database": "sqlite:///"}, {}, "--database must be sqlite:///PATH or postgresql://"),
        ({"database": "mysql://h/b"}, {}, "--database must be sqlite:///PATH or postgresql://"),
        ({"redis": "http://cache"}, {}, "--redis must be redis://HOST:PORT"),
        ({"redis": "redis://cache:x"}, {}, "--redis must be redis://HOST:PORT"),
        ({"workers": 2}, {}, "--workers above 1 needs --database postgresql://..."),
        (
            {"tls": True, "port": 8443},
            {},
            "--tls-port must differ from --port 8443 (from the command line)",
        ),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(
    options: Mapping[str, object], environment: Mapping[str, str], sentence: str
) -> None:
    with pytest.raises(BadSetting) as refusal:
        read_settings(options, environment)

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(")")
    assert "\n" not in str(refusal.value)


def test_a_refused_database_address_keeps_its_password_to_itself() -> None:
    with pytest.raises(BadSetting) as refusal:
        read_settings({}, {"BOTYARD_DATABASE": "postgresql://ada:hunter2@db:99999/botyard"})

    assert "hunter2" not in str(refusal.value)


def test_workers_share_a_postgresql_database() -> None:
    options = {"workers": 4, "database": "postgresql://ada@db/botyard"}

    assert read_settings(options, {}).workers == 4
