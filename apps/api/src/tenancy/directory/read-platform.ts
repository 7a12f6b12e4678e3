import { TenantFileError, type PlatformReader } from '#tenant-file';
import { runAtOnce } from './pace.js';
import { stateOf } from './platform-state.js';
import { readSmall } from './small-file.js';

/** Bytes: some hundred thousand tenants. */
export const MAX_PLATFORM = 64 * 1024 * 1024;

/** Reads `platform.yaml` for a start, without a rest. @throws TenantFileError */
export async function readAtOnce(file: string, reader: PlatformReader) {
  const content = await readSmall(file, MAX_PLATFORM);
  const reading = content.state === 'text' ? runAtOnce(reader.read(content.text)) : content.reading;
  if (reading.state !== 'valid' || content.state !== 'text')
    throw new TenantFileError(file, reading.state === 'valid' ? [] : reading.errors);
  const large = content.text.length > LARGE;
  return { state: stateOf(reading.value), digest: content.digest, large };
}

/** Characters. */
const LARGE = 1_000_000;
