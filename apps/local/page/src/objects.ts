import type { Api, ObjectsPage, Signed } from './api.js';
import { find, make, row, run } from './dom.js';
import { bytesInWords, timeInWords } from './words.js';

/** What a folder of the bucket holds, and a download of each. */
export class Objects {
  readonly #table = find('#objects', HTMLTableElement);
  readonly #body = find('tbody', HTMLTableSectionElement, this.#table);
  readonly #more = find('#more', HTMLButtonElement);
  #folder = '';
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

  /** @param folder ends in "/", or is empty: the bucket */
  open(folder: string): Promise<void> {
    this.#folder = folder;
    return this.refresh();
  }

  async #load(cursor: string | undefined): Promise<void> {
    const asked = ++this.#asked;
    const page = await this.api().listObjects(this.#folder, cursor);
    if (asked !== this.#asked) return; // somebody asked again, or for another tenant
    if (cursor === undefined) this.#body.replaceChildren(...this.#wayUp());
    this.#body.append(...page.folders.map((folder) => this.#folderRow(folder, folder)));
    this.#body.append(...page.items.map((item) => this.#row(item)));
    this.#cursor = page.nextCursor;
    this.#more.hidden = page.nextCursor === undefined;
    this.#table.hidden = this.#body.rows.length === 0;
    find('#no-objects', HTMLElement).hidden = !this.#table.hidden;
  }

  #wayUp(): HTMLTableRowElement[] {
    if (this.#folder === '') return [];
    const above = this.#folder.slice(0, this.#folder.slice(0, -1).lastIndexOf('/') + 1);
    return [this.#folderRow('the folder above', above)];
  }

  #folderRow(name: string, folder: string): HTMLTableRowElement {
    const open = make('button', { type: 'button', 'aria-label': `Open ${name}` }, 'Open');
    open.addEventListener('click', () => run(() => this.open(folder)));
    return row(name, '', '', open);
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
