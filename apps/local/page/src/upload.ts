import { TransferError, type PresignClient, type UploadResult } from '#client/browser';
import { announce } from './dom.js';
import { UploadRow } from './upload-row.js';
import { messageOf } from './problems.js';

/** Callbacks of an upload for its list. */
export interface UploadEvents {
  onDone(): void;
  /** Called when the user wants to choose the file of an interrupted upload again. */
  onChooseAgain(upload: Upload): void;
  /** Called when the row was removed from the page. */
  onGone(upload: Upload): void;
}

/** The known properties of a file before it is chosen again. */
export interface ExpectedFile {
  /** The size in bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/** The reason for which a paused upload is aborted. */
const PAUSED = new Error('paused');
const CANCELLED = new Error('cancelled');

/** An upload of one file by the client library. It can be paused, resumed (after a reload too) and cancelled. */
export class Upload {
  readonly row: UploadRow;
  #file: File | undefined;
  #aborter: AbortController | undefined;
  #sending: Promise<void> = Promise.resolve();
  #loaded = 0;

  /** @param from the file, or its known properties after a reload */
  constructor(
    private readonly client: PresignClient,
    readonly key: string,
    private readonly from: File | ExpectedFile,
    private readonly events: UploadEvents,
  ) {
    this.row = new UploadRow(key, from.size, {
      pauseOrResume: () => (this.#aborter ? this.#aborter.abort(PAUSED) : this.#begin()),
      retry: () => this.#begin(),
      chooseAgain: () => this.events.onChooseAgain(this),
      cancel: () => void this.#cancel(),
    });
    if (from instanceof File) this.start(from);
    else this.row.show({ is: 'interrupted' });
  }

  get isInterrupted(): boolean {
    return this.#file === undefined;
  }

  /** Returns whether a file is probably the interrupted one, by the properties that are known before it is read. */
  expects(file: File): boolean {
    const modifiedAt = 'modifiedAt' in this.from ? this.from.modifiedAt.getTime() : this.from.lastModified;
    return file.size === this.from.size && file.lastModified === modifiedAt;
  }

  start(file: File): void {
    this.#file = file;
    this.#begin();
  }

  #begin(): void {
    this.#sending = this.#send();
  }

  async #send(): Promise<void> {
    const aborter = new AbortController();
    this.#aborter = aborter;
    this.row.show({ is: 'uploading', bytes: this.#loaded });
    try {
      const result = await this.client.upload(this.key, this.#file!, {
        contentType: this.#file!.type || 'application/octet-stream',
        signal: aborter.signal,
        onProgress: ({ loaded }) => {
          this.#loaded = loaded;
          if (!aborter.signal.aborted) this.row.show({ is: 'uploading', bytes: loaded });
        },
      });
      this.row.show({ is: 'done', words: doneText(result) });
      announce(`${this.key} is uploaded.`);
      this.events.onDone();
    } catch (error) {
      this.#stopped(error);
    } finally {
      this.#aborter = undefined;
    }
  }

  #stopped(error: unknown): void {
    if (error === CANCELLED) return;
    if (error === PAUSED) {
      this.row.show({ is: 'paused', bytes: this.#loaded });
      announce(`${this.key} is paused.`);
      return;
    }
    this.row.show({ is: 'failed', why: failureText(error) });
    announce(`${this.key} failed.`);
  }

  /** Cancels the upload, and removes the parts that have arrived. */
  async #cancel(): Promise<void> {
    const { isOver } = this.row;
    this.#aborter?.abort(CANCELLED);
    this.row.remove();
    this.events.onGone(this);
    if (!isOver) announce(`${this.key} is cancelled.`);
    await this.#sending;
    await this.client.discard(this.key);
  }
}

function doneText({ verified, resumed, size }: UploadResult): string {
  const how = { crc64nvme: 'CRC64NVME', 'sha256-parts': 'SHA-256', 'md5-parts': 'MD5', none: undefined }[
    verified
  ];
  const percent = Math.floor((resumed / Math.max(size, 1)) * 100);
  return [
    'uploaded',
    ...(how === undefined ? [] : [`verified by ${how}`]),
    ...(resumed > 0 ? [`resumed at ${percent} %`] : []),
  ].join(', ');
}

const failureText = (error: unknown): string =>
  error instanceof TransferError ? `${error.message} (${error.code})` : messageOf(error);
