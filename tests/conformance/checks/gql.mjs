// Python's gql, in a file of its own.

import { join } from 'node:path';
import { folder, openCycle, python, run, url, webSocketUrl } from './server.mjs';

export async function check(token) {
  const { id } = await openCycle(token);
  const env = { ...process.env, URL: url, SOCKETS: webSocketUrl, TOKEN: token, CYCLE: id };
  const output = await run(python('python'), [join(folder, 'checks', 'with_gql.py')], { env });
  return output.trim();
}
