"""Settings: read once, strict about names and values."""

from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.build import open_parts
from pressroom.assistant.settings import load
from pressroom.corpus.errors import SettingsError


def test_an_unknown_setting_names_the_nearest_known_one() -> None:
    with pytest.raises(SettingsError, match="did you mean PRESSROOM_HOME"):
        load({"PRESSROOM_HOM": "x"})


def test_a_port_that_cannot_be_is_refused() -> None:
    for port in ("http", "0", "70000"):
        with pytest.raises(SettingsError, match="PRESSROOM_PORT"):
            load({"PRESSROOM_PORT": port})


def test_an_option_wins_over_the_environment() -> None:
    settings = load({"PRESSROOM_PORT": "8000", "PRESSROOM_HOME": "/somewhere"}, port=9000)
    assert (settings.port, settings.home) == (9000, Path("/somewhere"))


def test_an_empty_variable_counts_as_unset_but_an_empty_prompt_is_a_prompt() -> None:
    settings = load({"PRESSROOM_CHAT_MODEL": "", "PRESSROOM_QUERY_PROMPT": ""})
    assert settings.chat_model is None
    assert settings.query_prompt == ""


def test_other_programs_variables_are_none_of_our_business() -> None:
    assert load({"PATH": "/bin"}).port == 7860


def test_a_time_zone_that_there_is_not_is_said_so(tmp_path: Path) -> None:
    settings = load({"PRESSROOM_TIMEZONE": "Mars/Olympus"}, home=tmp_path)
    refused = pytest.raises(
        SettingsError, match="PRESSROOM_TIMEZONE: 'Mars/Olympus' is not a time zone"
    )
    with refused, open_parts(settings, embedder=HashEmbedder()):
        pass
