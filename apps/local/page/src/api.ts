// What the page reads of the API's answers.

/** What was handed out, until when, and what must hold when it is used. */
export interface Promised {
  readonly expiresAt: string;
  readonly expiresIn: number;
  readonly limitedBy: string;
  readonly constraints: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly enforcedBy: string;
  }[];
}

export interface Signed extends Promised {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
}

export interface UploadSession extends Promised {
  readonly companionEndpoint: string;
  readonly contentTypes?: readonly string[];
  /** Bytes. */
  readonly maxFileSize?: number;
}

export interface ObjectsPage {
  readonly items: readonly {
    readonly key: string;
    readonly size: number;
    readonly lastModified: string;
    readonly unsignable?: string;
  }[];
  /** Keys of what lies deeper, up to their "/". */
  readonly folders: readonly string[];
  readonly nextCursor?: string;
}

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The API that served the page, for one tenant. */
export class Api {
  constructor(
    readonly tenant: string,
    private readonly token: string,
  ) {}

  sign(operation: string, body: object): Promise<Signed> {
    return this.#post(`/${operation}`, body);
  }

  openUploadSession(body: object): Promise<UploadSession> {
    return this.#post('/upload-sessions', body);
  }

  /** What lies directly in a folder. @param prefix the folder; empty: the bucket */
  listObjects(prefix: string, cursor: string | undefined): Promise<ObjectsPage> {
    const where = { prefix, delimiter: '/', limit: '50' };
    const query = new URLSearchParams({ ...where, ...(cursor !== undefined && { cursor }) });
    return this.#send(`/objects?${query}`, { method: 'GET' });
  }

  #post<T>(path: string, body: object): Promise<T> {
    return this.#send(path, { method: 'POST', body: JSON.stringify(body) }, 'application/json');
  }

  /** @throws Error in the API's own words */
  async #send<T>(path: string, request: RequestInit, type?: string): Promise<T> {
    const response = await fetch(`v1/tenants/${encodeURIComponent(this.tenant)}${path}`, {
      ...request,
      headers: { authorization: `Bearer ${this.token}`, ...(type !== undefined && { 'content-type': type }) },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(inWords(answer as Problem));
    return answer as T;
  }
}

const inWords = ({ detail, title, errors }: Problem): string =>
  errors?.map((error) => `${error.pointer.slice(2)}: ${error.detail}`).join(' ') ??
  detail ??
  title ??
  'refused';
