import type { PresignClient, UploadOptions } from '#client';
import type { CliContext } from '../command.js';
import type { Reporter } from '../output/reporter.js';

/** What `cp` was asked for, beside its two places. */
export interface CopyOptions {
  readonly isRecursive: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly upload: Pick<
    UploadOptions,
    'checksum' | 'contentType' | 'ifNoneMatch' | 'requireVerified' | 'resume'
  >;
}

/** Moves objects of one tenant, and says what it does. */
export interface Transfer {
  readonly client: PresignClient;
  readonly tenant: string;
  readonly context: CliContext;
  readonly reporter: Reporter;
  readonly options: CopyOptions;
}

/** Files that are under way at once: enough to sign and send small ones in batches. */
export const FILES_AT_ONCE = 64;

/** Tells the reporter of each further byte of a file. */
export function counting(reporter: Reporter): (progress: { readonly loaded: number }) => void {
  let before = 0;
  return ({ loaded }) => {
    reporter.moved(loaded - before);
    before = loaded;
  };
}

/** Does the work for one file of many. A failure is reported, and the others go on, unless the command was interrupted. */
export async function attempt(
  { reporter, context }: Transfer,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.signal.throwIfAborted();
    reporter.failed(what, error);
  }
}
