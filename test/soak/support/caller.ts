import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Endpoints } from './endpoints.js';
import type { Ledger } from './ledger.js';
import type { Request } from './requests.js';
import type { Tally } from './tally.js';
import type { Tokens } from './tokens.js';

/** Milliseconds after which an answer counts as missing. */
const PATIENCE = 10_000;

/** Sends the mix of requests on kept connections, and checks the answers. It never sends a request twice. */
export class Caller {
  constructor(
    private readonly tenant: string,
    private readonly tokens: Tokens,
    private readonly endpoints: Endpoints,
    private readonly ledger: Ledger,
    private readonly tally: Tally,
  ) {}

  /**
   * Sends a request. The promise resolves with any answer.
   *
   * @param due the time at which the request should have been sent, as `performance.now()`
   */
  call({ kind, path, body, status, forged }: Request, due = performance.now()): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const settle = (got: number, detail: string) => {
      if (got === status) this.tally.expected(kind, got, performance.now() - due);
      else this.tally.failed({ kind, status: got, detail });
      resolve();
    };
    const outgoing = httpRequest(
      {
        agent: this.endpoints.agent,
        method: 'POST',
        path: `/v1/tenants/${this.tenant}${path}`,
        signal: AbortSignal.timeout(PATIENCE),
        headers: {
          authorization: `Bearer ${forged === true ? this.tokens.forged : this.tokens.next()}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        const take = (text: string) => {
          this.ledger.answered(text);
          settle(answer.statusCode ?? 0, text.slice(0, 500));
        };
        read(answer).then(take, (error: unknown) => settle(0, String(error)));
      },
    );
    outgoing.on('error', (error) => settle(0, String(error)));
    outgoing.end(body);
    return promise;
  }
}

function read(answer: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => (text += chunk));
  answer.on('end', () => resolve(text));
  answer.on('error', reject);
  return promise;
}
