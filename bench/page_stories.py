"""Places and stories of the invented articles that bench/pages.py measures pages over."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any


def place_articles(rows: Sequence[Any], draw: random.Random) -> None:
    """Two articles of three are about a place, a few of which are in most news."""
    from warraq.editions import load_edition
    from warraq.options import read_options
    from warraq.store import models

    towns = [place.slug for place in load_edition("bench", read_options()).places if place.kind == "province"]
    models.ArticlePlace.objects.bulk_create(
        models.ArticlePlace(
            article=row,
            place=towns[int(draw.paretovariate(0.7)) % len(towns)],
            is_main=True,
            sort_at=row.sort_at,
        )
        for row in rows
        if draw.random() < 2 / 3
    )


def tell_stories(rows: Sequence[Any], draw: random.Random) -> None:
    """Each second article tells of an event that one of the last twelve stories of its language has begun; one of three
    of those is a copy."""
    from warraq.store import models
    from warraq.understand.prominence import rank_of

    told: dict[str, list[list[Any]]] = {}
    for row in rows:
        stories = told.setdefault(row.language, [])
        if stories and draw.random() < 0.5:
            draw.choice(stories[-12:]).append(row)
        else:
            stories.append([row])
    grouped = [members for stories in told.values() for members in stories]
    models.Story.objects.bulk_create(
        models.Story(
            id=members[0].pk,
            edition="bench",
            language=members[0].language,
            lead_article=members[0],
            picture_article=next((row for row in members if row.picture_source_id), None),
            first_at=members[0].sort_at,
            last_at=members[-1].sort_at,
            article_count=len(members),
            outlet_count=len({row.outlet_id for row in members}),
            rank=rank_of([row.sort_at for row in members], members[-1].sort_at),
            section=members[0].section,
            changed_at=members[-1].sort_at,
        )
        for members in grouped
    )
    for members in grouped:
        for row in members:
            row.story_id = members[0].pk
    models.Article.objects.bulk_update(rows, ["story"], batch_size=500)
    models.Copy.objects.bulk_create(
        models.Copy(article=row, other=members[0], is_origin=True, is_sure=True, share=0.9, other_share=0.9)
        for members in grouped
        for row in members[1:]
        if row.outlet_id != members[0].outlet_id and draw.random() < 1 / 3
    )
