"""What counts as a failure of the server for schemathesis: a status of 500 and above, or
one of the two codes that say so. Its own check takes every refusal that leaves no data
for a failure."""

import schemathesis


@schemathesis.check
def no_failure_inside(ctx, response, case):
    """The server answers, whatever is sent, and nothing breaks inside."""
    assert response.status_code < 500, f"status {response.status_code}"
    for error in response.json().get("errors", []):
        code = error.get("extensions", {}).get("code")
        assert code is not None, f"an error without a code: {error}"
        assert code not in ("INTERNAL", "UNAVAILABLE"), f"{code}: {error}"
