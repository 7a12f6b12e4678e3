import { Session } from 'node:inspector/promises';

/**
 * Collects garbage and gives the pages back to the system. V8 keeps the pages of a heap that was large for a moment, as
 * while thousands of tenants are read, for a time when it may be as large again; only what it takes for a lack of memory
 * makes it let go.
 */
export async function releaseMemory(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
