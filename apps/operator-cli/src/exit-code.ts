/** The exit codes of commands. docs/operator-cli.md has the same table. */
export const ExitCode = { done: 0, refused: 1, unusable: 2 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'The command succeeded, or the check found no faults.',
  1: 'A check found faults, a change was not made, or a signing was not found.',
  2: 'The arguments are wrong, or a file or program that the command needs is missing.',
};
