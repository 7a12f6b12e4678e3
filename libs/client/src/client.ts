import { EXPLANATION } from './api/answers.js';
import { Api } from './api/api.js';
import { Bearer, type TokenSource } from './api/bearer.js';
import type { Explanation, ExplanationRequest, ObjectItem } from './api/types.js';
import { MEMORY, PIECE, USUAL_PART, type Context } from './context.js';
import { download } from './download/download.js';
import type { DownloadOptions, DownloadResult } from './download/options.js';
import { memorySink, type Sink } from './download/sink.js';
import type { Hashing } from './hash/hashing.js';
import { copyObject, type CopyOptions, type CopyResult } from './objects/copy.js';
import { headObject, type HeadOptions, type ObjectHead } from './objects/head.js';
import { listObjects, type ListOptions } from './objects/list.js';
import { removeObjects, type Removable, type RemoveOptions, type RemoveResult } from './objects/remove.js';
import type { Source } from './source.js';
import type { Send } from './storage/send.js';
import type { Journal } from './upload/journal.js';
import { discardUpload, listInterrupted, type InterruptedUpload } from './upload/interrupted.js';
import type { UploadOptions, UploadResult } from './upload/options.js';
import { upload } from './upload/upload.js';
import { AdaptiveLimit } from './work/adaptive-limit.js';
import { USUAL_RETRIES, type RetryOptions } from './work/retry.js';
import { Buffers } from './work/buffers.js';
import { Semaphore } from './work/semaphore.js';

export interface ClientOptions {
  /** The URL of the API, such as `https://presign.example`. */
  readonly api: string;
  /** The tenant whose bucket is used. */
  readonly tenant: string;
  /** Returns a token of the caller. The client calls it again before the token expires, and when the API refuses it. */
  readonly token: TokenSource;
  /**
   * The maximum number of simultaneous requests to the storage: 64 in Node and 16 in browsers if left out. The client
   * sends fewer while the storage asks for it.
   */
  readonly parallel?: number | undefined;
  /** The number of milliseconds without progress after which a connection is closed: 30,000 if left out. */
  readonly stall?: number | undefined;
  /** The number of attempts for each request: 10 if left out. */
  readonly attempts?: number | undefined;
  /** How long URLs should be valid, in seconds; the tenant's default if left out. */
  readonly expiresIn?: number | undefined;
  /** The journal that keeps interrupted uploads. With `false`, none are kept, and none can be resumed. */
  readonly journal?: Journal | false | undefined;
}

/** The parts in which browsers and Node differ. */
export interface Platform {
  readonly send: (stall: number) => Send;
  readonly hashing: Hashing;
  readonly journal: () => Journal | undefined;
  readonly seesAllHeaders: boolean;
  /** The usual maximum number of simultaneous requests to the storage. */
  readonly parallel: number;
  readonly whenOnline?: RetryOptions['whenOnline'];
}

/** The number of simultaneous requests to the storage at first. */
const FIRST_PARALLEL = 6;
const STALL = 30_000;

/** Moves bytes between a program and a tenant's bucket. Every method throws `TransferError`, or the signal's reason. */
export class PresignCore {
  protected readonly context: Context;

  constructor(options: ClientOptions, platform: Platform) {
    const { stall = STALL, attempts = USUAL_RETRIES.attempts, expiresIn } = options;
    const send = platform.send(stall);
    const { whenOnline } = platform;
    const retries = { policy: { ...USUAL_RETRIES, attempts }, ...(whenOnline && { whenOnline }) };
    const bearer = new Bearer(options.token);
    const url = options.api.replace(/\/+$/, '');
    const { journal } = options;
    this.context = {
      api: new Api({ url, tenant: options.tenant, bearer, send, retries, expiresIn }),
      send,
      hashing: platform.hashing,
      requests: new AdaptiveLimit(FIRST_PARALLEL, options.parallel ?? platform.parallel),
      buffers: new Buffers(PIECE, USUAL_PART),
      memory: new Semaphore(MEMORY),
      retries,
      journal: journal === false ? undefined : (journal ?? platform.journal()),
      uncheckedAlgorithms: new Set(),
      checksums: { areAsked: true },
      seesAllHeaders: platform.seesAllHeaders,
    };
  }

  /** Lists the objects that the caller may list. */
  list(options?: ListOptions): AsyncGenerator<ObjectItem> {
    return listObjects(this.context.api, options);
  }

  /** Requests the metadata of an object from S3. @throws TransferError, such as `not_found` */
  head(key: string, options?: HeadOptions): Promise<ObjectHead> {
    return headObject(this.context, key, options);
  }

  /**
   * Asks the service to remove objects, up to 1,000 in a request. In a versioned bucket, an object without a
   * `versionId` gets a delete marker.
   */
  remove(
    objects: string | Iterable<string | Removable> | AsyncIterable<string | Removable>,
    options?: RemoveOptions,
  ): Promise<RemoveResult> {
    return removeObjects(
      this.context,
      removables(typeof objects === 'string' ? [objects] : objects),
      options,
    );
  }

  /** Asks the service to copy an object within the bucket. */
  copy(from: string, to: string, options?: CopyOptions): Promise<CopyResult> {
    return copyObject(this.context.api, from, to, options);
  }

  /** Signs a request that another program sends. @param expiresIn seconds; the tenant's default if left out */
  async url(
    operation: 'download' | 'head' | 'delete',
    key: string,
    expiresIn?: number,
    signal?: AbortSignal,
  ): Promise<SignedUrl> {
    const asked = { operation, key, ...(expiresIn !== undefined && { expiresIn }) };
    const { url, method, headers } = await this.context.api.sign(asked, signal);
    return { url, method, headers };
  }

  /** Asks the service why a URL fails. */
  explain(request: ExplanationRequest, signal?: AbortSignal): Promise<Explanation> {
    return this.context.api.call<Explanation>({
      method: 'POST',
      path: 'explanations',
      body: request,
      signal,
      shape: EXPLANATION,
    });
  }

  /** Lists the interrupted uploads of this caller to this tenant. A page can show them after a reload. */
  interrupted(): Promise<readonly InterruptedUpload[]> {
    return listInterrupted(this.context);
  }

  /**
   * Aborts an interrupted upload: its parts are removed, and it can no longer be resumed.
   *
   * @throws TransferError if the API does not abort it
   */
  discard(key: string): Promise<void> {
    return discardUpload(this.context, key);
  }

  /**
   * Deletes the notes of all interrupted uploads, so that none can be resumed. The bucket's lifecycle rule removes
   * their parts.
   */
  async forget(): Promise<void> {
    await this.context.journal?.forget();
  }

  protected send(key: string, source: Source, options: UploadOptions = {}): Promise<UploadResult> {
    return upload(this.context, key, source, options);
  }

  protected receive(
    key: string,
    sinkOf: (size: number) => Promise<Sink> | Sink,
    options: DownloadOptions = {},
  ): Promise<DownloadResult> {
    return download(this.context, key, sinkOf, options);
  }

  protected async receiveBytes(
    key: string,
    options?: DownloadOptions,
  ): Promise<DownloadResult & { readonly bytes: Uint8Array<ArrayBuffer> }> {
    let sink = memorySink(0);
    const result = await this.receive(key, (size) => (sink = memorySink(size)), options);
    return { ...result, bytes: sink.bytes };
  }
}

/** A signed request. */
export interface SignedUrl {
  readonly url: string;
  readonly method: string;
  /** The headers that must be sent with the request. */
  readonly headers: Readonly<Record<string, string>>;
}

async function* removables(
  objects: Iterable<string | Removable> | AsyncIterable<string | Removable>,
): AsyncGenerator<Removable> {
  for await (const object of objects) yield typeof object === 'string' ? { key: object } : object;
}
