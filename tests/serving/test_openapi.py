"""The description of the interface, and a tool that tries to break the server by it."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from align.serving.guards import Guards
from align.serving.http import make_app
from align.serving.openapi import description
from align.serving.service import Limits, Service


def test_every_endpoint_is_described(service):
    """And nothing else."""
    app = make_app(service)
    assert isinstance(app, Guards)
    routes = {route.path for route in app._app.routes} - {"/openapi.json"}
    told = {path.replace("{text}", "{text:path}") for path in description(has_token=False)["paths"]}
    others = {route for route in routes if route.endswith("/languages/") or route.startswith("/api/v1/{source}")}
    assert routes - others == told


def test_the_limits_are_those_of_the_service():
    """One set of figures."""
    told = description(has_token=False)["paths"]["/api/v1/lookup"]["post"]
    body = told["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert (body["text"]["maxLength"], body["limit"]["maximum"]) == (Limits().text, Limits().matches)


def test_it_stays_up_whatever_it_is_asked(service: Service):
    """Requests made up from the description, right and wrong, never bring an error of the server or another answer."""
    app = make_app(service, names=["localhost", "testserver", "127.0.0.1"])
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    tried = 0

    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis_given(operation)
        def ask(case):
            nonlocal tried
            answer = case.call()
            tried += 1
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)
            if answer.status_code == 200:
                case.validate_response(answer, checks=[schemathesis.checks.not_a_server_error])

        ask()
    assert tried >= 100


def schemathesis_given(operation):
    """Cases of an operation, valid and invalid ones."""
    from hypothesis import given

    strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE) | operation.as_strategy(
        generation_mode=schemathesis.GenerationMode.NEGATIVE
    )
    return given(case=strategy)


@pytest.mark.parametrize("has_token", [False, True])
def test_the_description_is_openapi(has_token):
    """Every reference leads somewhere."""
    told = description(has_token=has_token)
    text = str(told)
    assert told["openapi"].startswith("3.1")
    for name in ("Lookup", "Search", "Terms", "Check", "Info", "Units", "Error"):
        assert name in told["components"]["schemas"]
        assert f"#/components/schemas/{name}" in text
