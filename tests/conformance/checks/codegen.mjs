// graphql-codegen makes types of the schema and of documents, and TypeScript takes them.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folder, run, tool } from './server.mjs';

const PAGE = `import { graphql } from './generated';
import type { CycleQuery } from './generated/graphql';

export const document = graphql(/* GraphQL */ \`
  query Cycle($code: String!) {
    cycle(code: $code) { id state progress { assigned submitted } }
  }
\`);

export function open(data: CycleQuery): boolean {
  return data.cycle?.state === 'OPEN' && (data.cycle.progress?.assigned ?? 0) > 0;
}
`;

const CONFIG = {
  schema: '../schema.graphql',
  documents: ['page.ts'],
  generates: {
    './generated/': {
      preset: 'client',
      config: { useTypeImports: true, strictScalars: true, enumsAsTypes: true,
        scalars: { JSON: 'unknown', Date: 'string', DateTime: 'string', Decimal: { input: 'string | number', output: 'string' } } },
    },
  },
};

export async function check() {
  const place = join(folder, 'codegen');
  await rm(place, { recursive: true, force: true });
  await mkdir(place);
  await writeFile(join(place, 'page.ts'), PAGE);
  await writeFile(join(place, 'codegen.json'), JSON.stringify(CONFIG));
  await run(tool('graphql-codegen'), ['--config', 'codegen.json'], { cwd: place });
  const options = '--noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler --target es2022';
  await run(tool('tsc'), [...options.split(' '), 'page.ts'], { cwd: place });
  return 'client preset, strict scalars, type-checked';
}
