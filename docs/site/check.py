#!/usr/bin/env python3
"""Checks the pages that scripts/docs made: check.py SITE HEADER...

Every link leads to a page and a place that are there; nothing is fetched from elsewhere; every
contract of every header (its lines on cost, errors, ties and sources) stands on some page.
Prints what does not hold, and a line that sums. Exits with 1 if anything does not.
"""
import html
import html.parser
import pathlib
import re
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    """Links, places and text of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.places, self.fetched, self.words, self.hidden = [], set(), [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.hidden += tag in ("script", "style")
        for name in ("id", "name"):
            if values.get(name):
                self.places.add(values[name])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        for name in ("src", "href") if tag != "a" else ():
            if values.get(name):
                self.fetched.append(values[name])

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def squeezed(text):
    """Letters and digits alone: what markup cannot change."""
    return re.sub(r"[^0-9a-z]", "", text.lower())


def contracts(header):
    """The contracts of a header: each from its word to the end of the comment or the next one."""
    parts, at = [], None
    for line in header.read_text(encoding="utf-8").splitlines():
        comment = re.match(r"\s*// ?(.*)", line)
        text = comment.group(1) if comment else None
        if text is None or not text.strip():
            at = None
            continue
        begins = re.match(r"(TIES|COST|ERRORS|SOURCE): ?(.*)", text)
        if begins:
            parts.append([begins.group(2)])
            at = parts[-1]
        elif at is not None:
            at.append(text)
    return [" ".join(part) for part in parts]


def main(site, headers):
    """Checks them all; returns the number of faults."""
    pages = {p.relative_to(site).as_posix(): Page(p.read_text(encoding="utf-8")) for p in sorted(site.rglob("*.html"))}
    faults, links = [], 0
    for name, page in pages.items():
        for link in page.links + page.fetched:
            url = urllib.parse.urlsplit(link)
            if url.scheme in ("http", "https", "mailto", "data", "javascript") or url.netloc:
                if link in page.fetched and url.scheme not in ("data", "javascript"):
                    faults.append(f"{name}: fetches {link}")
                continue
            links += 1
            target = name if not url.path else (pathlib.PurePosixPath(name).parent / urllib.parse.unquote(url.path)).as_posix()
            if not (site / target).exists():
                faults.append(f"{name}: {link} leads nowhere")
            elif url.fragment and target in pages and urllib.parse.unquote(url.fragment) not in pages[target].places:
                faults.append(f"{name}: there is no place {link}")
    text = squeezed(" ".join(" ".join(page.words) for page in pages.values()))
    known = 0
    for header in headers:
        for contract in contracts(header):
            known += 1
            if squeezed(contract) not in text:
                faults.append(f"{header}: not on any page: {contract[:90]}")
    for fault in faults[:200]:
        print(fault)
    print(f"{len(pages)} pages, {links} links, {known} contracts of {len(headers)} headers, {len(faults)} faults")
    return len(faults)


if __name__ == "__main__":
    sys.exit(1 if main(pathlib.Path(sys.argv[1]), [pathlib.Path(h) for h in sys.argv[2:]]) else 0)
