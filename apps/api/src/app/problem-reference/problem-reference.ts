import { PROBLEMS, type ProblemCode } from '../../platform/problems/problem-table.js';
import { problemExample } from '../openapi/problem-examples.js';
import { PROBLEM_GUIDE } from './problem-guide.js';

/** Returns every problem code in Markdown: a table of all, then a section with cause, fix and example for each. */
export async function problemReference(): Promise<string> {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const sections = await Promise.all(codes.map(section));
  return ['| status | code | title |', '| --- | --- | --- |', ...codes.map(row), '', ...sections].join('\n');
}

const row = (code: ProblemCode): string =>
  `| ${PROBLEMS[code].status} | [\`${code}\`](#${code}) | ${PROBLEMS[code].title} |`;

async function section(code: ProblemCode): Promise<string> {
  const { cause, fix } = PROBLEM_GUIDE[code];
  const { status, title, detail } = await problemExample(code);
  return [
    `## ${code}`,
    '',
    `${status}: ${title}.`,
    '',
    `**Cause.** ${cause}`,
    '',
    `**Fix.** ${fix}`,
    '',
    `**Example of \`detail\`.** ${asText(detail)}`,
    '',
  ].join('\n');
}

/** Escapes the characters that are markup in Markdown. */
const asText = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&');
