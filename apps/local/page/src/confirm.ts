import { find, onClick } from './dom.js';

/** The dialog that asks before something is deleted. */
export class Confirmation {
  readonly #dialog = find('#confirm', HTMLDialogElement);

  constructor() {
    onClick('#confirm-no', () => this.#dialog.close('no'));
    onClick('#confirm-yes', () => this.#dialog.close('yes'));
  }

  /** Asks a question. @returns false for the button "Keep", and for Escape */
  ask(question: string): Promise<boolean> {
    find('#confirm-question', HTMLElement).textContent = question;
    this.#dialog.returnValue = 'no';
    this.#dialog.showModal();
    return new Promise((resolve) => {
      const answer = () => resolve(this.#dialog.returnValue === 'yes');
      this.#dialog.addEventListener('close', answer, { once: true });
    });
  }
}
