import type { Signed } from './api.js';
import { curlCommand } from './curl.js';
import { announce, find, make, onClick, row } from './dom.js';
import { run } from './problems.js';
import type { SignedByForm } from './sign-form.js';
import { clockText, dateText } from './words.js';

/** Shows the last signed request, what S3 enforces, and how long it is valid. */
export class SignedRequest {
  readonly #panel = find('#signed', HTMLElement);
  readonly #request = find('#signed-request', HTMLElement);
  readonly #countdown = find('#countdown', HTMLElement);
  #made: SignedByForm | undefined;

  constructor() {
    onClick('#copy-url', () => this.#copy('The URL', ({ signed }) => signed.url));
    onClick('#copy-curl', () =>
      this.#copy('The command', ({ signed, contentLength }) =>
        curlCommand(signed, signed.key, contentLength),
      ),
    );
    setInterval(() => this.#tick(), 500);
  }

  /** Shows a request. @param made the signed request; `undefined` to show nothing */
  show(made: SignedByForm | undefined): void {
    this.#made = made;
    this.#panel.hidden = !made;
    this.#request.replaceChildren(...(made ? requestLines(made.signed) : []));
    if (!made) return;
    const { expiresAt, limitedBy, constraints } = made.signed;
    find('#signed-ends', HTMLElement).textContent =
      `Valid until ${dateText(expiresAt)}, limited by ${limitedBy}:`;
    find('#constraints', HTMLElement).replaceChildren(
      ...constraints.map(({ name, value, enforcedBy }) => row(name, valueText(value), enforcedBy)),
    );
    this.#tick();
  }

  #copy(what: string, text: (made: SignedByForm) => string): void {
    run('sign', async () => {
      if (!this.#made) return;
      await navigator.clipboard.writeText(text(this.#made));
      announce(`${what} is copied.`);
    });
  }

  #tick(): void {
    if (!this.#made) return;
    const left = Math.max(0, Math.floor((Date.parse(this.#made.signed.expiresAt) - Date.now()) / 1000));
    this.#countdown.textContent = left > 0 ? `${clockText(left)} left` : 'expired';
    this.#countdown.classList.toggle('bad', left === 0);
  }
}

/** Returns the request as lines of HTTP, with one line for each parameter. */
function requestLines({ method, url, headers }: Signed): Node[] {
  const [place = '', query = ''] = url.split('?', 2);
  const parameters = query.split('&').map((parameter, index) => `${index === 0 ? '?' : '&'}${parameter}`);
  return [
    make('span', { className: 'line' }, make('strong', {}, method), ` ${place}`),
    ...parameters.map((parameter) => make('span', { className: 'line query' }, parameter)),
    ...Object.entries(headers).map((field) => make('span', { className: 'line' }, field.join(': '))),
  ];
}

const valueText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
};
