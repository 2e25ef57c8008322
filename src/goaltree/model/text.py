"""Titles and other words of people, in one language or several."""

from __future__ import annotations

from attrs import frozen


@frozen
class Text:
    """A text in one or more languages.

    Attributes:
        words: Pairs of language and text in the order written; the language is empty where the
            author named none.
    """

    words: tuple[tuple[str, str], ...]

    @classmethod
    def plain(cls, text: str) -> Text:
        """A text whose author named no language."""
        return cls((("", text),))

    def __str__(self) -> str:
        return self.words[0][1]

    def say(self, lang: str) -> str:
        """The text in that language, else the first one written."""
        for code, text in self.words:
            if code == lang:
                return text
        return self.words[0][1]

    def both(self) -> str:
        """The text in every language that it has, for readers of either."""
        return " · ".join(text for _, text in self.words)
