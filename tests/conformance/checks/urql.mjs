// urql as a frontend sets it up.

import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { expect, openCycle, url, webSocketUrl } from './server.mjs';

export async function check(token) {
  const { id, code } = await openCycle(token);
  const sockets = createClient({
    url: webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  const client = new Client({
    url,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: sockets.subscribe({ ...request, query: request.query ?? '' }, sink),
          }),
        }),
      }),
    ],
  });
  for (const preferGetMethod of [false, 'force']) {
    const query = gql`query Cycle($code: String!) { cycle(code: $code) { id state } }`;
    const result = await client
      .query(query, { code }, { preferGetMethod, requestPolicy: 'network-only' })
      .toPromise();
    expect(result.error, undefined, 'the error');
    expect(result.data.cycle.id, id, `the cycle, GET ${preferGetMethod}`);
  }
  const mutation = gql`mutation Remind($id: ID!) { assignmentRemind(cycleId: $id) { errors { code } } }`;
  const changed = await client.mutation(mutation, { id }).toPromise();
  expect(changed.data.assignmentRemind.errors, [], 'the mutation');

  const subscription = gql`subscription Progress($id: ID!) { cycleProgress(cycleId: $id) { id state } }`;
  const event = await new Promise((resolve) => {
    const following = client.subscription(subscription, { id }).subscribe((result) => {
      resolve(result);
      setTimeout(() => following.unsubscribe());
    });
  });
  expect(event.data.cycleProgress.state, 'OPEN', 'the event');
  await sockets.dispose();
  return 'query by POST and GET, mutation, subscription';
}
