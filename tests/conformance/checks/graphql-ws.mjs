// The reference client of graphql-transport-ws: a query, a mutation, a subscription that
// hears of a change, and a token that is not good.

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { expect, openCycle, webSocketUrl } from './server.mjs';

export async function check(token) {
  const { id } = await openCycle(token);
  const client = createClient({
    url: webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const { value: query } = await client
    .iterate({ query: '{ viewer { account { username } } }' })
    .next();
  expect(query.data.viewer.account.username, 'hr1', 'the viewer');

  const progress = client.iterate({
    query: `subscription Progress($id: ID!) {
      cycleProgress(cycleId: $id) { state progress { assigned submitted } }
    }`,
    variables: { id },
  });
  const { value: first } = await progress.next();
  expect(first.data.cycleProgress.state, 'OPEN', 'the first event');
  const { value: reminded } = await client
    .iterate({
      query: 'mutation Remind($id: ID!) { assignmentRemind(cycleId: $id) { reminded errors { code } } }',
      variables: { id },
    })
    .next();
  expect(reminded.data.assignmentRemind.errors, [], 'the reminder');
  const { value: second } = await progress.next();
  expect(second.data.cycleProgress.state, 'OPEN', 'the event after the reminder');
  await progress.return();
  await client.dispose();

  const stranger = createClient({
    url: webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: 'Bearer nonsense' },
    retryAttempts: 0,
  });
  const closed = await stranger.iterate({ query: '{ __typename }' }).next().catch((error) => error);
  expect(closed.code, 4403, 'the code for a bad token');
  return 'query, mutation, two events, 4403';
}
