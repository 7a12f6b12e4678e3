import type { PresignClient } from '#client/browser';
import type { Api, ObjectsPage, Signed } from './api.js';
import { Confirmation } from './confirm.js';
import { showCrumbs } from './crumbs.js';
import { announce, find, make, makeButton, onClick, row } from './dom.js';
import { run } from './problems.js';
import { bytesText, countText, dateText } from './words.js';

export interface ObjectsEvents {
  /** Called when a URL was signed for a download, which the browser makes by itself. */
  onSigned(signed: Signed): void;
  /** Called when another folder is shown. */
  onFolder(folder: string): void;
}

/** The objects of one tenant, by folder, each with buttons to download and to delete it. */
export class Objects {
  readonly #table = find('#objects table', HTMLTableElement);
  readonly #body = find('tbody', HTMLTableSectionElement, this.#table);
  readonly #empty = find('#no-objects', HTMLElement);
  readonly #more = find('#more', HTMLButtonElement);
  readonly #confirmation = new Confirmation();
  #folder = '';
  #cursor: string | undefined;
  #asked = 0;

  constructor(
    private readonly api: () => Api,
    private readonly client: () => PresignClient,
    private readonly events: ObjectsEvents,
  ) {
    onClick('#refresh', () => run('objects', () => this.refresh()));
    onClick('#more', () => run('objects', () => this.#load(this.#cursor)));
  }

  /** Shows the bucket of another tenant, and removes everything of the previous one. */
  openTenant(): Promise<void> {
    for (const element of [this.#table, this.#empty, this.#more]) element.hidden = true;
    this.#body.replaceChildren();
    return this.open('');
  }

  refresh(): Promise<void> {
    return this.#load(undefined);
  }

  /** Opens a folder. @param folder ends in `/`, or is empty for the bucket */
  open(folder: string): Promise<void> {
    this.#folder = folder;
    this.events.onFolder(folder);
    showCrumbs(this.api().tenant, folder, (other) => run('objects', () => this.open(other)));
    return this.refresh();
  }

  async #load(cursor: string | undefined): Promise<void> {
    const asked = ++this.#asked;
    const page = await this.api().listObjects(this.#folder, cursor);
    if (asked !== this.#asked) return; // another folder or tenant was selected in the meantime
    if (cursor === undefined) this.#body.replaceChildren();
    this.#body.append(...page.folders.map((folder) => this.#folderRow(folder)));
    this.#body.append(...page.items.map((item) => this.#row(item)));
    this.#cursor = page.nextCursor;
    this.#more.hidden = page.nextCursor === undefined;
    this.#table.hidden = this.#body.rows.length === 0;
    this.#empty.hidden = !this.#table.hidden;
  }

  #folderRow(folder: string): HTMLTableRowElement {
    const open = makeButton(this.#nameOf(folder), `Open ${folder}`, () =>
      run('objects', () => this.open(folder)),
    );
    open.className = 'link';
    const remove = this.#deleteButton(folder, `Delete ${folder} with everything in it?`, () =>
      this.client().list({ prefix: folder }),
    );
    return listed(open, '', '', remove);
  }

  #row({ key, size, lastModified, unsignable }: ObjectsPage['items'][number]): HTMLTableRowElement {
    const time = make('time', { dateTime: lastModified }, dateText(lastModified));
    const actions =
      unsignable === undefined
        ? [
            makeButton('Download', `Download ${key}`, () => run('objects', () => this.#download(key))),
            this.#deleteButton(key, `Delete ${key}?`, () => [{ key }]),
          ]
        : [`No URL can be signed: ${unsignable}`];
    return listed(this.#nameOf(key), bytesText(size), time, ...actions);
  }

  #nameOf(key: string): string {
    return key.slice(this.#folder.length);
  }

  #deleteButton(
    key: string,
    question: string,
    objects: () => AsyncIterable<{ readonly key: string }> | Iterable<{ readonly key: string }>,
  ): HTMLButtonElement {
    return makeButton('Delete', `Delete ${key}`, () =>
      run('objects', async () => {
        if (!(await this.#confirmation.ask(question))) return;
        const client = this.client();
        const { removed, failed } = await client.remove(keysOf(objects()));
        await this.refresh();
        announce(`${countText(removed, 'object')} deleted.`);
        find('#refresh', HTMLButtonElement).focus(); // the button with the focus was removed
        if (failed[0]) throw failed[0].error;
      }),
    );
  }

  async #download(key: string): Promise<void> {
    const signed = await this.api().sign('downloads', { key, expiresIn: 60 });
    this.events.onSigned(signed);
    make('a', { href: signed.url, download: '' }).click(); // the answer of S3 has `attachment`
  }
}

function listed(
  name: string | Node,
  size: string,
  time: string | Node,
  ...actions: readonly (string | Node)[]
): HTMLTableRowElement {
  const made = row(name, size, time, make('span', { className: 'actions' }, ...actions));
  made.cells[1]!.className = 'number';
  return made;
}

async function* keysOf(
  objects: AsyncIterable<{ readonly key: string }> | Iterable<{ readonly key: string }>,
): AsyncGenerator<string> {
  for await (const { key } of objects) yield key;
}
