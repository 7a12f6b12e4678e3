import { TransferError } from '#client/browser';

// The fields of the API's answers that the page shows. The client library moves the bytes; this file is for showing
// what is signed.

export interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly expiresAt: string;
  /** How long the request is valid, in seconds. */
  readonly expiresIn: number;
  readonly limitedBy: string;
  readonly constraints: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly enforcedBy: string;
  }[];
}

export interface ObjectsPage {
  readonly items: readonly {
    readonly key: string;
    readonly size: number;
    readonly lastModified: string;
    readonly unsignable?: string;
  }[];
  /** The prefixes of the keys in subfolders, up to and including the `/`. */
  readonly folders: readonly string[];
  readonly nextCursor?: string;
}

/** A problem (RFC 9457). */
interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The API that served the page, for one tenant. Methods throw `TransferError` with the API's message. */
export class Api {
  constructor(
    readonly tenant: string,
    private readonly token: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  /** Signs a request. @param route such as `downloads` */
  sign(route: string, body: object): Promise<Signed> {
    return this.#send(`/${route}`, { method: 'POST', body: JSON.stringify(body) }, 'application/json');
  }

  /** Lists the objects and subfolders of a folder. @param folder ends in `/`, or is empty for the bucket */
  listObjects(folder: string, cursor: string | undefined): Promise<ObjectsPage> {
    const where = { prefix: folder, delimiter: '/', limit: '50' };
    const query = new URLSearchParams({ ...where, ...(cursor !== undefined && { cursor }) });
    return this.#send(`/objects?${query}`, { method: 'GET' });
  }

  async #send<T>(path: string, request: RequestInit, type?: string): Promise<T> {
    const { fetch } = this;
    const response = await fetch(`v1/tenants/${encodeURIComponent(this.tenant)}${path}`, {
      ...request,
      headers: { authorization: `Bearer ${this.token}`, ...(type !== undefined && { 'content-type': type }) },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw errorOf(answer as Problem, response.status);
    return answer as T;
  }
}

function errorOf({ code, detail, title, errors, requestId }: Problem, status: number): TransferError {
  const words = errors?.map((error) => `${error.pointer.slice(2)}: ${error.detail}`).join(' ');
  const message = words ?? detail ?? title ?? `The API answered ${status}.`;
  return new TransferError(code ?? 'unexpected_response', message, { status, requestId });
}
