"""What schemathesis must be told about this server: what counts as its failure, and what a
decimal looks like."""

import schemathesis
from hypothesis import strategies
from schemathesis.graphql import nodes, scalar

# What is accepted, what is out of range, and what is no number at all.
scalar(
    "Decimal",
    strategies.one_of(
        strategies.integers(-(10**6), 10**6).map(nodes.Int),
        strategies.decimals(-(10**6), 10**6, places=4).map(str).map(nodes.String),
        strategies.integers(10**38, 10**41).map(str).map(nodes.String),
        strategies.text(max_size=8).map(nodes.String),
    ),
)


@schemathesis.check
def no_failure_inside(ctx, response, case):
    """The server answers, whatever is sent, and nothing breaks inside: no status of 500 and
    above, and neither of the two codes that say so. The tool's own check takes every refusal
    that leaves no data for a failure."""
    assert response.status_code < 500, f"status {response.status_code}"
    for error in response.json().get("errors", []):
        code = error.get("extensions", {}).get("code")
        assert code is not None, f"an error without a code: {error}"
        assert code not in ("INTERNAL", "UNAVAILABLE"), f"{code}: {error}"
