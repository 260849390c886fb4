"""A store that speaks as much S3 as the tracker uses, on this machine and in memory."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class Server(ThreadingHTTPServer):
    """Files by bucket and key; `refuses`: it answers that the caller may not."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.files: dict[str, tuple[bytes, datetime]] = {}
        self.refuses = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._may():
            self.server.files[self.key] = body, datetime.now(UTC)
            self._answer(200, etag=self._etag(body))

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if not self._may():
            return
        if "list-type" in asked:
            self._answer(200, self._listing(asked.get("prefix", [""])[0]))
            return
        body, at = self.server.files.get(self.key, (b"", None))
        self._answer(200 if at else 404, body, at=at, etag=self._etag(body))

    do_HEAD = do_GET  # noqa: N815 - the name that the library looks for

    def do_DELETE(self) -> None:
        if self._may():
            self.server.files.pop(self.key, None)
            self._answer(204)

    def do_POST(self) -> None:
        """Several removed at once: `POST /bucket?delete`."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = [part.split("</Key>")[0] for part in body.split("<Key>")[1:]]
        for key in keys:
            self.server.files.pop(f"{self.key.rstrip('/')}/{key}", None)
        removed = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{removed}</DeleteResult>".encode())

    def _may(self) -> bool:
        if self.server.refuses:
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        return not self.server.refuses

    def _listing(self, prefix: str) -> bytes:
        bucket = self.key.rstrip("/")
        found = "".join(
            f"<Contents><Key>{escape(key.removeprefix(f'{bucket}/'))}</Key><Size>{len(body)}</Size>"
            f"<LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified><ETag>{self._etag(body)}</ETag></Contents>"
            for key, (body, at) in sorted(self.server.files.items())
            if key.startswith(f"{bucket}/{prefix}")
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()

    @staticmethod
    def _etag(body: bytes) -> str:
        return f'"{md5(body, usedforsecurity=False).hexdigest()}"'

    def _answer(self, status: int, body: bytes = b"", *, at: datetime | None = None, etag: str = "") -> None:
        self.send_response(status)
        if at:
            self.send_header("Last-Modified", f"{at:%a, %d %b %Y %H:%M:%S GMT}")
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def serving() -> Generator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
