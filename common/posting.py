"""A message posted to an address that somebody outside named: what they answer is a number, never read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import requests
import urllib3

from common.deadline import Deadline
from common.fetching import FetchFailed, guarded_session, host_of, may_be_asked, retry_after_of


class PostFailed(Exception):
    """No answer came; `sentence` says no more than how, so that nobody maps our network by it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the receiver answered: its status, and for how many seconds it asks us to wait."""

    status: int
    retry_after: int | None


def post(
    address: str, *, body: bytes, headers: Mapping[str, str], agent: str, max_seconds: float
) -> Answered:
    """Post `body` once. Inside addresses are refused as `fetching.fetch` refuses them: the address that the
    name leads to is looked at and is the one that is connected to.

    No redirect is followed, nothing of the answer's body is read, and the whole ends within `max_seconds`.
    Looking the name up is counted, but takes what the machine's resolver takes. Raises `PostFailed`.
    """
    try:
        may_be_asked(address)
    except FetchFailed as refusal:
        raise PostFailed(refusal.sentence) from refusal
    with Deadline(max_seconds) as deadline:
        try:
            with (
                guarded_session(deadline, agent=agent) as session,
                session.post(
                    address, data=body, headers=dict(headers), auth=_nobody, stream=True
                ) as response,
            ):
                answered = Answered(status=response.status_code, retry_after=retry_after_of(response))
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            if deadline.is_over:
                raise PostFailed(_late(address, max_seconds)) from error
            raise PostFailed(f"{host_of(address)} could not be reached.") from error
        if deadline.is_over:  # headers that are cut off read as headers that ended
            raise PostFailed(_late(address, max_seconds))
    return answered


def _late(address: str, max_seconds: float) -> str:
    return f"{host_of(address)} did not answer within {max_seconds:.0f} seconds."


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Signs in as nobody: requests would look for the host in a file of passwords."""
    return request
