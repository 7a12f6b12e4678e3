import { PresignClient } from '#client/browser';
import { findAccess, forgetAccess, keepAccess, type Access } from './access.js';
import { Api } from './api.js';
import { Attempts } from './attempts.js';
import { announce, find, make } from './dom.js';
import { onFiles } from './drop.js';
import { Objects } from './objects.js';
import { hideProblem, run, showProblem } from './problems.js';
import { listenToSignForm, type SignedByForm } from './sign-form.js';
import { SignedRequest } from './signed-request.js';
import { watchedFetch } from './traffic.js';
import { Uploads } from './uploads.js';
import { Way } from './way.js';

const access = findAccess();
if (access) start(access);
else ask();

function ask(): void {
  const form = find('#access', HTMLFormElement);
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const pasted = keepAccess(find('[name=token]', HTMLInputElement, form).value.trim());
    if (!pasted) return showProblem('access', 'This is not a token that npm start printed.');
    form.hidden = true;
    hideProblem('access');
    start(pasted);
  });
}

/** The parts of the page for one tenant. They are kept while another tenant is shown. */
interface TenantView {
  readonly api: Api;
  readonly client: PresignClient;
  readonly uploads: Uploads;
}

function start({ token, tenants }: Access): void {
  const way = new Way();
  const fetch = watchedFetch(location.origin, way);
  const views = new Map<string, TenantView>();
  let view = viewOf(tenants[0]!);

  const signed = new SignedRequest();
  const folder = find('[name=folder]', HTMLInputElement);
  const objects = new Objects(
    () => view.api,
    () => view.client,
    {
      onSigned: (made) => {
        showSigned({ signed: made, contentLength: undefined });
        way.handedOver(made.method, made.url);
      },
      onFolder: (opened) => (folder.value = opened),
    },
  );
  const attempts = new Attempts(() => view.client, fetch, refresh);
  listenToSignForm(() => view.api, showSigned);
  onFiles((chosen) => view.uploads.upload(folderOf(folder.value), chosen));
  showNetwork();
  chooseOf(tenants, (tenant) => {
    view = viewOf(tenant);
    view.uploads.show();
    showSigned(undefined);
    way.clearLog();
    announce(`Tenant ${tenant}.`);
    for (const area of ['upload', 'sign'] as const) hideProblem(area);
    run('objects', () => objects.openTenant());
  });

  find('#work', HTMLElement).hidden = false;
  view.uploads.show();
  run('objects', async () => {
    try {
      await objects.openTenant();
    } catch (error) {
      forgetAccess(); // the token is no longer valid after the npm start that issued it has ended
      throw error;
    }
  });

  function viewOf(tenant: string): TenantView {
    const known = views.get(tenant);
    if (known) return known;
    const client = new PresignClient({ api: location.origin, tenant, token: () => token, fetch });
    const made = { api: new Api(tenant, token, fetch), client, uploads: new Uploads(client, refresh) };
    views.set(tenant, made);
    return made;
  }

  function showSigned(made: SignedByForm | undefined): void {
    signed.show(made);
    attempts.show(made);
  }

  function refresh(): void {
    run('objects', () => objects.refresh());
  }
}

/** Returns a folder's prefix from the typed text: without a `/` at the beginning, and with one at the end. */
function folderOf(typed: string): string {
  const bare = typed.trim().replace(/^\/+/, '');
  return bare === '' || bare.endsWith('/') ? bare : `${bare}/`;
}

function showNetwork(): void {
  const note = find('#network', HTMLElement);
  const show = () => (note.hidden = navigator.onLine);
  addEventListener('online', show);
  addEventListener('offline', show);
  show();
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
