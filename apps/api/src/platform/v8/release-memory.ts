import { Session } from 'node:inspector/promises';

/**
 * Collects garbage and returns the pages to the operating system. After a short peak, such as reading thousands of
 * tenants, V8 keeps the pages of the heap for later use. A collection through the inspector counts as a sign of low
 * memory, so that V8 releases the pages. If Node's permission model denies the inspector, the memory stays in use.
 */
export async function releaseMemory(): Promise<void> {
  const session = new Session();
  try {
    session.connect();
    await session.post('HeapProfiler.collectGarbage');
  } catch {
    // only memory is lost; a rejection would end the process
  } finally {
    session.disconnect();
  }
}
