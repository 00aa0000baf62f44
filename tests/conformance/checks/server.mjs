// The server under test; and, last of all, whether it has failed inside meanwhile.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const address = process.env.PLUMBLINE_ADDRESS;
export const url = `http://${address}/graphql`;
export const webSocketUrl = `ws://${address}/graphql`;

/** The folder in which the tools are installed. */
export const folder = dirname(dirname(fileURLToPath(import.meta.url)));

const PASSWORD = 'measure twice, cut once';

/** Sends a request as any program would. */
export async function send(query, variables = {}, token = undefined) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

/** An access token of somebody of the demo company. */
export async function signIn(username) {
  const query = `mutation SignIn($username: String!, $password: String!) {
    signIn(username: $username, password: $password) { accessToken errors { message } }
  }`;
  const { signIn } = await send(query, { username, password: PASSWORD });
  return signIn.accessToken;
}

/** The cycle that takes answers now. */
export async function openCycle(token) {
  const query = '{ cycles(first: 1, filter: { states: [OPEN] }) { nodes { id code } } }';
  const { cycles } = await send(query, {}, token);
  return cycles.nodes[0];
}

/** Throws unless both are the same. */
export function expect(found, wanted, what) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${what}: ${left} and not ${right}`);
}

/** Runs a program and returns what it printed; throws with it where it failed. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { cwd: folder, maxBuffer: 64 * 1024 * 1024, ...options },
      (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`;
        if (error && !options.mayFail) {
          reject(new Error(`${program.split('/').pop()} failed\n${output}`));
        } else {
          resolve(output);
        }
      },
    );
  });
}

/** A program of the installed tools. */
export const tool = (name) => join(folder, 'node_modules', '.bin', name);
export const python = (name) => join(folder, 'venv', 'bin', name);

/** Whatever the tools sent: nothing may have failed inside, and no secret is in the log. */
export async function check() {
  const metrics = await (await fetch(`http://${address}/metrics`)).text();
  const broken = metrics
    .split('\n')
    .filter((line) => /status="5\d\d"/.test(line) || line.includes('code="INTERNAL"'));
  if (broken.length > 0) throw new Error(`the server failed inside: ${broken.join('; ')}`);
  const log = await readFile(join(folder, 'server.err'), 'utf8');
  // Of the server itself: its HTTP library logs what it cannot parse, which tools send.
  const ours = /"level":"ERROR".*"target":"plumbline/;
  const errors = log.split('\n').filter((line) => ours.test(line));
  if (errors.length > 0) throw new Error(`errors in the log: ${errors[0]}`);
  if (log.includes(PASSWORD) || /eyJ[\w-]+\.eyJ/.test(log)) {
    throw new Error('a secret is in the log');
  }
  const answered = metrics.match(/http_requests_total\{route="\/graphql"[^}]*\} (\d+)/g) ?? [];
  const total = answered.reduce((sum, line) => sum + Number(line.split(' ').pop()), 0);
  return `${total} requests, none failed inside`;
}
