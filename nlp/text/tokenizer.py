"""A spaCy tokenizer made of the rules' own lexemes: one linear pass, whatever the text holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.text.lexer import lex

LEXED = "renaksi_lexed"


def harmless(text: str) -> str:
    """The text with lone surrogates, which spaCy cannot store, replaced one for one, so that offsets hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


class LexemeTokenizer:
    """Makes a Doc whose tokens are lexemes and the blanks between them, so that `doc.text` is the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Doc of `text`; blanks other than one space become tokens of their own, as spaCy has them."""
        text = harmless(text)
        lexed = lex(text)
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in zip(lexed.starts, lexed.ends, strict=True):
            if start > at:
                _blanks(text[at:start], words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            at = end
        if at < len(text):
            _blanks(text[at:], words, spaces)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[LEXED] = lexed  # so that the rules need not cut the text again
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> LexemeTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Nothing to save."""

    def from_disk(self, _path: Any, **_: Any) -> LexemeTokenizer:
        """Nothing to load."""
        return self


def _blanks(blank: str, words: list[str], spaces: list[bool]) -> None:
    """Put a run of blanks: its first space, if it is one, onto the token before it; the rest as a token."""
    if words and blank[0] == " ":
        spaces[-1] = True
        blank = blank[1:]
    if blank:
        words.append(blank)
        spaces.append(False)


@registry.tokenizers("renaksi.lexemes.v1")  # type: ignore[untyped-decorator]  # spaCy ships no types for it
def create_tokenizer() -> Callable[[Language], LexemeTokenizer]:
    """Factory for spaCy's configuration."""

    def create(nlp: Language) -> LexemeTokenizer:
        return LexemeTokenizer(nlp.vocab)

    return create
