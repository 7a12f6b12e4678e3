import type { Ready } from './ready-file.js';

/** What a newcomer sees: where everything is, and three lines that work as they are pasted. */
export function banner(ready: Ready, tenant: string, sample: string): string {
  const { token } = ready.tenants[tenant]!;
  const tokens = Object.entries(ready.tenants).map(
    ([id, { bucket, token: own }]) => `  ${id} (bucket ${bucket})\n  ${own}\n`,
  );
  return `
tenant-presign is up.

  API         ${ready.url}
  its docs    ${ready.docs}
  management  ${ready.management}/health/ready
  S3          ${ready.s3} (embedded)

Try it in a browser (the address has a token in it)
  ${ready.try}

Tokens
${tokens.join('')}
1. Sign an upload
${sign(ready.url, tenant, token, 'uploads')}

2. Put a file
${sign(ready.url, tenant, token, 'uploads')} | ${CURL_OPTIONS} | curl -sS -f --data-binary @${sample} -K -

3. Sign a download and fetch it
${sign(ready.url, tenant, token, 'downloads')} | ${CURL_OPTIONS} | curl -sS -f -K -

Ctrl-C stops it.
`;
}

function sign(url: string, tenant: string, token: string, what: 'uploads' | 'downloads'): string {
  const body = what === 'uploads' ? { key: 'hello.txt', contentType: 'text/plain' } : { key: 'hello.txt' };
  return `curl -sS -f ${url}/v1/tenants/${tenant}/${what} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${JSON.stringify(body)}'`;
}

/** Makes of an answer what curl reads by -K: the URL, the method and every header, since S3 refuses a request that lacks one. */
const CURL_OPTIONS = `node -p '
const { url, method, headers } = JSON.parse(fs.readFileSync(0, "utf8"));
const fields = Object.entries(headers).map((field) => ["header", field.join(": ")]);
[["url", url], ["request", method], ...fields].map(([name, value]) => name + " = " + JSON.stringify(value)).join("\\n")
'`.replaceAll('\n', ' ');
