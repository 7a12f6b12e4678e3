/** The exit codes of commands, by cause. docs/presign-cli.md has the same table. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  unavailable: 5,
  notIntact: 6,
  exists: 7,
  interrupted: 130,
  outputClosed: 141,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'The command succeeded.',
  1: 'Something failed for another reason, such as a local file that can’t be read.',
  2: 'The arguments or the configuration are wrong.',
  3: 'The token was refused, or the caller has no grant.',
  4: 'An object does not exist.',
  5: 'The API or the storage can’t be reached, or is at capacity. Try again later.',
  6: 'Bytes were damaged, were changed while they were read, or can’t be verified.',
  7: 'The object exists already, and --if-none-match was given.',
  130: 'The command was interrupted. Run the same command again to continue.',
  141: 'The reader of the output ended first, such as head. Run the same command again to continue.',
};
