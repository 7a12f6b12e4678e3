import type { Ready } from './ready-file.js';

/** The contents of the banner, except the addresses. */
export interface BannerContents {
  /** The tenant that the commands use. */
  readonly tenant: string;
  /** A token for all tenants. */
  readonly token: string;
  /** The folder that keeps objects; `undefined` if they are in memory. */
  readonly dataDir: string | undefined;
}

/** Returns the banner for new users: all addresses, and commands that work when they are pasted. */
export function banner(ready: Ready, { tenant, token, dataDir }: BannerContents): string {
  const others = Object.keys(ready.tenants).filter((id) => id !== tenant);
  return `
tenant-presign is up. Ctrl-C stops it.

  API         ${ready.url}
  its docs    ${ready.docs}
  management  ${ready.management}/health/ready
  S3          ${ready.s3} (embedded, objects ${dataDir === undefined ? 'in memory' : `in ${dataDir}`})
  try it      ${ready.try}

Paste into another terminal: sign an upload, put a file, fetch it. The token is valid for ${[tenant, ...others].join(' and ')}.

export TOKEN=${token}
${sign(ready.url, tenant, 'uploads')} && echo
${sign(ready.url, tenant, 'uploads')} | ${CURL_OPTIONS} | curl -sS -f --data-binary 'hello from tenant-presign' -K -
${sign(ready.url, tenant, 'downloads')} | ${CURL_OPTIONS} | curl -sS -f -K - && echo
`;
}

function sign(url: string, tenant: string, what: 'uploads' | 'downloads'): string {
  const body = what === 'uploads' ? { key: 'hello.txt', contentType: 'text/plain' } : { key: 'hello.txt' };
  return `curl -sS -f ${url}/v1/tenants/${tenant}/${what} -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" -d '${JSON.stringify(body)}'`;
}

/**
 * A command that converts an answer to options for curl's -K: the URL, the method and every header. S3 refuses a
 * request if a header is missing.
 */
const CURL_OPTIONS = `node -p '
const { url, method, headers } = JSON.parse(fs.readFileSync(0, "utf8"));
const fields = Object.entries(headers).map((field) => ["header", field.join(": ")]);
[["url", url], ["request", method], ...fields].map(([name, value]) => name + " = " + JSON.stringify(value)).join("\\n")
'`.replaceAll('\n', ' ');
