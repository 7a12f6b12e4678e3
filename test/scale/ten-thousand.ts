import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The size and the fixed parts of a folder of tenants. Only the number of tenants matters for the test. */
export interface Scale {
  readonly folder: string;
  readonly jwksFile: string;
  readonly issuer: string;
  readonly audience: string;
  readonly tenants: number;
}

export const tenantId = (index: number): string => `team-${String(index).padStart(5, '0')}`;
const account = (index: number): string => String(200_000_000_000 + index);

/** Writes a platform's folder as in production: credentials and a bucket for each tenant, and some grants. */
export async function writeTenants({ folder, jwksFile, issuer, audience, tenants }: Scale): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ids = Array.from({ length: tenants }, (_, index) => index);
  const head = `version: 1
issuers:
  - name: platform
    issuer: ${issuer}
    audience: ${audience}
    jwksFile: ${jwksFile}
    tenants: /tenants
tenants:
`;
  await writeFile(join(folder, 'platform.yaml'), head + ids.map(envelope).join(''));
  for (let at = 0; at < tenants; at += 100) {
    await Promise.all(
      ids.slice(at, at + 100).map((index) => writeFile(teamFile(folder, index), teamText(index))),
    );
  }
}

export const teamFile = (folder: string, index: number): string =>
  join(folder, `${tenantId(index)}.tenant.yaml`);

const envelope = (index: number): string => `  - id: ${tenantId(index)}
    issuers: [platform]
    bucket: ${tenantId(index)}-files
    region: eu-west-1
    endpoint: https://s3-${index % 7}.example
    credentials:
      type: static
      accessKeyId: AKIA${account(index)}
      secretAccessKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCY${account(index)}
    ceilings: { maxExpiresIn: 7200, maxUploadBytes: 5368709120 }
`;

/** Returns the text of a team's file. @param prefix the prefix of one more grant */
export const teamText = (index: number, prefix = 'shared/'): string => `version: 1 # team ${index}
limits: { defaultExpiresIn: 900, maxExpiresIn: 3600, contentTypes: [application/pdf, image/png] }
cors: { origins: ['https://${tenantId(index)}.example'] }
grants:
  - actions: [download, list]
    prefixes: ['${prefix}']
  - actions: [upload, download, delete]
    where: { /groups: editors-${index} }
    prefixes: ['users/\${sub}/', 'projects/${index}/']
`;
