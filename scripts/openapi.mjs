import './require-node.mjs';
import { readFileSync } from 'node:fs';

const HELP = `Usage: npm run openapi:lint [-- FILE]

  Judges dist/generated/openapi.json, or FILE, by every rule of Spectral's OpenAPI set. Exit code 1: it found something.
`;

const [command, ...args] = process.argv.slice(2);
if (command !== 'lint' || args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP);
  process.exit(command === 'lint' ? 0 : 2);
}
const { lint } = await import('./openapi/lint.mjs');
const mistakes = await lint(readFileSync(args[0] ?? 'dist/generated/openapi.json', 'utf8'));
for (const mistake of mistakes) process.stdout.write(`${mistake}\n`);
if (mistakes.length > 0) process.exitCode = 1;
