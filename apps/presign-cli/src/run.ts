import { Interruption, UsageError, type CliContext, type Command } from './command.js';
import { COMMANDS } from './commands.js';
import { exitCodeOf } from './exit-code-of.js';
import { EXIT_CODES, ExitCode } from './exit-code.js';
import { failureJson, failureText } from './output/failure.js';

/** Runs the command that the first argument names. */
export async function run([name, ...args]: readonly string[], context: CliContext): Promise<ExitCode> {
  const { out, err, signal } = context;
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    const isAsked = name === '--help' || name === '-h';
    if (isAsked) out(overview());
    else
      err(`${name === undefined ? 'No command is given.' : `There is no command ${name}.`}\n\n${overview()}`);
    return isAsked ? ExitCode.done : ExitCode.usage;
  }
  const options = optionsOf(args);
  if (options.includes('--help') || options.includes('-h')) {
    out(helpOf(command));
    return ExitCode.done;
  }
  try {
    return await command.run(args, context);
  } catch (error) {
    if (signal.aborted) return (signal.reason as Interruption).code;
    if (isUsageError(error)) {
      err(`${error.message}\n\nUsage: presign ${command.name} ${command.usage}\n`);
      return ExitCode.usage;
    }
    const text = options.includes('--json') ? failureJson : failureText;
    err(text(`presign ${command.name}`, error));
    return exitCodeOf(error);
  }
}

/** Returns the arguments that may be options. Those after `--` are names. */
const optionsOf = (args: readonly string[]): readonly string[] =>
  args.includes('--') ? args.slice(0, args.indexOf('--')) : args;

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_'));

const helpOf = ({ name, usage, help }: Command): string =>
  `Usage: presign ${name} ${usage}\n\n${help}\n${exitCodes()}`;

const overview = (): string => `Usage: presign COMMAND [ARGUMENT]…

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}\n`).join('')}
presign COMMAND --help explains a command.

Environment:
  PRESIGN_API            the URL of the API
  PRESIGN_TENANT         the tenant, where an argument names none (:/KEY)
  PRESIGN_TOKEN_FILE     a file with a token; it is read again for each new token
  PRESIGN_TOKEN_COMMAND  a command that prints a token, instead of the file

${exitCodes()}`;

const exitCodes = (): string =>
  `Exit codes:\n${Object.entries(EXIT_CODES)
    .map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}\n`)
    .join('')}`;
