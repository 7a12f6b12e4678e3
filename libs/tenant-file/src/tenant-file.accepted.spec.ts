import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { validateBySchema } from '../../../test/support/checks/tenant-file-schema.js';
import { edited, errorsIn, type Edit } from '../../../test/support/generators/tenant-file.js';

// Values that look wrong but are valid. They are the counterparts of the errors in the other specs.

it.each<Edit>([
  ['jwksUri: https://idp.example/certs', 'jwksUri: https://idp.example/certs?p=policy'],
  ['jwksUri: https://idp.example/certs', 'jwksUri: http://127.0.0.1:8080/certs'],
  ['    jwksUri: https://idp.example/certs\n', '    jwksFile: /etc/idp/jwks.json\n'],
  ['    jwksUri: https://idp.example/certs\n', ''],
  ['tenants: /tenants', 'tenants: /https:~1~1claims.example~1tenants/0'],
  ['name: platform', 'name: "platform"'],
  ["account: '222222222222'", 'account: "222222222222"'],
  ["account: '222222222222'", 'account: !!str 222222222222'],
  ['bucket: team-a-files', 'bucket: team.a.files-2026'],
  ['bucket: team-a-files', 'bucket: arn:aws:s3:eu-west-1:222222222222:accesspoint/team-a'],
  ['region: auto', 'region: fr-par'],
  ['region: auto', 'region: nyc3'],
  ['region: eu-central-1', 'region: us-gov-west-1'],
  ['keyPrefix: apps/a/', 'keyPrefix: ""'],
  ['keys: strict', 'keys: existing'],
  ['publicEndpoint: https://files.example', 'publicEndpoint: http://10.0.0.7:7480'],
  ['publicEndpoint: https://files.example', 'publicEndpoint: http://[fd00::7]:7480'],
  ['publicEndpoint: https://files.example', 'publicEndpoint: http://localhost:9000'],
  ['publicEndpoint: https://files.example', 'publicEndpoint: https://files.example/s3'],
  ['durationSeconds: 43200', 'durationSeconds: 900'],
  [
    'accessKeyId: team-b',
    'accessKeyId: team-b\n      sessionToken: t\n      expiration: 2026-11-24T12:00:00Z',
  ],
  ['maxExpiresIn: 3600', 'maxExpiresIn: 604800'],
  ['maxUploadBytes: 5368709120', 'maxUploadBytes: 0x140000000'],
  ['inlineTypes: [image/png]', 'inlineTypes: [application/pdf, video/mp4]'],
  ['requestsPerSecond: 50 #', 'requestsPerSecond: 500 #'],
  ['      burst: 1000\n', ''],
  ['      allCallers: { requestsPerSecond: 500, burst: 2000 }\n', ''],
  ['- https://app.example', '- https://app.example:8443'],
  ['- https://app.example', '- http://[::1]:3000'],
  ['actions: [download, list]', 'actions: [downloadVersion, deleteVersion]'],
  ['        prefixes: [shared/]', '        prefixes: [""]'],
  ['        prefixes: [shared/]', '        prefixes: [$RECYCLE/, "a b/", ä/, "*/", "..a/"]'],
  ['/groups: editors', '/groups: ""'],
  ['/groups: editors', '/groups: "true"'],
])('%j as %j', (from, to) => expect(errorsIn(edited([from, to]))).toEqual([]));

/** An example of the format, with a key id instead of the ellipsis of the design. */
const AGREED = `version: 1
issuers:                                   # whose tokens are believed
  - name: platform
    issuer: https://idp.example/realms/platform      # \`iss\`, compared exactly
    audience: tenant-presign/team-a        # one per deployment: else a tenant could replay its callers' tokens elsewhere
    jwksUri: https://idp.example/certs     # or jwksFile; without either, OIDC discovery
    tenants: /tenants                      # JSON Pointer (RFC 6901) to the tenant id(s) in the token
  - name: cluster
    issuer: https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE
    audience: tenant-presign/team-a
    tenants: /kubernetes.io/namespace      # projected service-account tokens
tenants:
  - id: team-a
    issuers: [platform, cluster]           # only these speak for this tenant; required
    account: "222222222222"
    bucket: team-a-files
    region: eu-west-1
    credentials: { type: web-identity, roleArn: "arn:aws:iam::222222222222:role/team-a-presign", durationSeconds: 43200 }
    limits: { defaultExpiresIn: 900, maxExpiresIn: 3600, maxUploadBytes: 5368709120, contentTypes: [image/png, application/pdf], inlineTypes: [image/png] }
    encryption: { type: sse-kms, keyArn: "arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
    cors: { origins: [https://app.example] }
    grants:
      - { actions: [download, list], prefixes: [shared/] }
      - { actions: [upload, download, delete], issuer: platform, where: { /groups: editors }, prefixes: ["users/\${sub}/"] }
`;

it('the example of the design is valid', () => {
  expect(errorsIn(AGREED)).toEqual([]);
  expect(validateBySchema(parse(AGREED))).toEqual([]);
});
