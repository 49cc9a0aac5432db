"""The memory over HTTP: real clients over a socket."""

from __future__ import annotations

import json
import signal
import socket
import threading
from urllib.parse import quote

import httpx
import pytest

from small_memory import PAIRS, fill, unit

ASKED = {"text": "Nobody disagreed.", "source": "en", "target": "zh"}


@pytest.fixture
def client(server):
    """An HTTP client of the server."""
    with httpx.Client(base_url=server.url, timeout=20) as made:
        yield made


def raw(port, data, *, wait=True):
    """What a server answers to bytes as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(data)
        pieces = []
        while wait and (piece := connection.recv(65536)):
            pieces.append(piece)
    return b"".join(pieces)


def test_lookup_gives_matches_and_terms(client):
    """Best first, with kind, origin and penalties."""
    found = client.post("/api/v1/lookup", json=ASKED | {"before": PAIRS[3][0], "after": ""}).json()
    assert found["matches"][0] == {
        "source": "Nobody disagreed.",
        "target": "没有人反对。",
        "score": 1.0,
        "similarity": 1.0,
        "kind": "in-context",
        "origin": "report, 2024-01-31, checked",
        "penalties": [],
    }
    found = client.post("/api/v1/lookup", json=ASKED | {"text": "The conference was held in Paris."}).json()
    assert found["terms"][0]["targets"] == [{"text": "会议", "status": "preferred"}]
    assert found["matches"][0]["kind"] == "fuzzy"


def test_search_terms_check_and_info(client):
    """Each endpoint answers what the description says."""
    hits = client.post("/api/v1/search", json={"query": "会议", "lang": "zh", "target": "en"}).json()
    assert {hit["other"] for hit in hits["hits"]} == {pair[0] for pair in PAIRS[:3]}
    terms = client.post("/api/v1/terms", json=ASKED | {"text": "A conference"}).json()
    assert [(term["start"], term["end"]) for term in terms["terms"]] == [(2, 12)]
    body = {"source_text": "A conference", "target_text": "座谈", "source": "en", "target": "zh"}
    (finding,) = client.post("/api/v1/check", json=body).json()["findings"]
    assert (finding["check"], finding["expected"]) == ("terms", ["会议"])
    info = client.get("/api/v1/info").json()
    assert (info["units"], sorted(one["tag"] for one in info["languages"]), info["concepts"]) == (5, ["en", "zh"], 1)


def test_answers_fit_the_description(client):
    """Each by its own schema in /openapi.json."""
    import jsonschema

    told = client.get("/openapi.json").json()
    asked = {
        "lookup": ASKED,
        "search": {"query": "会议"},
        "terms": ASKED,
        "check": {"source_text": "A conference", "target_text": "座谈", "source": "en", "target": "zh"},
    }
    for name, body in asked.items():
        schema = {"$ref": f"#/components/schemas/{name.capitalize()}", "components": told["components"]}
        jsonschema.validate(client.post(f"/api/v1/{name}", json=body).json(), schema)


@pytest.mark.parametrize("base", ["/tmserver", "/api/v1"])
def test_clients_of_amagama_are_answered(client, base):
    """A list of source, target, quality and rank, as editors expect it; slashes and marks in the text are text."""
    found = client.get(f"{base}/en/zh/unit/{quote('Nobody disagreed.', safe='')}").json()
    assert found[0] == {"source": "Nobody disagreed.", "target": "没有人反对。", "quality": 100.0, "rank": 100.0}
    assert client.get(f"{base}/en/zh/unit/{quote('and/or? 100% #1', safe='')}").json() == []
    assert client.get(f"{base}/en/pt_BR/unit/x").json() == []
    assert client.get(f"{base}/en/zh/unit/China%20has%20made%20progress.?min_similarity=99").json() == []
    many = client.get(f"{base}/en/zh/unit/China%20has%20made%20progress.?min_similarity=1&max_candidates=1").json()
    assert len(many) == 1
    assert "zh" in client.get(f"{base}/languages/").json()["targetLanguages"]


def test_virtaal_s_way_of_asking(server):
    """A raw HTTP/1.1 request, the text percent-encoded, one connection for two questions."""
    one = b"GET /tmserver/en/zh/unit/Nobody%20disagreed. HTTP/1.1\r\nHost: localhost\r\n\r\n"
    two = one.replace(b"Host: localhost\r\n", b"Host: localhost\r\nConnection: close\r\n")
    answer = raw(server.port, one + two)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert json.loads(answer.rpartition(b"\r\n\r\n")[2])[0]["target"] == "没有人反对。"


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("lookup", {"text": "x", "source": "en"}, "the field 'target' is missing"),
        ("lookup", ASKED | {"txet": 1}, "no field named 'txet'"),
        ("lookup", ASKED | {"threshold": 75}, "threshold: 75 is above 1"),
        ("lookup", ASKED | {"limit": 0}, "limit: 0 is below 1"),
        ("lookup", ASKED | {"limit": 1.5}, "limit has to be a whole number"),
        ("lookup", ASKED | {"limit": 10**400}, "limit: 10000000000000000000... is above 100"),
        ("lookup", ASKED | {"threshold": 10**400}, "is above 1"),
        ("lookup", ASKED | {"text": "half \ud800"}, "half a character"),
        ("search", {"query": "x", "having": "\ud800", "target": "zh", "lang": "en"}, "half a character"),
        ("lookup", ASKED | {"source": "\ud800x"}, "is not a language tag"),
        ("lookup", ASKED | {"limit": True}, "limit has to be a number"),
        ("lookup", ASKED | {"text": 5}, "text has to be a string"),
        ("lookup", ASKED | {"text": " "}, "text is empty"),
        ("lookup", ASKED | {"source": "??"}, "is not a language tag"),
        ("lookup", ASKED | {"source": "pt"}, "the memory has nothing in 'pt'; it has "),
        ("lookup", ASKED | {"source": "zh"}, "both languages are 'zh'"),
        ("lookup", ASKED | {"text": "a\x00b"}, "NUL"),
        ("lookup", [1], "no JSON object"),
        ("search", {"query": "(", "kind": "regex"}, ""),
        ("search", {"query": "x", "kind": "fuzzy"}, "kind has to be one of phrase, wildcard, regex, lemma"),
    ],
)
def test_a_wrong_question_is_400_and_says_why(client, path, body, said):
    """Never with a path of this computer in it."""
    content = json.dumps(body).encode("ascii")
    answer = client.post(f"/api/v1/{path}", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert "house" not in answer.text


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"content-type": "application/json"}, 400),
        (b'{"text": NaN}', {"content-type": "application/json"}, 400),
        (b"[" * 100_000, {"content-type": "application/json"}, 400),
        (b"\xff\xfe", {"content-type": "application/json"}, 400),
        (b"{}", {"content-type": "text/plain"}, 415),
        (b"{}", {}, 415),
        (b" " * 300_000, {"content-type": "application/json"}, 413),
    ],
)
def test_bad_bodies_are_refused(client, content, headers, status):
    """Before anything is looked up."""
    assert client.post("/api/v1/lookup", content=content, headers=headers).status_code == status


def test_texts_that_are_too_long_are_413(client):
    """Over HTTP a sentence is asked at a time; in the address, too."""
    assert client.post("/api/v1/lookup", json=ASKED | {"text": "x" * 20_001}).status_code == 400
    assert client.get(f"/tmserver/en/zh/unit/{'x' * 20_001}").status_code == 413


def test_a_body_without_a_length_is_cut_off(client):
    """Chunks that never end are counted."""

    def chunks():
        for _ in range(300):
            yield b" " * 1024

    try:
        answer = client.post("/api/v1/lookup", content=chunks(), headers={"content-type": "application/json"})
        assert answer.status_code == 413
    except httpx.WriteError:
        pass  # the server may close before all is sent


@pytest.mark.parametrize(
    "host", [b"evil.example", b"127.0.0.1.evil.example", b"localhost.:80", b"", b"localhost\r\nHost: evil"]
)
def test_other_names_are_refused(server, host):
    """A page that has its own name lead here learns nothing."""
    answer = raw(server.port, b"GET /api/v1/info HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] in {b"421", b"400"}
    assert b"units" not in answer


def test_pages_of_other_servers_are_refused(client):
    """Those of this server are not."""
    assert client.get("/api/v1/info", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/api/v1/info", headers={"origin": "null"}).status_code == 403
    assert client.get("/api/v1/info", headers={"origin": "http://localhost:3000"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/../../etc/passwd",
        b"/%2e%2e/%2e%2e/etc/passwd",
        b"/api/v1/../../etc/passwd",
        b"/tmserver/..%2f..%2f/zh/unit/x",
        b"//evil.example/api/v1/info",
        b"/api/v1/info/",
        b"/tmserver/en/zh/unit/",
        b"/%00",
        b"/tmserver/en/zh/unit/%00",
        b"/tmserver/en/zh/unit/%ff%fe",
        b"/tmserver/%F0%9F%98%80/zh/unit/x",
    ],
)
def test_tricks_with_paths_lead_nowhere(server, path):
    """No file is ever read; the answer is a plain refusal."""
    answer = raw(server.port, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] in {b"400", b"404", b"200", b"307"}
    assert b"root:" not in answer
    if answer.split(b" ")[1] == b"200":
        assert answer.endswith(b"\r\n\r\n[]")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_nothing_can_be_changed(client, method):
    """Also not the way in which Amagama takes units in."""
    assert client.request(method, "/tmserver/en/zh/unit/x", json={}).status_code == 405
    assert client.request(method, "/api/v1/info").status_code == 405


def test_garbage_is_no_http(server):
    """It is answered with 400, and the server lives."""
    assert b"400" in raw(server.port, b"\x16\x03\x01\x02\x00\r\n\r\n")
    raw(server.port, b"POST /api/v1/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf", wait=False)
    assert httpx.get(f"{server.url}/api/v1/info").status_code == 200


TOKEN = "correct-horse-battery-staple"  # noqa: S105 - of this test alone


def test_a_token_is_asked_for(serving, tmp_path):
    """On every path; wrong, doubled and other kinds are refused."""
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    with serving("--token-file", str(tmp_path / "token")) as running, httpx.Client(base_url=running.url) as client:
        for wrong in (
            {},
            {"authorization": f"Bearer {TOKEN}x"},
            {"authorization": f"Basic {TOKEN}"},
            {"authorization": "Bearer"},
        ):
            answer = client.get("/api/v1/info", headers=wrong)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert client.get("/openapi.json").status_code == 401
        right = [("authorization", f"Bearer {TOKEN}")]
        assert client.get("/api/v1/info", headers=right).status_code == 200
        assert client.get("/api/v1/info", headers=right * 2).status_code == 401
        told = client.get("/openapi.json", headers=right).json()
        assert told["security"] == [{"token": []}]
    assert TOKEN not in "".join(running.said)


def test_the_token_may_come_from_the_environment(serving):
    """Where no other user of the computer sees it."""
    with serving(ALIGN_MEMORY_TOKEN=TOKEN) as running:
        assert httpx.get(f"{running.url}/api/v1/info").status_code == 401


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_asked_to(serving, number):
    """With exit code 0, while a connection is open, and says so."""
    with serving() as running, httpx.Client(base_url=running.url) as client:
        assert client.get("/api/v1/info").status_code == 200
        assert running.stop(number) == 0
    assert running.said[-1] == "align: stopped"


def test_what_was_asked_before_it_stops_is_answered(serving):
    """A question whose body comes slowly gets its answer."""
    body = json.dumps(ASKED).encode()
    head = f"POST /api/v1/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with serving() as running, socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        connection.sendall(head.encode() + body[:10])
        httpx.get(f"{running.url}/api/v1/info")  # so that the other is surely being read
        running.process.send_signal(signal.SIGTERM)
        connection.sendall(body[10:])
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert running.process.wait(20) == 0


def test_what_is_added_meanwhile_is_found(serving, tmp_path):
    """A reader sees what was committed last, without a new start."""
    folder = fill(tmp_path / "own")
    from align.memory import Memory

    with serving(memory=folder) as running, httpx.Client(base_url=running.url) as client:
        asked = ASKED | {"text": "A sentence that came later."}
        assert client.post("/api/v1/lookup", json=asked).json()["matches"] == []
        with Memory.open(folder, writable=True) as memory:
            memory.add([unit(9, "A sentence that came later.", "后来的句子。")], document="later")
            assert client.post("/api/v1/lookup", json=asked).json()["matches"][0]["target"] == "后来的句子。"
        assert client.get("/api/v1/info").json()["units"] == 6


def test_many_ask_at_once(server):
    """Each gets the answer to its own question."""
    wrong = []

    def ask(number):
        with httpx.Client(base_url=server.url, timeout=20) as client:
            for turn in range(10):
                english, chinese = PAIRS[(number + turn) % len(PAIRS)]
                found = client.post("/api/v1/lookup", json=ASKED | {"text": english}).json()["matches"][0]
                if found["target"] != chinese:
                    wrong.append((english, found))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_body_that_does_not_come_is_given_up():
    """After the time that a body may take."""
    import asyncio

    from align.serving.guards import Guards

    sent = []

    async def never():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    async def app(*_):
        raise AssertionError

    scope = {"type": "http", "headers": [(b"host", b"localhost:8900")]}
    asyncio.run(Guards(app, names=["localhost"], body_time_s=0.05)(scope, never, send))
    assert sent[0]["status"] == 408
