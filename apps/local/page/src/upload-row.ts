import { find, make } from './dom.js';
import { bytesInWords } from './words.js';

export type UploadState =
  | { readonly is: 'waiting' }
  | { readonly is: 'uploading' | 'paused'; readonly bytes: number }
  | { readonly is: 'done'; readonly key: string }
  /** A retry may help, or can't. */
  | { readonly is: 'failed' | 'refused'; readonly why: string };

/** What its buttons do. */
export interface UploadControls {
  pauseOrResume(): void;
  retry(): void;
  cancel(): void;
}

/** An upload as the page shows it. */
export class UploadRow {
  readonly #state = make('span', { className: 'state' });
  readonly #bar: HTMLProgressElement;
  readonly #pause: HTMLButtonElement;
  readonly #retry: HTMLButtonElement;
  readonly #cancel: HTMLButtonElement;
  readonly #element: HTMLLIElement;

  constructor(
    readonly name: string,
    private readonly size: number,
    controls: UploadControls,
  ) {
    const button = (text: string, act: () => void) => {
      const made = make('button', { type: 'button', 'aria-label': `${text} ${name}` }, text);
      made.addEventListener('click', act);
      return made;
    };
    this.#bar = make('progress', { max: Math.max(size, 1), value: 0, 'aria-label': `Progress of ${name}` });
    this.#pause = button('Pause', () => controls.pauseOrResume());
    this.#retry = button('Retry', () => controls.retry());
    this.#cancel = button('Cancel', () => controls.cancel());
    const actions = make('span', { className: 'actions' }, this.#pause, this.#retry, this.#cancel);
    this.#element = make(
      'li',
      {},
      make('span', { className: 'name' }, name),
      this.#bar,
      this.#state,
      actions,
    );
    find('#uploads', HTMLElement).prepend(this.#element);
    this.show({ is: 'waiting' });
  }

  show(state: UploadState): void {
    const isUnderWay = state.is === 'uploading' || state.is === 'paused';
    this.#bar.hidden = !isUnderWay;
    if (isUnderWay) this.#bar.value = state.bytes;
    this.#state.textContent = this.#words(state);
    this.#state.className = `state ${state.is}`;
    label(this.#pause, state.is === 'paused' ? 'Resume' : 'Pause', this.name);
    label(this.#cancel, state.is === 'refused' ? 'Dismiss' : 'Cancel', this.name);
    this.#leave(isUnderWay, this.#pause);
    this.#leave(state.is === 'failed', this.#retry);
    this.#leave(state.is !== 'done', this.#cancel);
  }

  remove(): void {
    const next = this.#element.nextElementSibling ?? this.#element.previousElementSibling;
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.remove();
    if (hadFocus)
      (next?.querySelector<HTMLElement>('button:not([hidden])') ?? find('#files', HTMLElement)).focus();
  }

  /** Shows or hides a button; the focus of the keyboard stays in the row. */
  #leave(isShown: boolean, button: HTMLButtonElement): void {
    const hadFocus = document.activeElement === button;
    button.hidden = !isShown;
    if (!isShown && hadFocus) this.#element.querySelector<HTMLElement>('button:not([hidden])')?.focus();
  }

  #words(state: UploadState): string {
    switch (state.is) {
      case 'waiting':
        return `${bytesInWords(this.size)}, waiting`;
      case 'uploading':
      case 'paused': {
        const percent = this.size === 0 ? 100 : Math.floor((state.bytes / this.size) * 100);
        return `${percent} % of ${bytesInWords(this.size)}${state.is === 'paused' ? ', paused' : ''}`;
      }
      case 'done':
        return `${bytesInWords(this.size)}, uploaded as ${state.key}`;
      case 'failed':
        return `Failed: ${state.why}`;
      case 'refused':
        return state.why;
    }
  }
}

function label(button: HTMLButtonElement, text: string, name: string): void {
  if (button.textContent === text) return;
  button.textContent = text;
  button.setAttribute('aria-label', `${text} ${name}`);
}
