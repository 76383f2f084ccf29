"""All feeds by name; a new supplier is one module and one line here."""

from __future__ import annotations

from dataleveranciers.feeds import cijfers, fluvius, groenblauwpeil
from dataleveranciers.feeds.basis import Feeddefinitie

FEEDS: dict[str, Feeddefinitie] = {
    feed.slug: feed
    for feed in (groenblauwpeil.FEED, fluvius.FEED_LED, fluvius.FEED_RENOVATIES, cijfers.FEED)
}
