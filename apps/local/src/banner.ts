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
curl -sS -f -X PUT -H 'content-type: text/plain' --data-binary @${sample} "$(${urlOf(sign(ready.url, tenant, token, 'uploads'))})"

3. Sign a download and fetch it
curl -sS -f "$(${urlOf(sign(ready.url, tenant, token, 'downloads'))})"

Ctrl-C stops it.
`;
}

function sign(url: string, tenant: string, token: string, what: 'uploads' | 'downloads'): string {
  const body = what === 'uploads' ? { key: 'hello.txt', contentType: 'text/plain' } : { key: 'hello.txt' };
  return `curl -sS -f ${url}/v1/tenants/${tenant}/${what} -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${JSON.stringify(body)}'`;
}

/** The url member, without a JSON tool: nothing in a signed URL is escaped in JSON. */
const urlOf = (command: string): string => `${command} | sed 's/.*"url":"\\([^"]*\\)".*/\\1/'`;
