import { UsageError, type CliContext, type Command } from './command.js';
import { COMMANDS } from './commands.js';
import { EXIT_CODES, ExitCode } from './exit-code.js';

/** Runs the command that the first argument names. */
export async function run([name, ...args]: readonly string[], context: CliContext): Promise<ExitCode> {
  const { out, err } = context;
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    const asked = name === '--help' || name === '-h';
    if (asked) out(overview());
    else
      err(`${name === undefined ? 'No command is given.' : `There is no command ${name}.`}\n\n${overview()}`);
    return asked ? ExitCode.done : ExitCode.unusable;
  }
  if (asksForHelp(args)) {
    out(helpOf(command));
    return ExitCode.done;
  }
  try {
    return await command.run(args, context);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    err(`${error.message}\n\n${helpOf(command)}`);
    return ExitCode.unusable;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS_'));

const helpOf = ({ name, usage, help }: Command): string =>
  `Usage: npm run ${name} -- ${usage}\n\n${help}\n${exitCodes()}`;

const overview = (): string => `Usage: npm run COMMAND -- [ARGUMENT]…

${COMMANDS.map(({ name, summary, example }) => `  ${name.padEnd(18)} ${summary}\n${' '.repeat(21)}npm run ${name} -- ${example}\n`).join('')}
npm run COMMAND -- --help explains a command.

${exitCodes()}`;

const exitCodes = (): string =>
  `Exit codes:\n${Object.entries(EXIT_CODES)
    .map(([code, meaning]) => `  ${code}  ${meaning}\n`)
    .join('')}`;
