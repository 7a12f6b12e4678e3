import type { PresignClient } from '#client/browser';
import { find, make } from './dom.js';
import type { Chosen } from './drop.js';
import { run, showProblem } from './problems.js';
import { Upload, type ExpectedFile } from './upload.js';
import { bytesText, dateText } from './words.js';

/** The uploads to one tenant, newest first. They continue while another tenant is shown. */
export class Uploads {
  readonly #list = make('ul', { 'aria-label': 'Uploads' });
  readonly #uploads = new Map<string, Upload>();

  /** @param onDone is called for each object that was uploaded */
  constructor(
    private readonly client: PresignClient,
    private readonly onDone: () => void,
  ) {
    const refresh = () => this.#uploads.forEach(({ row }) => row.refresh());
    addEventListener('online', refresh);
    addEventListener('offline', refresh);
    run('upload', async () => {
      for (const { key, ...file } of await client.interrupted()) this.#add(key, file);
    });
  }

  /** Shows these uploads instead of another tenant's. */
  show(): void {
    find('#uploads', HTMLElement).replaceChildren(this.#list);
  }

  /** Uploads files. Continues an upload that was interrupted. @param folder ends in `/`, or is empty */
  upload(folder: string, chosen: readonly Chosen[]): void {
    for (const { file, path } of chosen) {
      const key = `${folder}${path}`;
      const before = this.#uploads.get(key);
      if (before?.isInterrupted && before.expects(file)) before.start(file);
      else if (!before || before.isInterrupted || before.row.isOver) {
        before?.row.remove();
        this.#add(key, file);
      }
    }
  }

  #add(key: string, from: File | ExpectedFile): void {
    const upload = new Upload(this.client, key, from, {
      onDone: this.onDone,
      onChooseAgain: (interrupted) => this.#chooseAgain(interrupted),
      onGone: (gone) => void (this.#uploads.get(key) === gone && this.#uploads.delete(key)),
    });
    this.#uploads.set(key, upload);
    this.#list.prepend(upload.row.element);
  }

  #chooseAgain(upload: Upload): void {
    const input = make('input', { type: 'file' });
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) return;
      if (upload.expects(file)) upload.start(file);
      else showProblem('upload', wrongFile(upload, file));
    });
    input.click();
  }
}

const wrongFile = ({ key }: Upload, { name, size, lastModified }: File): Error =>
  new Error(
    `${name} is not the file whose upload to ${key} was interrupted: it has ${bytesText(size)} and was changed ${dateText(new Date(lastModified).toISOString())}. Choose the same file, or cancel the upload.`,
  );
