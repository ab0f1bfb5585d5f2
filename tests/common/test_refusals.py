"""From a refusal to a page: the sentence, the status, and every word that was typed."""

import pytest
from django import forms
from django.http import HttpRequest, QueryDict

from common.errors import NotFound, NotPermitted, Refused, Stale, forbid, refuse
from common.refusals import RefusalMiddleware, refusals_on

TYPED = "Two <b>words</b> & a “quotation”"


def page_for(error):
    request = HttpRequest()
    request.method, request.path = "POST", "/cases/14/close"
    request.POST = QueryDict(mutable=True)
    request.POST.update({"reason": TYPED, "csrfmiddlewaretoken": "secret-token", "version": "3"})
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    request.session = {}
    return RefusalMiddleware(lambda _: None).process_exception(request, error)


@pytest.mark.parametrize(("error", "status"), [(Refused, 422), (NotPermitted, 403)])
def test_a_refusal_is_a_page_with_the_sentence_and_the_words(error, status):
    page = page_for(error("Concern 14 is closed. Reopen it first."))
    text = page.content.decode()
    assert page.status_code == status
    assert "Concern 14 is closed. Reopen it first." in text
    assert "Two &lt;b&gt;words&lt;/b&gt; &amp; a “quotation”" in text
    assert "secret-token" not in text


def test_a_stale_save_shows_both_texts():
    page = page_for(Stale("J. Marsh saved this at 10:14.", held="What J. Marsh wrote", typed=TYPED))
    assert page.status_code == 409
    assert "J. Marsh saved this at 10:14." in page.content.decode()
    assert "What J. Marsh wrote" in page.content.decode()
    assert "Two &lt;b&gt;words" in page.content.decode()


def test_what_may_not_be_seen_reads_as_what_is_missing():
    one, other = page_for(NotFound("Concern 14 was not found.")), page_for(NotFound("Note 2 was not found."))
    assert one.status_code == 404
    assert one.content == other.content


def test_another_error_is_left_to_the_framework():
    assert page_for(ValueError("no")) is None


def test_a_form_takes_the_refusal_as_its_own_error():
    class Form(forms.Form):
        text = forms.CharField()

    form = Form({"text": TYPED})
    assert form.is_valid()
    with refusals_on(form):
        raise Refused("Enter what you heard.")
    assert form.non_field_errors() == ["Enter what you heard."]
    assert form["text"].value() == TYPED


def test_no_sentence_means_go_on():
    refuse(None)
    forbid(None)
    with pytest.raises(Refused, match="No"):
        refuse("No.")
    with pytest.raises(NotPermitted, match="No"):
        forbid("No.")
