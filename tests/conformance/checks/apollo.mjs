// Apollo Client as a frontend sets it up: HTTP, persisted queries, a WebSocket.

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { createHash } from 'node:crypto';
import WebSocket from 'ws';
import { expect, openCycle, url, webSocketUrl } from './server.mjs';

export async function check(token) {
  const { id, code } = await openCycle(token);
  const http = new HttpLink({ uri: url, headers: { authorization: `Bearer ${token}` } });
  const persisted = new PersistedQueryLink({
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
  const sockets = createClient({
    url: webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
  });
  const link = ApolloLink.split(
    ({ operationType }) => operationType === 'subscription',
    new GraphQLWsLink(sockets),
    persisted.concat(http),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });

  const query = gql`
    query Cycle($code: String!) {
      cycle(code: $code) { id state progress { assigned } }
    }
  `;
  const { data } = await client.query({ query, variables: { code } });
  expect(data.cycle.id, id, 'the cycle');
  const remembered = client.readQuery({ query, variables: { code } });
  expect(remembered.cycle.state, 'OPEN', 'the cache');

  const mutation = gql`
    mutation Remind($id: ID!) { assignmentRemind(cycleId: $id) { cycle { id state } errors { code } } }
  `;
  const changed = await client.mutate({ mutation, variables: { id } });
  expect(changed.data.assignmentRemind.errors, [], 'the mutation');

  const wrong = await client
    .query({ query: gql`{ cycles(first: 101) { totalCount } }` })
    .catch((error) => error);
  expect(wrong.errors?.[0]?.extensions?.code, 'BAD_REQUEST', 'the code of an error');

  const subscription = gql`
    subscription Progress($id: ID!) { cycleProgress(cycleId: $id) { id state } }
  `;
  const event = await new Promise((resolve, reject) => {
    const following = client
      .subscribe({ query: subscription, variables: { id } })
      .subscribe({ next: (it) => { resolve(it); following.unsubscribe(); }, error: reject });
  });
  expect(event.data.cycleProgress.state, 'OPEN', 'the event');
  client.stop();
  await sockets.dispose();
  return 'query, cache, mutation, error, persisted query, subscription';
}
