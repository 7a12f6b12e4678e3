import type { Api, ObjectsPage, Signed } from './api.js';
import { find, make, row, run } from './dom.js';
import { bytesInWords, timeInWords } from './words.js';

/** What the bucket holds, and a download of each. */
export class Objects {
  readonly #table = find('#objects', HTMLTableElement);
  readonly #body = find('tbody', HTMLTableSectionElement, this.#table);
  readonly #more = find('#more', HTMLButtonElement);
  #cursor: string | undefined;
  #asked = 0;

  /** @param onSigned told of each URL that a download needed */
  constructor(
    private readonly api: () => Api,
    private readonly onSigned: (signed: Signed) => void,
  ) {
    find('#refresh', HTMLButtonElement).addEventListener('click', () => run(() => this.refresh()));
    this.#more.addEventListener('click', () => run(() => this.#load(this.#cursor)));
  }

  refresh(): Promise<void> {
    return this.#load(undefined);
  }

  async #load(cursor: string | undefined): Promise<void> {
    const asked = ++this.#asked;
    const page = await this.api().listObjects(cursor);
    if (asked !== this.#asked) return; // somebody asked again, or for another tenant
    if (cursor === undefined) this.#body.replaceChildren();
    this.#body.append(...page.items.map((item) => this.#row(item)));
    this.#cursor = page.nextCursor;
    this.#more.hidden = page.nextCursor === undefined;
    this.#table.hidden = this.#body.rows.length === 0;
    find('#no-objects', HTMLElement).hidden = !this.#table.hidden;
  }

  #row({ key, size, lastModified, unsignable }: ObjectsPage['items'][number]): HTMLTableRowElement {
    const download = make('button', { type: 'button', 'aria-label': `Download ${key}` }, 'Download');
    download.addEventListener('click', () => run(() => this.#download(key)));
    const made = row(
      key,
      bytesInWords(size),
      make('time', { dateTime: lastModified }, timeInWords(lastModified)),
      unsignable === undefined ? download : unsignable,
    );
    made.cells[1]!.className = 'number';
    return made;
  }

  async #download(key: string): Promise<void> {
    const signed = await this.api().sign('downloads', { key, expiresIn: 60 });
    this.onSigned(signed);
    make('a', { href: signed.url, download: '' }).click(); // S3 answers with `attachment`
  }
}
