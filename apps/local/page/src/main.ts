import { findAccess, forgetAccess, keepAccess, type Access } from './access.js';
import { Api } from './api.js';
import { find, make, run, showProblem } from './dom.js';
import { onFiles } from './drop.js';
import { Objects } from './objects.js';
import { SignedRequest } from './signed-request.js';
import { upload } from './uploads.js';

const access = findAccess();
if (access) start(access);
else ask();

function ask(): void {
  const form = find('#access', HTMLFormElement);
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const pasted = keepAccess(find('[name=token]', HTMLInputElement, form).value.trim());
    if (!pasted) return showProblem('This is no token that npm start printed.');
    form.hidden = true;
    showProblem(undefined);
    start(pasted);
  });
}

function start({ token, tenants }: Access): void {
  let api = new Api(tenants[0]!, token);
  const signed = new SignedRequest(() => api);
  const objects = new Objects(
    () => api,
    (answer) => signed.show(answer),
  );
  chooseOf(tenants, (tenant) => {
    api = new Api(tenant, token);
    run(() => objects.open(''));
  });
  onFiles((files) => {
    run(async () => {
      const session = await api.openUploadSession({ keyPrefix: 'try/', naming: 'filename', overwrite: true });
      signed.showSession(session);
      await upload(session, files, () => run(() => objects.open('try/')));
    });
  });
  find('#work', HTMLElement).hidden = false;
  run(async () => {
    try {
      await objects.refresh();
    } catch (error) {
      forgetAccess(); // a token ends with the npm start that made it
      throw error;
    }
  });
}

function chooseOf(tenants: readonly string[], choose: (tenant: string) => void): void {
  find('#tenants', HTMLElement).append(
    ...tenants.map((tenant, index) => {
      const radio = make('input', { type: 'radio', name: 'tenant', value: tenant, checked: index === 0 });
      radio.addEventListener('change', () => choose(tenant));
      return make('label', {}, radio, tenant);
    }),
  );
}
