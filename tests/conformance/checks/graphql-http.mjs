// The reference audits of GraphQL over HTTP: every MUST, every SHOULD, every MAY.

import { auditServer } from 'graphql-http';
import { url } from './server.mjs';

export async function check() {
  const results = await auditServer({ url });
  const failed = results.filter((result) => result.status !== 'ok');
  if (failed.length > 0) {
    throw new Error(failed.map((result) => `${result.name}: ${result.reason}`).join('; '));
  }
  return `${results.length} audits: all MUST, SHOULD and MAY`;
}
