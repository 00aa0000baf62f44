// The reference client of server-sent events, by distinct connections.

import { createClient } from 'graphql-sse';
import { expect, openCycle, url } from './server.mjs';

export async function check(token) {
  const { id } = await openCycle(token);
  const client = createClient({ url, headers: { Authorization: `Bearer ${token}` } });
  const progress = client.iterate({
    query: 'subscription Progress($id: ID!) { cycleProgress(cycleId: $id) { state } }',
    variables: { id },
  });
  const { value: first } = await progress.next();
  expect(first.data.cycleProgress.state, 'OPEN', 'the first event');
  await progress.return();

  const hidden = client.iterate({
    query: 'subscription Progress($id: ID!) { cycleProgress(cycleId: $id) { state } }',
    variables: { id: 'cyc_00000000000000000000000000000000' },
  });
  const { value: nothing } = await hidden.next();
  expect(nothing.data.cycleProgress, null, 'a cycle that does not exist');
  expect((await hidden.next()).done, true, 'the end');

  const { value: query } = await client.iterate({ query: '{ __typename }' }).next();
  expect(query.data.__typename, 'Query', 'a query');
  return 'subscription, its end, query';
}
