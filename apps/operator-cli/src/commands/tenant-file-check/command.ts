import { statSync } from 'node:fs';
import { readTenantFile, TenantFileError } from '#tenant-file';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { checkFolder } from './folder.js';

const HELP = `Checks tenant files as the service does when it starts. Prints for each file that it is valid, or every error:

  FILE:LINE: SETTING what is wrong, and how to fix it

A folder is checked as TENANTS_DIR: its platform.yaml, and each ID.tenant.yaml against that.

docs/tenant-file.md has every setting.
`;

export const tenantFileCheck: Command = {
  name: 'tenant-file:check',
  summary: 'checks tenant files as the service does when it starts',
  usage: 'FILE…',
  help: HELP,
  example: 'tenants.yaml',
  run: runFileCheck,
};

async function runFileCheck(args: readonly string[], { out }: CliContext): Promise<ExitCode> {
  const unknown = args.find((arg) => arg.startsWith('-'));
  if (unknown !== undefined) throw new UsageError(`${unknown} is not an option. --help shows the usage.`);
  if (args.length === 0) throw new UsageError('Name a file.');
  const verdicts = await Promise.all(args.map(verdictOn));
  out(verdicts.map(({ text }) => `${text}\n`).join(''));
  return verdicts.every(({ isValid }) => isValid) ? ExitCode.done : ExitCode.refused;
}

async function verdictOn(path: string): Promise<{ isValid: boolean; text: string }> {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return verdictOnFolder(path);
    const { tenants, issuers } = await readTenantFile(path);
    return {
      isValid: true,
      text: `${path}: valid (${count(tenants, 'tenant')}, ${count(issuers, 'issuer')})`,
    };
  } catch (error) {
    if (error instanceof TenantFileError) return { isValid: false, text: error.message };
    return { isValid: false, text: (error as Error).message };
  }
}

function verdictOnFolder(path: string): { isValid: boolean; text: string } {
  const { tenants, issuers, errors } = checkFolder(path);
  if (errors.length > 0) return { isValid: false, text: errors.join('\n') };
  return {
    isValid: true,
    text: `${path}: valid (${plural(tenants, 'tenant')}, ${plural(issuers, 'issuer')})`,
  };
}

const count = ({ length }: readonly unknown[], what: string): string => plural(length, what);

const plural = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
