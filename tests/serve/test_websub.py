"""A hub verifies what we asked for and pushes what is new; whoever else tries gets nothing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.serve.press import NOW, Visitor, make_outlet
from warraq.collect.websub import LARGEST_PUSH
from warraq.store import models
from warraq.store.subscriptions import claim_subscriptions, note_hub

pytestmark = pytest.mark.django_db
TOPIC = "https://goud.example/feed"
BODY = b"<rss><channel><item><title>a</title></item></channel></rss>"


@pytest.fixture
def channel() -> models.Channel:
    channel = models.Channel.objects.create(
        outlet=make_outlet(), kind="feed", address=TOPIC, next_at=NOW + timedelta(hours=1), asked_at=NOW
    )
    note_hub(channel.pk, "https://hub.example/", TOPIC)
    return channel


def asked() -> models.Subscription:
    """Our subscription, once its hub was asked."""
    claim_subscriptions("ma", NOW, 10, renewed_before=timedelta(), asked_again_after=timedelta(days=1))
    return models.Subscription.objects.get()


def verification(**changes: str) -> str:
    said = {"mode": "subscribe", "topic": TOPIC, "challenge": "73", "lease_seconds": "3600", **changes}
    return urlencode({f"hub.{name}": value for name, value in said.items()})


def signed(subscription: models.Subscription, body: bytes = BODY) -> str:
    return "sha256=" + hmac.new(subscription.secret.encode(), body, hashlib.sha256).hexdigest()


def test_a_hub_s_challenge_comes_back_and_the_lease_counts(visitor: Visitor, channel: models.Channel) -> None:
    row = asked()
    response = visitor.ask(f"/websub/{row.token}", verification())
    assert (response.status_code, response.content) == (200, b"73")
    assert response["Content-Type"].startswith("text/plain")
    row.refresh_from_db()
    assert row.expires_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "changes", [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"challenge": ""}, {"mode": ""}]
)
def test_what_we_did_not_ask_for_is_not_confirmed(
    visitor: Visitor, channel: models.Channel, changes: dict[str, str]
) -> None:
    row = asked()
    assert visitor.ask(f"/websub/{row.token}", verification(**changes)).status_code == 404
    row.refresh_from_db()
    assert row.expires_at is None


def test_a_subscription_not_yet_asked_for_is_not_confirmed(visitor: Visitor, channel: models.Channel) -> None:
    row = models.Subscription.objects.get()
    assert visitor.ask(f"/websub/{row.token}", verification()).status_code == 404


def test_an_unknown_token_is_no_page(visitor: Visitor, channel: models.Channel) -> None:
    assert visitor.ask("/websub/0000", verification()).status_code == 404
    assert visitor.ask("/websub/0000", method="POST", body=BODY).status_code == 404


def test_a_hub_that_denies_says_why(visitor: Visitor, channel: models.Channel) -> None:
    row = asked()
    visitor.ask(f"/websub/{row.token}", verification(mode="denied", reason="no such topic"))
    row.refresh_from_db()
    assert "no such topic" in row.fault


def test_a_signed_push_waits_for_the_collector(visitor: Visitor, channel: models.Channel) -> None:
    row = asked()
    response = visitor.ask(f"/websub/{row.token}", method="POST", body=BODY, HTTP_X_HUB_SIGNATURE=signed(row))
    assert response.status_code == 202
    assert bytes(models.Push.objects.get().body) == BODY


@pytest.mark.parametrize("signature", ["", "sha256=00", "sha1=0"])
def test_an_unsigned_push_is_forgotten(visitor: Visitor, channel: models.Channel, signature: str) -> None:
    row = asked()
    visitor.ask(f"/websub/{row.token}", method="POST", body=BODY, HTTP_X_HUB_SIGNATURE=signature)
    assert not models.Push.objects.exists()


def test_a_push_has_a_size(visitor: Visitor, channel: models.Channel) -> None:
    row = asked()
    huge = visitor.ask(f"/websub/{row.token}", method="POST", CONTENT_LENGTH=str(LARGEST_PUSH + 1))
    assert huge.status_code == 413
    assert visitor.ask(f"/websub/{row.token}", method="POST", CONTENT_LENGTH="").status_code == 411


def test_a_flood_of_pushes_only_makes_the_feed_due(visitor: Visitor, channel: models.Channel) -> None:
    row = asked()
    for _ in range(30):
        visitor.ask(f"/websub/{row.token}", method="POST", body=BODY, HTTP_X_HUB_SIGNATURE=signed(row))
    assert models.Push.objects.count() == 20
    channel.refresh_from_db()
    assert channel.next_at == NOW + timedelta(seconds=15)
