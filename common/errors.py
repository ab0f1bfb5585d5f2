"""One family of errors: each says what is so, why not, and what to do, as a sentence."""

from __future__ import annotations

from typing import NoReturn


class DomainError(Exception):
    """Something a person asked for cannot be done; `sentence` is shown to them as it stands."""

    status = 422
    title = "That could not be done"

    def __init__(self, sentence: str, **details: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


class Refused(DomainError):
    """A rule of the work does not allow it."""


class NotPermitted(DomainError):
    """This person may see the thing, and may not do this to it."""

    status = 403
    title = "You may not do that"


class NotFound(DomainError):
    """There is no such thing, or this person may not know that there is."""

    status = 404
    title = "Not found"


class Stale(DomainError):
    """Somebody else saved first. `held` is what now stands, `typed` what this person wrote."""

    status = 409
    title = "Somebody else saved first"

    def __init__(self, sentence: str, *, held: str, typed: str) -> None:
        super().__init__(sentence, held=held, typed=typed)
        self.held = held
        self.typed = typed


def refuse(sentence: str | None) -> None:
    """Raise `Refused` with the sentence, if there is one: `refuse(access.may_not_move(...))`."""
    if sentence:
        raise Refused(sentence)


def forbid(sentence: str | None) -> None:
    """Raise `NotPermitted` with the sentence, if there is one."""
    if sentence:
        raise NotPermitted(sentence)


def not_found(what: str) -> NoReturn:
    """Raise `NotFound`: the same words whether the thing is missing or may not be seen."""
    raise NotFound(f"{what} was not found. Check the address, or find it from the list.")
