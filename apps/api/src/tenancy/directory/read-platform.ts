import { TenantFileError, type PlatformReader } from '#tenant-file';
import { runAtOnce } from './pace.js';
import { stateOf } from './platform-state.js';
import { readSmall } from './small-file.js';

/** The maximum size of `platform.yaml` in bytes, enough for some hundred thousand tenants. */
export const MAX_PLATFORM = 64 * 1024 * 1024;

/**
 * Reads `platform.yaml` at the start, without pauses.
 *
 * @throws TenantFileError if the file is invalid
 */
export async function readAtOnce(file: string, reader: PlatformReader) {
  const content = await readSmall(file, MAX_PLATFORM);
  const reading = content.state === 'text' ? runAtOnce(reader.read(content.text)) : content.reading;
  if (reading.state !== 'valid' || content.state !== 'text')
    throw new TenantFileError(file, reading.state === 'valid' ? [] : reading.errors);
  const large = content.text.length > LARGE;
  return { state: stateOf(reading.value), digest: content.digest, large };
}

/** The number of characters from which memory is released after reading a file. */
const LARGE = 1_000_000;
