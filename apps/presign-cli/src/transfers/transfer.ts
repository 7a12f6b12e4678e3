import type { PresignClient, UploadOptions } from '#client';
import { UsageError, type CliContext } from '../command.js';
import { isConfigurationError } from '../exit-code-of.js';
import type { Reporter } from '../output/reporter.js';

/** The options of `cp`, without its source and target. */
export interface CopyOptions {
  readonly isRecursive: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly upload: Pick<
    UploadOptions,
    'checksum' | 'contentType' | 'ifNoneMatch' | 'requireVerified' | 'resume'
  >;
}

/** Transfers objects of one tenant, and reports the results. */
export interface Transfer {
  readonly client: PresignClient;
  readonly tenant: string;
  readonly context: CliContext;
  readonly reporter: Reporter;
  readonly options: CopyOptions;
}

/** The number of files that are transferred at once. It is large enough to sign and send small files in batches. */
export const FILES_AT_ONCE = 128;

/** Returns a callback that adds each further byte of a file to the reporter's progress. */
export function counting(reporter: Reporter): (progress: { readonly loaded: number }) => void {
  let before = 0;
  return ({ loaded }) => {
    reporter.moved(loaded - before);
    before = loaded;
  };
}

/**
 * Does the work for one file of many. A failure is reported, and the other files continue.
 *
 * @throws UsageError; the signal’s reason; an error of the configuration, because of which all other files would fail as well
 */
export async function attempt(
  { reporter, context }: Transfer,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof UsageError || isConfigurationError(error)) throw error;
    reporter.failed(what, error);
  }
}
