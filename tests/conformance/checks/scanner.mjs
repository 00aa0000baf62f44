// The security scanner vamp-graphql-audit, as a stranger and as HR. What is accepted is
// in accepted-findings.json, each with its reason.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folder, python, run, url } from './server.mjs';

export async function check(token) {
  const accepted = JSON.parse(
    await readFile(join(folder, 'checks', 'accepted-findings.json'), 'utf8'),
  );
  const report = join(folder, 'scanner.json');
  const fresh = [];
  let tolerated = 0;
  for (const headers of [[], ['--header', `Authorization: Bearer ${token}`]]) {
    await run(python('vamp-graphql-audit'), ['--target', url, '--json', report, ...headers], {
      mayFail: true,
    });
    const { findings } = JSON.parse(await readFile(report, 'utf8'));
    for (const finding of findings) {
      if (finding.severity === 'INFO') continue;
      const known = ({ type, title, evidence }) =>
        type === finding.type &&
        new RegExp(title ?? '').test(finding.title ?? '') &&
        new RegExp(evidence ?? '').test(finding.evidence ?? '');
      if (accepted.some(known)) tolerated += 1;
      else fresh.push(`${finding.severity} ${finding.type}: ${finding.title} ${finding.evidence ?? ''}`);
    }
  }
  if (fresh.length > 0) throw new Error(`${fresh.length} findings\n${fresh.join('\n')}`);
  return `vamp-graphql-audit: nothing above informational but ${tolerated} accepted`;
}
