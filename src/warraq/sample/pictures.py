"""Pictures of the sample press: cheap abstract photographs and logos, the same bytes for the same number for ever."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from warraq.sample.dice import dice

WIDTH, HEIGHT = 960, 540
_SMALL = (480, 270)


@lru_cache(maxsize=64)
def photograph(seed: int, number: int) -> bytes:
    """A JPEG of WIDTH x HEIGHT: a sky, a sun, ranges of hills and some houses, drawn small and enlarged."""
    roll = dice(seed, 10, number)
    hue = roll.randrange(360)
    width, height = _SMALL
    image = Image.new("RGB", _SMALL)
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line((0, y, width, y), fill=_tone(hue, 22 + y * 20 // height, 94 - y * 22 // height))
    x, y, radius = roll.randrange(width), roll.randrange(20, 110), roll.randrange(9, 26)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_tone(hue + 30, 30, 97))
    ranges = roll.randrange(3, 6)
    for depth in range(ranges):
        shade = _tone(hue + 160 + 14 * depth, 22 + 6 * depth, 74 - 52 * depth // ranges)
        ground = height * (38 + 52 * depth // ranges) // 100
        ridge = [(0, height), (0, ground + roll.randrange(-16, 16))]
        while ridge[-1][0] < width:
            ridge.append((ridge[-1][0] + roll.randrange(18, 70), ground + roll.randrange(-22, 22)))
        draw.polygon([*ridge, (width, height)], fill=shade)
    for _ in range(roll.randrange(0, 9)):
        left, top, wide = roll.randrange(width), height - roll.randrange(14, 58), roll.randrange(12, 30)
        draw.rectangle((left, top, left + wide, height), fill=_tone(hue + 24, 18, roll.randrange(30, 82)))
    return _saved(image.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), "JPEG")


def _tone(hue: int, saturation: int, value: int) -> tuple[int, ...]:
    return ImageColor.getrgb(f"hsv({hue % 360},{saturation}%,{value}%)")


@lru_cache(maxsize=32)
def logo(colour: str, number: int) -> bytes:
    """A PNG of 240 x 240: an eight-pointed star on the outlet's colour."""
    ground = ImageColor.getrgb(colour)[:3]
    image = Image.new("RGB", (240, 240), ground)
    draw = ImageDraw.Draw(image)
    light = (255, 250 - 9 * (number % 12), 235 - 12 * (number % 12))
    draw.rectangle((64, 64, 176, 176), fill=light)
    draw.polygon([(120, 41), (199, 120), (120, 199), (41, 120)], fill=light)
    radius = 18 + 3 * (number % 10)
    draw.ellipse((120 - radius, 120 - radius, 120 + radius, 120 + radius), fill=ground)
    return _saved(image, "PNG")


def _saved(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind, **({"quality": 62} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue()
