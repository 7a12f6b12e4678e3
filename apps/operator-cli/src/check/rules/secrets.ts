import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../../kustomize/data.js';
import { inSource, type Fault, type SourceRule } from '../fault.js';

const KEY_FILE = /(?:^|\.)env$|\.(?:pem|key|p12|pfx|jks)$|(?:^|-)keys?\.json$|^credentials(?:\.json)?$/i;
/** Matches an AWS access key id, a private key (RFC 7468), a JWT, and the private part of a JWK (RFC 7517). */
const KEY =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|"(?:k|d)" *: *"[\w-]{16,}"/;
const NAMED = /\b(?:secret_?access_?key|session_?token|password|client_?secret)\b["']? *[:=,]/i;
/** The names of variables with secrets. Their values are on the same line or below. */
const VARIABLE = /\bAWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)\b/;
const FIX =
  'an overlay must not contain secrets; create the secret in the cluster (kubectl create secret, or External Secrets)';
/** The largest file that is searched, in bytes; no one writes a larger one by hand. */
const LARGEST = 1024 * 1024;

/**
 * Finds keys, tokens and Secrets in an overlay's files, comments included: whatever is committed is no longer secret.
 */
export const secrets: SourceRule = function* ({ overlay }) {
  for (const name of readdirSync(overlay.folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(overlay.folder, name);
    if (!statSync(file).isFile() || statSync(file).size > LARGEST) continue;
    if (KEY_FILE.test(name.split(/[\\/]/).at(-1)!))
      yield { file, message: `this looks like a key file; ${FIX}` };
    else yield* inText(file, readFileSync(file, 'utf8'));
  }
  for (const kustomization of overlay.kustomizations) {
    if (get(kustomization.toJS(), 'secretGenerator') !== undefined) {
      yield inSource(kustomization, ['secretGenerator'], `secretGenerator; ${FIX}`);
    }
  }
  for (const source of overlay.own) {
    for (const document of source.documents.filter((each) => each.get('kind') === 'Secret')) {
      yield { file: source.path, line: source.lineOf(['kind'], document), message: `a Secret; ${FIX}` };
    }
  }
};

function* inText(file: string, text: string): Iterable<Fault> {
  for (const [index, line] of text.split('\n').entries()) {
    if ([KEY, NAMED, VARIABLE].some((pattern) => pattern.test(line))) {
      yield { file, line: index + 1, message: `this looks like a key, token or password; ${FIX}` };
    }
  }
}
