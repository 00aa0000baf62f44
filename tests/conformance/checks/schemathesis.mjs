// schemathesis sends what the schema allows, and a little more, from a fixed seed: the
// server must never fail inside.

import { python, run, url } from './server.mjs';

const LEFT_OUT = [
  // They would end the session that the rest is sent with.
  'Mutation.signOut',
  'Mutation.passwordChange',
  // HR may not ask for it; as it is never null, the refusal leaves no data, and
  // schemathesis takes an answer without data for a failure of the server.
  'Query.jobCounts',
];

export async function check(token) {
  const args = ['run', url, '--header', `Authorization: Bearer ${token}`];
  args.push('--checks', 'not_a_server_error', '--seed', '20260101', '--max-examples', '4');
  args.push('--phases', 'fuzzing', '--workers', '2', '--no-color', '--generation-database', 'none');
  for (const name of LEFT_OUT) args.push('--exclude-name', name);
  const output = await run(python('schemathesis'), args);
  const tested = output.match(/(\d+) generated/)?.[1] ?? 'its';
  return `${tested} requests, seed 20260101`;
}
