import { TenantFileError } from '../tenants/tenant-file.mistakes.js';
import { readTenantFile } from '../tenants/tenant-file.source.js';

export const HELP = `Usage: npm run tenant-file:check -- FILE…

Checks tenant files as the service does when it starts. Says of each file that it is valid, or names every mistake:

  FILE:LINE: SETTING what is wrong, and how to mend it

Exit code: 0 if all files are valid, 1 if not, 2 for a wrong call.
docs/tenant-file.md has every setting.
`;

/** What a command prints, and how it ends. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param args what stands behind the command */
export async function checkTenantFiles(args: readonly string[]): Promise<Outcome> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return { exitCode: 0, stdout: HELP, stderr: '' };
  const unknown = args.find((arg) => arg.startsWith('-'));
  if (unknown !== undefined)
    return { exitCode: 2, stdout: '', stderr: `${unknown} is no option.\n\n${HELP}` };
  if (args.length === 0) return { exitCode: 2, stdout: '', stderr: `Name a file.\n\n${HELP}` };
  const verdicts = await Promise.all(args.map(verdictOn));
  const isValid = verdicts.every((verdict) => verdict.isValid);
  return { exitCode: isValid ? 0 : 1, stdout: verdicts.map(({ text }) => `${text}\n`).join(''), stderr: '' };
}

async function verdictOn(path: string): Promise<{ isValid: boolean; text: string }> {
  try {
    const { tenants, issuers } = await readTenantFile(path);
    return {
      isValid: true,
      text: `${path}: valid (${count(tenants, 'tenant')}, ${count(issuers, 'issuer')})`,
    };
  } catch (error) {
    if (error instanceof TenantFileError) return { isValid: false, text: error.message };
    return { isValid: false, text: `${path}: can’t be read: ${(error as Error).message}` };
  }
}

const count = ({ length }: readonly unknown[], what: string): string =>
  `${length} ${what}${length === 1 ? '' : 's'}`;
