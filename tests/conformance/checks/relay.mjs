// Relay: its compiler takes the schema as it is; at run time a list is read page by page,
// and a part of it is fetched again by its id.

import { join } from 'node:path';
import relay from 'relay-runtime';
import { expect, folder, run, send, tool } from './server.mjs';

const { Environment, Network, RecordSource, Store, fetchQuery } = relay;

export async function check(token) {
  await run(tool('relay-compiler'), ['relay.config.json'], { cwd: join(folder, 'relay') });
  const generated = (name) => import(`../relay/src/__generated__/${name}.graphql.js`);
  const environment = new Environment({
    network: Network.create(async ({ text }, variables) => ({
      data: await send(text, variables, token),
    })),
    store: new Store(new RecordSource()),
  });
  const { default: list } = await generated('operationsDepartmentsQuery');
  await fetchQuery(environment, list, { first: 2, after: null }).toPromise();
  const records = environment.getStore().getSource().toJSON();
  const found = Object.values(records).filter((record) => record.__typename === 'Department');
  expect(found.length, 2, 'the departments of a page');
  const pageInfo = Object.values(records).find((record) => record.__typename === 'PageInfo');

  const { default: next } = await generated('operationsPageQuery');
  await fetchQuery(environment, next, { first: 2, after: pageInfo.endCursor }).toPromise();
  const more = Object.values(environment.getStore().getSource().toJSON());
  expect(more.filter((record) => record.__typename === 'Department').length > 2, true, 'two pages');

  const { default: refetch } = await generated('operationsRefetchQuery');
  const id = found[0].__id;
  const again = await fetchQuery(environment, refetch, { id }).toPromise();
  expect(again.node.__id ?? again.node.id, id, 'the department that was fetched again');
  return 'compiler, two pages, refetch by node';
}
