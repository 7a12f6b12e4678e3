import type { Api, Promised, Signed, UploadSession } from './api.js';
import { find, make, row, run, tell } from './dom.js';
import { clockOf, timeInWords } from './words.js';

/** What was signed last: what S3 holds the client to, and for how long. */
export class SignedRequest {
  readonly #form = find('#sign', HTMLFormElement);
  readonly #countdown = find('#countdown', HTMLElement);
  #ends = 0;

  constructor(private readonly api: () => Api) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      run(() => this.#sign());
    });
    setInterval(() => this.#tick(), 500);
  }

  show(signed: Signed): void {
    const headers = Object.entries(signed.headers).map((header) => header.join(': '));
    this.#show(signed, `${signed.method} ${signed.url}`, headers.join(', ') || 'none to set');
  }

  /** The requests of its files are signed one by one, as Uppy needs them. */
  showSession(session: UploadSession): void {
    this.#show(session, `Uppy at ${session.companionEndpoint}`, 'as Uppy sets them');
  }

  #show({ expiresAt, limitedBy, constraints }: Promised, request: string, headers: string): void {
    this.#ends = Date.parse(expiresAt);
    find('#signed-request', HTMLElement).replaceChildren(make('code', {}, request));
    find('#signed-headers', HTMLElement).replaceChildren(make('code', {}, headers));
    find('#signed-ends', HTMLElement).textContent = `${timeInWords(expiresAt)}, limited by ${limitedBy}:`;
    find('#constraints', HTMLElement).replaceChildren(
      ...constraints.map(({ name, value, enforcedBy }) => row(name, valueInWords(value), enforcedBy)),
    );
    find('#signed', HTMLElement).hidden = false;
    this.#tick();
  }

  async #sign(): Promise<void> {
    const operation = find('[name=operation]', HTMLSelectElement, this.#form).value;
    const key = find('[name=key]', HTMLInputElement, this.#form).value;
    const expiresIn = find('[name=expiresIn]', HTMLInputElement, this.#form).valueAsNumber;
    const signed = await this.api().sign(operation, { key, expiresIn });
    this.show(signed);
    tell(`Signed: ${signed.method} ${signed.key}, for ${signed.expiresIn} seconds.`);
  }

  #tick(): void {
    if (this.#ends === 0) return;
    const left = Math.max(0, Math.floor((this.#ends - Date.now()) / 1000));
    this.#countdown.textContent = left > 0 ? `${clockOf(left)} left` : 'ended';
    this.#countdown.classList.toggle('over', left === 0);
  }
}

const valueInWords = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
};
