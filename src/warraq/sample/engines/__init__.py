"""The kinds of sites of the sample press, one file each."""

from warraq.sample.engines import (
    ansi,
    atom,
    frontpage,
    mobile,
    newsmap,
    tables,
    tifinagh,
    wire,
    wordpress,
)

ENGINES = {
    "wire": wire.ENGINE,
    "wordpress": wordpress.ENGINE,
    "tables": tables.ENGINE,
    "newsmap": newsmap.ENGINE,
    "frontpage": frontpage.ENGINE,
    "mobile": mobile.ENGINE,
    "ansi": ansi.ENGINE,
    "atom": atom.ENGINE,
    "tifinagh": tifinagh.ENGINE,
}
