import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialsEntry } from '../../../../api/src/tenants/credentials-entry.js';
import { fields, get } from '../../kustomize/data.js';
import { inSource, type Fault, type SourceRule } from '../fault.js';

const KEY_FILE = /(?:^|\.)env$|\.(?:pem|key|p12|pfx|jks)$|(?:^|-)keys?\.json$|^credentials(?:\.json)?$/i;
const KEY =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|"kty" *: *"/;
const SECRET_NAME =
  /^(?:secret_?access_?key|aws_secret_access_key|session_?token|aws_session_token|password|client_?secret)$/i;
const MEND =
  'an overlay holds no secret; make it in the cluster (kubectl create secret, or External Secrets)';

/** Keys, tokens and Secrets in an overlay: what is committed is known. */
export const secrets: SourceRule = function* ({ overlay, tenants }) {
  for (const name of readdirSync(overlay.folder, { recursive: true, encoding: 'utf8' })) {
    if (KEY_FILE.test(name.split(/[\\/]/).at(-1)!)) {
      yield { file: join(overlay.folder, name), message: `this looks like a key file; ${MEND}` };
    }
  }
  for (const kustomization of overlay.kustomizations) {
    if (get(kustomization.toJS(), 'secretGenerator') !== undefined) {
      yield inSource(kustomization, ['secretGenerator'], `secretGenerator; ${MEND}`);
    }
  }
  for (const source of overlay.own) {
    for (const document of source.documents) {
      if (document.get('kind') === 'Secret') {
        yield { file: source.path, line: source.lineOf(['kind'], document), message: `a Secret; ${MEND}` };
      }
    }
    for (const { value, line, path } of source.strings()) {
      const named = SECRET_NAME.test(path.at(-1)?.toString() ?? '') && value !== '';
      if (named || KEY.test(value)) yield { file: source.path, line, message: `a key or token; ${MEND}` };
    }
  }
  yield* fixedEnvironment(overlay.own);
  const file = overlay.tenantFile;
  for (const [index, { credentials }] of tenants?.tenants.entries() ?? []) {
    if (file && innermost(credentials).type === 'static') {
      yield inSource(file, ['tenants', index, 'credentials'], `static credentials; ${MEND}`);
    }
  }
};

/** `env` entries, whose names are values. */
function* fixedEnvironment(
  sources: readonly { path: string; toJS(): unknown; lineMatching(pattern: RegExp): number | undefined }[],
): Iterable<Fault> {
  const pattern = /\bAWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)\b/;
  for (const source of sources) {
    const line = source.lineMatching(pattern);
    if (line !== undefined)
      yield { file: source.path, line, message: `an AWS key in the environment; ${MEND}` };
  }
}

/** Where a chain of roles begins. */
export function innermost(credentials: CredentialsEntry): CredentialsEntry {
  return credentials.type === 'assume-role' && Object.keys(fields(credentials.source)).length > 0
    ? innermost(credentials.source)
    : credentials;
}
