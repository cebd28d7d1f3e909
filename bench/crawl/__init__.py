"""A crawl of news sites that never were, as a web archive of any size, to measure readers on."""

from __future__ import annotations

from bench.crawl.archive import Crawl, write
from bench.crawl.pages import Page, pages

__all__ = ["Crawl", "Page", "pages", "write"]
