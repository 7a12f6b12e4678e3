import { execFile } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Adds a certificate to a key of a JWK Set (`x5c`, RFC 7517 §4.7), because radosgw reads the key from there. No client
 * verifies who signed it.
 *
 * @param dir the folder of the CA's certificate and key
 */
export async function certify(key, dir) {
  const file = resolve(dir, `${key.kid}.pem`);
  await writeFile(file, createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
  const { stdout } = await promisify(execFile)(
    'openssl',
    'x509 -new -subj /CN=service-accounts -days 365 -CA ca.crt -CAkey ca.key -force_pubkey'
      .split(' ')
      .concat(file),
    { cwd: dir },
  );
  await rm(file);
  return { ...key, x5c: [new X509Certificate(stdout).raw.toString('base64')] };
}
