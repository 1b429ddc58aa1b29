"""A client of the 匠阶 API in the standard library alone: copy it and change the last part.

    JIANGJIE_URL=https://jiangjie.example JIANGJIE_TOKEN=… python jiangjie_client.py

prints, as CSV, everybody whose next grade opens within three months, with the day it opens.
"""

import csv
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class ApiRefusedError(Exception):
    """The API said no; the message is its own, `code` is stable."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail") or problem.get("title"))
        self.code = problem.get("code")
        self.errors = problem.get("errors", [])


class Jiangjie:
    """One token's view of the API."""

    def __init__(self, url: str, token: str) -> None:
        if not url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise ValueError("The token must not travel in the clear: use https.")
        self.root = url.rstrip("/") + "/api/v1"
        self.token = token

    def get(self, path: str, **filters: Any) -> Any:
        """One answer."""
        return self._send("GET", self._address(path, filters))[0]

    def rows(self, path: str, **filters: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page after page; the marks in `next` survive changes made meanwhile."""
        address: str | None = self._address(path, {"page_size": 200, **filters})
        while address:
            page = self._send("GET", address)[0]
            yield from page["results"]
            address = page["next"]

    def post(self, path: str, body: dict[str, Any], *, key: str = "") -> Any:
        """Write once: sent again under the same key after a lost answer, it is not done twice."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._send("POST", self._address(path, {}), body, headers)[0]

    def change(self, path: str, body: dict[str, Any]) -> Any:
        """Read, then change only if nobody else has changed it meanwhile (409 says what they changed)."""
        _record, headers = self._send("GET", self._address(path, {}))
        return self._send("PATCH", self._address(path, {}), body, {"If-Match": headers["ETag"]})[0]

    def _address(self, path: str, filters: dict[str, Any]) -> str:
        query = urlencode({name: value for name, value in filters.items() if value is not None})
        return f"{self.root}/{path}" + (f"?{query}" if query else "")

    def _send(
        self, method: str, address: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[Any, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = Request(address, data, method=method)  # noqa: S310 (http and https only, see above)
        request.add_header("Authorization", f"Token {self.token}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        while True:
            try:
                with urlopen(request) as answer:  # noqa: S310
                    text = answer.read()
                    return (json.loads(text) if text else None), answer.headers
            except HTTPError as refusal:
                if refusal.code == 429:  # asked too often: the API says how long to wait
                    time.sleep(int(refusal.headers.get("Retry-After", "1")))
                    continue
                raise ApiRefusedError(json.load(refusal)) from refusal


def main() -> None:
    """The example."""
    api = Jiangjie(os.environ["JIANGJIE_URL"], os.environ["JIANGJIE_TOKEN"])
    table = csv.writer(sys.stdout)
    table.writerow(["工号", "姓名", "单位", "现等级", "下一等级", "开放日期"])
    for person in api.rows("skills/workers", opens_within=3, sort="opens"):
        table.writerow(
            person[name]
            for name in ("employee_no", "name", "unit_path", "held_level", "next_level", "next_on")
        )


if __name__ == "__main__":
    main()
