"""Pictures of other people made into pictures of ours: decoded, turned upright, stripped, scaled, written as WebP.

What leaves here was written by Pillow from pixels alone: no metadata, no scripts, no second meaning of the bytes.
Must never hand received bytes on, and never decode more pixels than the limit.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from warraq.errors import BadInput

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
"""What we open. SVG is a program, not a picture, and is never among them."""

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
"""A 50-megapixel frame takes 150 MB decoded; press photographs have under 25."""
SMALLEST_SIDE = 120
"""Pixels: below it is no picture worth showing (icons, counting pixels)."""
LARGE_WIDTH = 1200
SMALL_WIDTH = 400
_QUALITY = 80
_PAPER = (255, 255, 255)
"""What shows through transparent pixels."""


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """One picture in our two sizes."""

    sha256: str
    """Hex, of the bytes as received: the same file is the same picture wherever it appears."""
    width: int
    height: int
    """Of `large`, in pixels."""
    large: bytes
    """WebP, at most 1200 pixels wide."""
    small: bytes
    """WebP, at most 400 pixels wide."""


def make_picture(data: bytes) -> PictureFiles:
    """Re-encode hostile bytes. The first frame of what moves; upright by its EXIF; never enlarged.

    Raises BadInput for what is no picture, is damaged, or is too large or too small.
    """
    picture = _open(data)
    large, small = _fitted(picture, LARGE_WIDTH), _fitted(picture, SMALL_WIDTH)
    return PictureFiles(
        hashlib.sha256(data).hexdigest(), large.width, large.height, _webp(large), _webp(small)
    )


def _open(data: bytes) -> Image.Image:
    """The first frame, upright, in RGB, no wider than twice our largest where the format can decode it smaller."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"the picture has more than {MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large or odd files; the limits below are ours
            with Image.open(io.BytesIO(data), formats=FORMATS) as received:
                _check_size(received)
                received.draft("RGB", (2 * LARGE_WIDTH, 2 * LARGE_WIDTH))
                received.seek(0)
                received.load()
                upright = ImageOps.exif_transpose(received)
                return _flat(upright)
    except BadInput:
        raise
    except Image.DecompressionBombError as fault:
        raise BadInput("the picture has too many pixels") from fault
    except UnidentifiedImageError as fault:
        raise BadInput(
            "not a picture of a kind that is shown", advice="JPEG, PNG, WebP, GIF and AVIF are."
        ) from fault
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, MemoryError, TypeError, KeyError, IndexError,
            AttributeError) as fault:  # fmt: skip
        # Pillow's decoders fail in all these ways on damaged files.
        raise BadInput(f"a damaged picture ({fault})") from fault


def _check_size(received: Image.Image) -> None:
    width, height = received.size
    if width * height > MOST_PIXELS:
        raise BadInput(f"the picture has too many pixels ({width} x {height})")
    if min(width, height) < SMALLEST_SIDE:
        raise BadInput(f"the picture is too small to be worth showing ({width} x {height})")


def _flat(picture: Image.Image) -> Image.Image:
    """RGB on paper: transparent pixels show white."""
    if picture.mode == "RGB":
        return picture
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, _PAPER)
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _fitted(picture: Image.Image, width: int) -> Image.Image:
    """Scaled down to `width`; also to a height of eight widths, since WebP ends at 16383 pixels."""
    scale = min(1.0, width / picture.width, 8 * width / picture.height)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> bytes:
    # A fresh image carries pixels alone: what Pillow keeps of the received file (EXIF, profile, comments) stays behind.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
