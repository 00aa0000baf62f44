// The schema by the rules of Relay, and some that every client is glad of.

import eslintPlugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folder } from './server.mjs';

/** What is found and stays, with the reason. */
const ACCEPTED = [
  { message: /in directive "|^Directive `specifiedBy`/, reason: 'directives of the specification itself' },
  { source: /^\s*scores\(/, reason: 'Department.scores is the one list that is taken from its end, and never paged on' },
  { source: /^type (AnswerSheet|SurveySheet|ScoreComment)Edge /, reason: 'an anonymous sheet or comment must have no name by which it is fetched alone' },
  { source: /^type AuditEntryEdge /, reason: 'entries are read as a trail; one is no thing of its own' },
  { source: /^type (CustomerTableRow|HandInDuty|LeftOutContact|SurveyFate)Edge /, reason: 'a line of a table, known by what it is about' },
  { source: /^type Kpi(BonusRow|Entry|GradeMove)Edge /, reason: 'a line of a table or of a history, known by what it is about' },
  { source: /^type ComplaintNoteEdge /, reason: 'a contact that was noted is read with its complaint' },
  { source: /^type InboxEntryEdge /, reason: 'what waits is kept nowhere; its subject is the thing that has a name' },
  { source: /^type JobEdge /, reason: 'jobs are shown in their list and never fetched again one by one' },
];

export async function check() {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.graphql'],
        languageOptions: {
          parser: eslintPlugin.parser,
          parserOptions: { graphQLConfig: { schema: join(folder, 'schema.graphql') } },
        },
        plugins: { '@graphql-eslint': eslintPlugin },
        rules: {
          ...eslintPlugin.configs['flat/schema-relay'].rules,
          // Lists of a few things need no pages, and pages go forward only: both are
          // as the specification of Relay allows.
          '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
          '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
          '@graphql-eslint/no-unreachable-types': 'error',
          '@graphql-eslint/no-duplicate-fields': 'error',
          '@graphql-eslint/require-deprecation-reason': 'error',
          '@graphql-eslint/require-description': [
            'error',
            { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
          ],
          '@graphql-eslint/naming-convention': [
            'error',
            {
              types: 'PascalCase',
              FieldDefinition: 'camelCase',
              InputValueDefinition: 'camelCase',
              EnumValueDefinition: 'UPPER_CASE',
            },
          ],
        },
      },
    ],
  });
  const text = await readFile(join(folder, 'schema.graphql'), 'utf8');
  const [{ messages }] = await eslint.lintText(text, { filePath: join(folder, 'schema.graphql') });
  const lines = text.split('\n');
  const accepted = ({ message, line }) =>
    ACCEPTED.some((it) => it.message?.test(message) || it.source?.test(lines[line - 1]));
  const fresh = messages.filter((it) => !accepted(it));
  if (fresh.length > 0) {
    const found = fresh.map((it) => `${it.line}: ${it.message} (${it.ruleId})`);
    throw new Error(`${found.length} findings\n${found.join('\n')}`);
  }
  return 'the rules of Relay, names, descriptions';
}
