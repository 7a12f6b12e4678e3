import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTenantFile, TenantFileError } from '#tenant-file';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { checkFolder } from '../tenant-file-check/folder.js';
import { split, type Files } from './split.js';

const HELP = `Writes FOLDER/platform.yaml and FOLDER/ID.tenant.yaml for each tenant of FILE, for TENANTS_DIR. Each comment
stays with its setting. Each alias is replaced by its value. FILE isn't changed, and FOLDER must be empty or missing.

  --ceilings   today's limits also become ceilings, which the teams can't exceed

`;

export const tenantFileSplit: Command = {
  name: 'tenant-file:split',
  summary: 'writes a folder with a file for each tenant of a tenant file',
  usage: 'FILE FOLDER [--ceilings]',
  help: HELP,
  example: 'tenants.yaml tenants',
  run: runSplit,
};

function runSplit(args: readonly string[], { cwd, out, err }: CliContext): ExitCode {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ceilings: { type: 'boolean' } },
  });
  const [file, folder, ...others] = positionals.map((path) => resolve(cwd, path));
  if (file === undefined || folder === undefined || others.length > 0)
    throw new UsageError('Name a file and a folder.');
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    err(`${folder} isn’t empty. Nothing was written: name another folder.\n`);
    return ExitCode.refused;
  }
  let files: Files;
  try {
    const text = readFileSync(file, 'utf8');
    parseTenantFile(text, file);
    files = split(text, values.ceilings === true);
  } catch (error) {
    err(
      `${error instanceof TenantFileError ? '' : `${file}: can’t be read: `}${(error as Error).message}\nNothing was written.\n`,
    );
    return ExitCode.refused;
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const errors = checkFolder(folder).errors;
  out(`Wrote ${files.size} files to ${folder}.\n`);
  if (errors.length === 0) return ExitCode.done;
  err(
    `The rules for a folder are stricter than those for a file. Fix these errors before you use the folder:\n${errors.map((error) => `${error}\n`).join('')}`,
  );
  return ExitCode.refused;
}
