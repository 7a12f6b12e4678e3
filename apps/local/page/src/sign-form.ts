import type { Api, Signed } from './api.js';
import { announce, find } from './dom.js';
import { run } from './problems.js';

/** A signed request, with the content length that was signed for an upload. */
export interface SignedByForm {
  readonly signed: Signed;
  readonly contentLength: number | undefined;
}

/**
 * Handles the form that signs any request.
 *
 * @param show is called with each signed request, and with `undefined` if none was signed
 */
export function listenToSignForm(api: () => Api, show: (made: SignedByForm | undefined) => void): void {
  const form = find('#sign form', HTMLFormElement);
  const operation = find('#operation', HTMLSelectElement);
  showFieldsOf(operation.value);
  operation.addEventListener('change', () => showFieldsOf(operation.value));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run('sign', async () => {
      show(undefined);
      const made = await sign(api(), form, operation.value);
      show(made);
      const { method, key, expiresIn } = made.signed;
      announce(`Signed: ${method} ${key}, for ${expiresIn} seconds.`);
    });
  });
}

/** Shows the fields of an operation. Content type and content length are signed only for uploads. */
function showFieldsOf(operation: string): void {
  for (const label of document.querySelectorAll<HTMLElement>('#sign form [data-of]')) {
    label.hidden = label.dataset['of'] !== operation;
  }
}

async function sign(api: Api, form: HTMLFormElement, operation: string): Promise<SignedByForm> {
  const field = (name: string) => find(`[name=${name}]`, HTMLInputElement, form);
  const isUpload = operation === 'uploads';
  const contentType = field('contentType').value.trim();
  const length = field('contentLength').valueAsNumber;
  const contentLength = isUpload && !Number.isNaN(length) ? length : undefined;
  const signed = await api.sign(operation, {
    key: field('key').value,
    expiresIn: field('expiresIn').valueAsNumber,
    ...(isUpload && contentType !== '' && { contentType }),
    ...(contentLength !== undefined && { contentLength }),
  });
  return { signed, contentLength };
}
