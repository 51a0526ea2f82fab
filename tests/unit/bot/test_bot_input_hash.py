import re

import train


def test_the_model_is_named_after_its_inputs(tmp_path):
    assert re.fullmatch(r"[0-9a-f]{16}\.tar\.gz", train.model_path(tmp_path).name)
    assert train.input_hash() == train.input_hash()


def test_a_changed_input_changes_the_name(tmp_path, monkeypatch):
    (tmp_path / "bot").mkdir()
    (tmp_path / "nlu_data" / "conversation").mkdir(parents=True)
    monkeypatch.setattr(train, "BOT", tmp_path / "bot")
    monkeypatch.setattr(train, "NLU_DATA", tmp_path / "nlu_data")
    line = tmp_path / "nlu_data" / "conversation" / "greet.yml"
    line.write_text("안녕")
    before = train.input_hash()
    line.write_text("안녕하세요")
    assert train.input_hash() != before


def test_an_up_to_date_model_is_not_trained_again(tmp_path, capsys):
    model = train.model_path(tmp_path)
    model.write_bytes(b"")
    assert train.train(tmp_path) == model
    assert "up to date" in capsys.readouterr().out
