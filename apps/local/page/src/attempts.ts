import type { Explanation, PresignClient } from '#client/browser';
import { alter, type Alterable, type Altered, type SentRequest } from './alter.js';
import { SAMPLE } from './curl.js';
import { announce, find, make, onClick } from './dom.js';
import { run } from './problems.js';
import type { SignedByForm } from './sign-form.js';
import { bytesText } from './words.js';

/** The maximum number of bytes that the page sends to show that a URL works. */
const MOST_BYTES = 64 * 1024 ** 2;

/** The verdicts that do not explain the changed letter, since the values of signed headers are not in the URL. */
const UNTOLD = new Set<Explanation['verdict']>(['unaltered', 'unknown']);

/** The answer of S3. */
interface Answer {
  readonly status: number;
  /** The body of an error, in S3's XML; empty for an answer without a body. */
  readonly body: string;
}

/** Sends the signed request from the page, unchanged or with one letter changed, and shows the answer of S3. */
export class Attempts {
  readonly #list = find('#attempts', HTMLOListElement);
  readonly #what = find('#what', HTMLSelectElement);
  #made: SignedByForm | undefined;

  /** @param onChanged is called after a request that may have changed the bucket */
  constructor(
    private readonly client: () => PresignClient,
    private readonly fetch: typeof globalThis.fetch,
    private readonly onChanged: () => void,
  ) {
    onClick('#send', () => run('sign', () => this.#sendAsSigned()));
    onClick('#send-altered', () => run('sign', () => this.#sendAltered()));
  }

  /** Shows the request that can be sent. @param made the request; `undefined` if there is none any more */
  show(made: SignedByForm | undefined): void {
    this.#made = made;
    this.#list.replaceChildren();
    const isUpload = made?.signed.method === 'PUT';
    find('[data-of=uploads]', HTMLOptionElement, this.#what).disabled = !isUpload;
    if (!isUpload && this.#what.value === 'type') this.#what.value = 'key';
  }

  async #sendAsSigned(): Promise<void> {
    if (!this.#made) return;
    const answer = await this.#send(this.#made.signed);
    this.#note(['As signed'], answer);
    if (answer.status < 300) this.onChanged();
  }

  async #sendAltered(): Promise<void> {
    if (!this.#made) return;
    const altered = alter(this.#made.signed, this.#what.value as Alterable);
    if (!altered) throw new Error('This part of the request has no letter to change.');
    const answer = await this.#send(altered.request);
    const { url, method } = altered.request;
    const explanation = await this.client()
      .explain({
        url,
        method: method as 'GET' | 'HEAD' | 'PUT' | 'DELETE',
        ...(answer.body !== '' && { response: answer.body }),
      })
      .catch(() => undefined);
    this.#note(['Changed: ', ...changed(altered)], answer, explanation);
  }

  async #send({ url, method, headers }: SentRequest): Promise<Answer> {
    const { fetch } = this;
    const body = method === 'PUT' ? bodyOf(this.#made!.contentLength) : undefined;
    const response = await fetch(url, {
      method,
      headers,
      ...(body && { body }),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.ok) await response.body?.cancel();
    return { status: response.status, body: response.ok ? '' : await response.text() };
  }

  #note(what: readonly (Node | string)[], { status, body }: Answer, explanation?: Explanation): void {
    const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1];
    const words = status < 300 ? `${status}: S3 accepts it` : `${status} ${code ?? ''}: S3 refuses it`;
    const verdict = make('strong', { className: status < 300 ? 'good' : 'bad' }, words.replace(' :', ':'));
    const isTold = explanation && !UNTOLD.has(explanation.verdict);
    const why = isTold ? [make('span', {}, `The API explains: ${explanation.detail}`)] : [];
    this.#list.prepend(make('li', {}, make('span', { className: 'what' }, ...what), verdict, ...why));
    announce(`${words}.`);
  }
}

function changed({ shown: [before, letter, after] }: Altered): readonly Node[] {
  const start = before.length > 24 ? `…${before.slice(-24)}` : before;
  return [make('code', {}, start, make('mark', {}, letter), after)];
}

/** Returns the body of an upload. @throws Error if the body is too large for a demonstration */
function bodyOf(length: number | undefined): Blob {
  if (length === undefined) return new Blob([SAMPLE]);
  if (length <= MOST_BYTES) return new Blob([new Uint8Array(length)]);
  throw new Error(
    `${bytesText(length)} are signed. This page sends up to ${bytesText(MOST_BYTES)}: copy the curl command.`,
  );
}
