/** Returns the bytes of a request for a download's URL (RFC 9112 §2.1). */
export function downloadOf(tenant: string, token: string): string {
  const body = JSON.stringify({ key: 'shared/report.pdf', expiresIn: 600 });
  return `POST /v1/tenants/${tenant}/downloads HTTP/1.1\r
host: 127.0.0.1\r
authorization: Bearer ${token}\r
content-type: application/json\r
content-length: ${body.length}\r
\r
${body}`;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
