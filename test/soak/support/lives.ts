import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, use } from '../../support/clients/api-client.js';
import { MultipartClient } from '../../support/clients/multipart-client.js';
import type { Tokens } from './tokens.js';

/** The sizes in bytes of an object that is uploaded and downloaded. The large one takes two parts. */
const SMALL = 2_000;
const LARGE = 6 * 1024 ** 2;
/** Seconds between two objects. Every tenth object is large. */
const EVERY = 0.5;

/**
 * Uploads and downloads objects with signed URLs during the run. So the test checks that the URLs work, not only that
 * they are returned.
 */
export class Lives {
  lived = 0;
  readonly failures: string[] = [];

  /** Takes the tenant, its callers' tokens, and the replicas. @param url returns the URL of a replica that is ready */
  constructor(
    private readonly tenant: string,
    private readonly tokens: Tokens,
    private readonly url: () => string,
  ) {}

  /** Handles one object after the other until the run is stopped. */
  async live(stop: AbortSignal): Promise<void> {
    for (let count = 1; !stop.aborted; count++) {
      try {
        await (count % 10 === 0 ? this.#inParts(`shared/${count}`) : this.#atOnce(`shared/${count}`));
        this.lived++;
      } catch (error) {
        this.failures.push(String(error));
      }
      await sleep(EVERY * 1000, undefined, { signal: stop }).catch(() => {});
    }
  }

  async #atOnce(key: string): Promise<void> {
    const body = randomBytes(SMALL);
    const upload = await this.#client().sign('uploads', { key, contentLength: SMALL });
    expectStatus(200, await use(upload, { body }), 'PUT');
    await this.#expectStored(key, body);
  }

  /**
   * Uploads an object in parts. Each step goes to the next replica, because no replica stores the state of an upload.
   */
  async #inParts(key: string): Promise<void> {
    const body = randomBytes(LARGE);
    const token = this.tokens.next(); // only the caller who began an upload can use it
    const upload = await MultipartClient.create(this.#client(token), { key, contentLength: LARGE });
    const parts = await upload.put(body);
    expectStatus(200, await upload.by(this.#client(token)).complete({ parts }), 'complete');
    await this.#expectStored(key, body);
  }

  async #expectStored(key: string, body: Uint8Array): Promise<void> {
    const answer = await use(await this.#client().sign('downloads', { key }));
    expectStatus(200, answer, 'GET');
    if (sha256(answer.body) !== sha256(body)) throw new Error(`${key} came back as something else`);
  }

  #client(token = this.tokens.next()): ApiClient {
    return new ApiClient(this.url(), this.tenant, token);
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function expectStatus(
  expected: number,
  { status, text }: { readonly status: number; readonly text: string },
  what: string,
): void {
  if (status !== expected) throw new Error(`${what}: ${status} ${text}`);
}
