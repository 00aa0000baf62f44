"""Python's gql: the schema by introspection, a query, a mutation, a subscription."""

import asyncio
import os

from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

AUTHORIZATION = f"Bearer {os.environ['TOKEN']}"
CYCLE = {"id": os.environ["CYCLE"]}


async def by_http() -> None:
    transport = AIOHTTPTransport(
        url=os.environ["URL"], headers={"Authorization": AUTHORIZATION}
    )
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        found = await session.execute(gql("{ viewer { account { username } } }"))
        assert found["viewer"]["account"]["username"] == "hr1", found
        remind = gql(
            "mutation R($id: ID!) { assignmentRemind(cycleId: $id) { errors { code } } }"
        )
        remind.variable_values = CYCLE
        changed = await session.execute(remind)
        assert changed["assignmentRemind"]["errors"] == [], changed
        try:
            await session.execute(gql("{ cycles(first: 101) { totalCount } }"))
        except TransportQueryError as error:
            assert error.errors[0]["extensions"]["code"] == "BAD_REQUEST", error
        else:
            raise AssertionError("a page of 101 was answered")


async def by_socket() -> None:
    transport = WebsocketsTransport(
        url=os.environ["SOCKETS"], init_payload={"Authorization": AUTHORIZATION}
    )
    progress = gql("subscription P($id: ID!) { cycleProgress(cycleId: $id) { state } }")
    progress.variable_values = CYCLE
    async with Client(transport=transport) as session:
        async for event in session.subscribe(progress):
            assert event["cycleProgress"]["state"] == "OPEN", event
            break


asyncio.run(by_http())
asyncio.run(by_socket())
print("introspection, query, mutation, error, subscription")
