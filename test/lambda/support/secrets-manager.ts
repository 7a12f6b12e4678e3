import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A call as Secrets Manager receives it. */
export interface SecretCall {
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A Secrets Manager with one secret. AWS Secrets Manager API Reference, "GetSecretValue". */
export class SecretsManager implements AsyncDisposable {
  readonly calls: SecretCall[] = [];
  /** The text of the secret; `undefined` refuses the call, as without permission. */
  text: string | undefined;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(text: string | undefined): Promise<SecretsManager> {
    const service = new SecretsManager();
    service.text = text;
    await once(service.#server.listen(0, '127.0.0.1'), 'listening');
    return service;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    this.calls.push({ target: String(headers['x-amz-target']), headers, body: await json(request) });
    const refused = { __type: 'AccessDeniedException', Message: 'not authorized' };
    response
      .writeHead(this.text === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(this.text === undefined ? refused : { SecretString: this.text }));
  }
}
