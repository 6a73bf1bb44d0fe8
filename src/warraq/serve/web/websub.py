"""Where hubs answer us (WebSub): they verify a subscription we asked for, and push what is new, signed.

The address carries a token that only the hub was told; a push without our secret's signature is acknowledged and
forgotten, as the recommendation wants it (§8). Nothing that is pushed is parsed here.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from django.http import HttpRequest, HttpResponse

from warraq.collect.websub import LARGEST_PUSH, ends_at, is_genuine
from warraq.serve.site import NotHere, Site, Unreadable
from warraq.store.models import Subscription
from warraq.store.subscriptions import (
    confirm_subscription,
    deny_subscription,
    find_subscription,
    receive_push,
)

LONGEST_CHALLENGE = 2_000


def websub(request: HttpRequest, site: Site, token: str) -> HttpResponse:
    """`/websub/<token>`, for the hub of one channel."""
    subscription = find_subscription(token)
    if subscription is None:
        raise NotHere("page")
    if request.method == "POST":
        response = _pushed(request, site, subscription)
    else:
        response = _verified(request, site, subscription)
    response["Cache-Control"] = "no-store"
    return response


def _pushed(request: HttpRequest, site: Site, subscription: Subscription) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdigit():
        return HttpResponse(status=411)
    if int(length) > LARGEST_PUSH:
        return HttpResponse(status=413)
    body = request.read(int(length))
    if is_genuine(subscription.secret, request.META.get("HTTP_X_HUB_SIGNATURE", ""), body):
        receive_push(subscription.channel_id, body, request.META.get("CONTENT_TYPE", ""), site.now)
    return HttpResponse(status=202)


def _verified(request: HttpRequest, site: Site, subscription: Subscription) -> HttpResponse:
    """The hub asks whether we meant it (§5.3): its challenge comes back where we did."""
    try:
        query = parse_qs(request.META.get("QUERY_STRING", ""), max_num_fields=20)
    except ValueError:
        raise Unreadable("address") from None
    said = {name: values[0] for name, values in query.items()}
    mode, challenge = said.get("hub.mode", ""), said.get("hub.challenge", "")
    if said.get("hub.topic") != subscription.topic:
        raise NotHere("page")
    if mode == "denied":
        deny_subscription(subscription.channel_id, said.get("hub.reason", ""))
        return HttpResponse(status=200)
    if mode != "subscribe" or subscription.asked_at is None or not 0 < len(challenge) <= LONGEST_CHALLENGE:
        raise NotHere("page")
    confirm_subscription(subscription.channel_id, ends_at(site.now, said.get("hub.lease_seconds", "")))
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")
