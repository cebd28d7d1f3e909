from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from sayso.web.assets import address


@pytest.mark.parametrize("name", ["room.css", "claims.css", "claims.js"])
def test_files_of_the_room_and_of_the_page_that_stands_alone_are_served(client: TestClient, name: str) -> None:
    answer = client.get(address(name))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_a_file_that_is_not_there_is_a_fault_of_ours_and_nothing_else_is_served(client: TestClient) -> None:
    with pytest.raises(FileNotFoundError):
        address("none.css")
    for path in ("/static/page.html", "/static/../room.py", "/static/%2e%2e/room.py"):
        assert client.get(path).status_code == 404
