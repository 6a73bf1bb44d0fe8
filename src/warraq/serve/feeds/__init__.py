"""Lists as feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of every list, written from the same entries.

`entries` says what a feed holds, asking showing.py through the site; `rss`, `atom` and `json_feed` write it; `formats`
is the table of the three and their addresses; `answers` gives them to who asks.
"""
