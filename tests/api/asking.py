"""How tests ask the API: one answer, a whole list piece by piece, or what it refuses."""

from urllib.parse import urlencode

API = "/api/v1/"


def ask(client, path, status=200, **query):
    """The answer as plain values."""
    answer = client.get(f"{API}{path}", query)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def walk(client, path, **query):
    """Every row of a list, following `next` from piece to piece."""
    address, rows = f"{API}{path}?{urlencode(query, doseq=True)}", []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text[:500]
        piece = answer.json()
        rows += piece["results"]
        address = piece["next"]
    return rows


def problems_of(client, path, status=400, **query):
    """What is refused, by parameter."""
    error = ask(client, path, status, **query)["error"]
    assert error["status"] == status
    return {problem["parameter"]: problem for problem in error["problems"]}
