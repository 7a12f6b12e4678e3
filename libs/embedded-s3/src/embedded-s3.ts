import type { AddressInfo } from 'node:net';
import { Cors } from './answers/cors.js';
import { createServer } from './server.js';
import { Gate } from './gate/gate.js';
import { Keyring } from './gate/keyring.js';
import type { EmbeddedS3, EmbeddedS3Options } from './options.js';
import { openStorage } from './storage.js';

/**
 * Starts an S3 on this machine, for laptops and tests. fauxqs stores the objects; only requests are served that are
 * signed as S3 requires.
 *
 * @throws Error for an invalid bucket name, a port that is taken, or a folder that can't be used
 */
export async function startEmbeddedS3(options: EmbeddedS3Options): Promise<EmbeddedS3> {
  const { port = 0, host = '127.0.0.1', region, buckets, dataDir, cors: rules = [] } = options;
  const { now = () => new Date(), onFault = () => undefined } = options;
  const storage = await openStorage(dataDir);
  const keyring = new Keyring();
  const byName = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  const gate = new Gate({ region, buckets: byName, keyring, now });
  const cors = new Cors(rules);
  const server = createServer({ gate, storage, cors, onFault });
  server.addHook('onClose', () => storage.close());
  try {
    for (const { name, credentials } of buckets) {
      storage.store.createBucket(name);
      for (const identity of credentials) keyring.add(name, identity);
    }
    await server.listen({ port, host });
  } catch (error) {
    await server.close();
    throw error;
  }
  const { port: opened } = server.server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${opened}`,
    port: opened,
    addCredentials(bucket, credentials) {
      if (!byName.has(bucket)) throw new RangeError(`There is no bucket ${bucket}.`);
      keyring.add(bucket, credentials);
    },
    putCors: (replaced) => cors.put(replaced),
    close: () => server.close(),
  };
}
