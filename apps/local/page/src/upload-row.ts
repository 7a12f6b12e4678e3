import { find, make, makeButton } from './dom.js';
import { bytesText } from './words.js';

export type UploadState =
  | { readonly is: 'waiting' }
  | { readonly is: 'uploading' | 'paused'; readonly bytes: number }
  | { readonly is: 'interrupted' }
  | { readonly is: 'done'; readonly words: string }
  | { readonly is: 'failed'; readonly why: string };

/** The actions of a row's buttons. */
export interface UploadControls {
  pauseOrResume(): void;
  retry(): void;
  chooseAgain(): void;
  /** Aborts the upload, or removes an ended one from the page. */
  cancel(): void;
}

/** The row of an upload on the page. */
export class UploadRow {
  readonly element: HTMLLIElement;
  readonly #words = make('span', { className: 'state' });
  readonly #bar: HTMLProgressElement;
  readonly #buttons: Readonly<Record<'pause' | 'retry' | 'again' | 'cancel', HTMLButtonElement>>;
  #state: UploadState = { is: 'waiting' };

  constructor(
    readonly key: string,
    private readonly size: number,
    controls: UploadControls,
  ) {
    const button = (text: string, act: () => void) => makeButton(text, `${text} ${key}`, act);
    this.#bar = make('progress', { max: Math.max(size, 1), value: 0, 'aria-label': `Progress of ${key}` });
    this.#buttons = {
      pause: button('Pause', () => controls.pauseOrResume()),
      retry: button('Retry', () => controls.retry()),
      again: button('Choose again', () => controls.chooseAgain()),
      cancel: button('Cancel', () => controls.cancel()),
    };
    const actions = make('span', { className: 'actions' }, ...Object.values(this.#buttons));
    const name = make('span', { className: 'name' }, key);
    this.element = make('li', {}, name, this.#bar, this.#words, actions);
    this.show({ is: 'waiting' });
  }

  get isOver(): boolean {
    return this.#state.is === 'done' || this.#state.is === 'failed';
  }

  show(state: UploadState): void {
    this.#state = state;
    const isUnderWay = state.is === 'uploading' || state.is === 'paused';
    this.#bar.hidden = !isUnderWay;
    if (isUnderWay) this.#bar.value = state.bytes;
    this.#words.textContent = this.#text(state);
    this.#words.className = `state ${state.is}`;
    const { pause, retry, again, cancel } = this.#buttons;
    label(pause, state.is === 'paused' ? 'Resume' : 'Pause', this.key);
    label(cancel, this.isOver ? 'Dismiss' : 'Cancel', this.key);
    this.#leave(isUnderWay, pause);
    this.#leave(state.is === 'failed', retry);
    this.#leave(state.is === 'interrupted', again);
  }

  /** Updates the text of the state when the network connection is lost or restored. */
  refresh(): void {
    this.show(this.#state);
  }

  remove(): void {
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.remove();
    if (hadFocus)
      (next?.querySelector<HTMLElement>('button:not([hidden])') ?? find('#files', HTMLElement)).focus();
  }

  /** Shows or hides a button. The keyboard focus stays in the row. */
  #leave(isShown: boolean, button: HTMLButtonElement): void {
    const hadFocus = document.activeElement === button;
    button.hidden = !isShown;
    if (!isShown && hadFocus) this.element.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  #text(state: UploadState): string {
    const size = bytesText(this.size);
    switch (state.is) {
      case 'waiting':
        return `${size}, waiting`;
      case 'uploading':
      case 'paused': {
        const percent = this.size === 0 ? 100 : Math.floor((state.bytes / this.size) * 100);
        const rest = state.is === 'paused' ? ', paused' : navigator.onLine ? '' : ', waiting for the network';
        return `${percent} % of ${size}${rest}`;
      }
      case 'interrupted':
        return `${size}, interrupted. Choose the same file again: the upload goes on where it stopped.`;
      case 'done':
        return `${size}, ${state.words}`;
      case 'failed':
        return state.why;
    }
  }
}

function label(button: HTMLButtonElement, text: string, name: string): void {
  if (button.textContent === text) return;
  button.textContent = text;
  button.setAttribute('aria-label', `${text} ${name}`);
}
