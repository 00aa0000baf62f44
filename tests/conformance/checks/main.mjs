// Runs the checks one after the other and prints what came of them.

import { signIn, address } from './server.mjs';

const CHECKS = [
  'graphql-http',
  'schema-lint',
  'graphql-ws',
  'graphql-sse',
  'apollo',
  'urql',
  'relay',
  'codegen',
  'gql',
  'respondent',
  // These send whatever comes to their mind, also to the settings: nothing may rely on the
  // company after them.
  'scanner',
  'schemathesis',
  'server',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(', ')}; there are: ${CHECKS.join(', ')}.`);
  process.exit(2);
}

console.log(`Plumbline at http://${address}/graphql`);
const rows = [];
for (const name of CHECKS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = Date.now();
  let row;
  try {
    const { check } = await import(`./${name}.mjs`);
    // Each check signs in for itself: some end their session.
    row = { name, passed: true, note: await check(await signIn('hr1')) };
  } catch (error) {
    row = { name, passed: false, note: error.message?.split('\n')[0] ?? String(error) };
    console.error(`\n-- ${name}\n${error.stack ?? error}\n`);
  }
  row.seconds = ((Date.now() - started) / 1000).toFixed(1);
  rows.push(row);
}

const width = Math.max(...rows.map((row) => row.name.length));
console.log();
for (const row of rows) {
  const result = row.passed ? 'passed' : 'FAILED';
  console.log(`${row.name.padEnd(width)}  ${result}  ${row.seconds.padStart(5)} s  ${row.note}`);
}
process.exit(rows.every((row) => row.passed) ? 0 : 1);
