"""Rasa's tokens from the spaCy pipeline over Kiwi."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.pipeline import korean


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class KoreanTokenizer(Tokenizer):
    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", "kiwipiepy"]

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Give tokens with rising offsets; the lemma is the dictionary form, ``pos`` the Sejong tag."""
        doc = korean()(message.get(attribute))
        return [Token(t.text, t.idx, lemma=t.lemma_, data={"pos": t.tag_}) for t in doc if not t.is_space]
