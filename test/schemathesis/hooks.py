"""What the document can't say of requests, for schemathesis: JSON Schema knows no tenants, no sealed things, no bytes."""

import os
import re

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

# Refusals of requests that fit the document: of the tenant's rules for keys, and of the lifetime that can be had.
CODES = {"invalid_key", "validity_too_short"}
# Where the validators themselves, made of what the document is made of, may know more than schemathesis:
# letters of Unicode's newest version, and names in brackets, as Uppy writes them.
ELSEWHERE = re.compile(r"#/tags(/|$)|#/metadata%5B")
# Such a name is not repeated where it is long: the error stands at the object that it is a member of.
LONG_NAME = "a member whose name has"


# Names that JSON may have, and no body here: they would reach into JavaScript's own objects.
POISON = re.compile("__proto__|constructor")


# What services say of values that fit the document, and what it leaves out for the sake of generators: enums of numbers,
# and values that depend on another member. The validators say "must be" too, of values that don't fit.
SERVICES = re.compile(
    "for this key|a name without|a time that there is|S3’s error answer|of the contentTypes|one of 200|bytes of a .* digest"
)


def is_of_services(detail):
    return detail.startswith("#/") and ("must be" not in detail.lower() or SERVICES.search(detail) is not None)


def is_beyond_schemas(problem):
    """
    Whether a request that fits the document may be refused so. What the validators refuse, they list under errors;
    what services refuse, since one value doesn't go with another, or was never sealed here, begins with its place.
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
    """Cases that fit get what only this service can make: a capability and a receipt that hold."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    if "capability" in (case.path_parameters or {}):
        case.path_parameters["capability"] = os.environ["CAPABILITY"]
    if isinstance(case.body, dict) and "receipt" in case.body and case.path.endswith("/confirmations"):
        case.body["receipt"] = os.environ["RECEIPT"]
    return case


@schemathesis.check
def accepted_but_for_what_no_schema_says(ctx, response, case):
    """`positive_data_acceptance`, which this takes the place of."""
    if response.status_code in (400, 422):
        problem = response.json()
        if is_beyond_schemas(problem) or problem["code"] == "malformed_json" and POISON.search(str(case.body)):
            return None
    return positive_data_acceptance(ctx, response, case)
