"""Rules for requests that the OpenAPI document can't express: about tenants, encrypted tokens and lengths in bytes."""

import os
import pathlib
import re

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

SOURCE = pathlib.Path(__file__).parents[2] / "apps/api/src"
# Error codes for requests that fit the document: for a key that the tenant's rules refuse, and for an impossible lifetime.
CODES = {"invalid_key", "validity_too_short"}
# Places of values that the validators may refuse although schemathesis takes them for valid: letters of Unicode's newest
# version, and names in brackets, as Uppy writes them.
ELSEWHERE = re.compile(r"#/tags(/|$)|#/metadata%5B")
# The beginning of the error for a long invalid name. It doesn't repeat the name, and its place is the whole object.
LONG_NAME = "The name of this member has"
assert LONG_NAME in (SOURCE / "platform/problems/error-list.ts").read_text()


# Names that no body may contain, because they could change JavaScript's own objects.
POISON = re.compile("__proto__|constructor")


# Validators write "must be …" in lower case. In errors of services it begins the text, except in files that check the shape.
SHAPE = {"json-bodies.ts", "kind-of.ts"}
EXPRESSION = r"\$\{(?:[^{}]|\{[^{}]*\})*\}"
MUST_BE = re.compile(rf"[`'](Must be (?:{EXPRESSION}|[^`'$\n])+)")


def services_rules():
    """
    Returns patterns of the errors that services report for values that fit the document, from the source. The document
    leaves out enums of numbers and values that depend on another member, because generators can't handle them.
    """
    files = [file for file in SOURCE.rglob("*.ts") if file.name not in SHAPE and ".spec." not in file.name]
    rules = {rule for file in files for rule in MUST_BE.findall(file.read_text())}
    assert len(rules) >= 10, "The source has hardly any errors of services. Has their wording changed?"
    return [".*".join(map(re.escape, re.split(EXPRESSION, rule))) for rule in sorted(rules)]


SERVICES = re.compile("|".join(["one of 200", *services_rules()]))


def is_of_services(detail):
    return detail.startswith("#/") and ("must be" not in detail.lower() or SERVICES.search(detail) is not None)


def is_beyond_schemas(problem):
    """
    Returns whether the API may refuse a request that fits the document with this problem. The validators list their
    findings under errors. A problem from a service begins with the place of the value, such as a value that doesn't fit
    another one, or a token that this service did not encrypt.
    """
    if problem["code"] in CODES or is_of_services(problem["detail"]):
        return True
    errors = problem.get("errors", [])
    return bool(errors) and all(
        ELSEWHERE.match(error["pointer"]) or error["pointer"] == "#" and LONG_NAME in error["detail"]
        for error in errors
    )


@schemathesis.hook
def map_case(context, case):
    """Gives valid cases a valid capability and a valid receipt, which only this service can make."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    if "capability" in (case.path_parameters or {}):
        case.path_parameters["capability"] = os.environ["CAPABILITY"]
    if isinstance(case.body, dict) and "receipt" in case.body and case.path.endswith("/confirmations"):
        case.body["receipt"] = os.environ["RECEIPT"]
    return case


@schemathesis.check
def accepted_but_for_what_no_schema_says(ctx, response, case):
    """Checks `positive_data_acceptance`, and also accepts refusals that no schema describes."""
    if response.status_code in (400, 422):
        problem = response.json()
        if is_beyond_schemas(problem) or problem["code"] == "malformed_json" and POISON.search(str(case.body)):
            return None
    return positive_data_acceptance(ctx, response, case)
