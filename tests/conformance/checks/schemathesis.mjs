// schemathesis sends what the schema allows, and a little more, from a fixed seed, as HR
// and as the administrator: the server must never fail inside.

import { join } from 'node:path';
import { folder, python, run, signIn, url } from './server.mjs';

// They would end the session that the rest is sent with.
const LEFT_OUT = ['Mutation.signOut', 'Mutation.passwordChange'];

export async function check() {
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: 'fuzzing',
    PYTHONPATH: join(folder, 'checks'),
  };
  let requests = 0;
  for (const username of ['hr1', 'admin']) {
    const args = ['run', url, '--header', `Authorization: Bearer ${await signIn(username)}`];
    args.push('--checks', 'no_failure_inside', '--seed', '20260101', '--max-examples', '3');
    args.push('--phases', 'fuzzing', '--workers', '2', '--no-color');
    args.push('--generation-database', 'none');
    for (const name of LEFT_OUT) args.push('--exclude-name', name);
    const output = await run(python('schemathesis'), args, { env });
    requests += Number(output.match(/(\d+) generated/)?.[1] ?? 0);
  }
  if (requests === 0) throw new Error('schemathesis has sent nothing');
  return `${requests} requests, seed 20260101`;
}
