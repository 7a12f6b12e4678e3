import type { Edit } from './tenant-file.js';

/** What is edited, where the one mistake is expected, and what is said of it. */
export type PlantedValue = readonly [...edit: Edit, path: string, says: RegExp];
const A = 'tenants[0]';

const CREDENTIALS = `    credentials:
      type: web-identity
      roleArn: arn:aws:iam::222222222222:role/team-a-presign
      durationSeconds: 43200
`;
const ROLE = 'roleArn: arn:aws:iam::222222222222:role/team-a-presign';
const CORS = '    cors:\n      origins:\n        - https://app.example\n        - http://localhost:5173\n';
const PREFIXES = '        prefixes: [shared/]';

/** Values of a tenant file that are wrong by themselves, planted in the example. */
// prettier-ignore
export const WRONG_VALUES: readonly PlantedValue[] = [
  // the file
  ['version: 1', 'version: "1"', 'version', /must be 1, without quotes/],
  ['version: 1', 'version: 2', 'version', /must be 1/],
  ['version: 1', 'version:', 'version', /is empty; it must be 1/],
  // issuers
  ['name: platform', 'name: Platform!', 'issuers[0].name', /lower-case letters/],
  ['name: platform', 'name: 42', 'issuers[0].name', /put it in quotes/],
  ['audience: tenant-presign/team-a #', 'audience: [a, b] #', 'issuers[0].audience', /must be the audience/],
  ['jwksUri: https://idp.example/certs', 'jwksUri: http://idp.example/certs', 'issuers[0].jwksUri', /must be an https URL/],
  ['jwksUri: https://idp.example/certs', 'jwksUri: idp.example/certs', 'issuers[0].jwksUri', /must be an https URL/],
  ['jwksUri: https://idp.example/certs', 'jwksUri: https://u:p@idp.example/', 'issuers[0].jwksUri', /must have no user/],
  ['jwksUri: https://idp.example/certs', 'jwksFile: https://idp.example/certs', 'issuers[0].jwksFile', /a URL goes into jwksUri/],
  ['tenants: /tenants', 'tenants: tenants', 'issuers[0].tenants', /JSON Pointer/],
  ['tenants: /tenants', 'tenants: /a~2b', 'issuers[0].tenants', /JSON Pointer/],
  // a tenant
  ['id: team-a', 'id: Team_A', `${A}.id`, /DNS label/],
  ['id: team-a', 'id: 123', `${A}.id`, /YAML reads a number here: put it in quotes/],
  ['id: team-a', 'id: true', `${A}.id`, /YAML reads true here: put it in quotes/],
  ['issuers: [cluster]', 'issuers: cluster', 'tenants[1].issuers', /must be a list of issuer names/],
  ['issuers: [cluster]', 'issuers: []', 'tenants[1].issuers', /must not be empty: name an issuer/],
  ['issuers: [cluster]', 'issuers: [cluster, 7]', 'tenants[1].issuers[1]', /must be the name of an issuer/],
  ['      - cluster\n    account', '      - platform\n    account', `${A}.issuers[1]`, /in the list already/],
  ["account: '222222222222'", 'account: 222222222222', `${A}.account`, /twelve digits in quotes/],
  ["account: '222222222222'", 'account: 022222222222', `${A}.account`, /twelve digits in quotes/],
  ["account: '222222222222'", 'account: "2222-2222-2222"', `${A}.account`, /twelve digits/],
  ['bucket: team-a-files', 'bucket: Team-A-Files', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: team_a_files', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: team..a', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: 192.168.5.4', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: ab', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: arn:aws:s3:::team-a-files', `${A}.bucket`, /name of a bucket/],
  ['bucket: team-a-files', 'bucket: team-a--euw1-az1--x-s3', `${A}.bucket`, /name of a bucket/],
  ['region: auto', 'region: mars', 'tenants[1].region', /must be a region/],
  ['region: eu-west-1', 'region: EU-WEST-1', `${A}.region`, /must be a region/],
  ['region: eu-west-1', 'region: [eu-west-1]', `${A}.region`, /must be a region/],
  ['keyPrefix: apps/a/', 'keyPrefix: apps/a', `${A}.keyPrefix`, /ends in "\/"/],
  ['keyPrefix: apps/a/', 'keyPrefix: ${sub}/', `${A}.keyPrefix`, /can name no claim/],
  ['keyPrefix: apps/a/', 'keyPrefix: apps/../a/', `${A}.keyPrefix`, /segment "\." or "\.\."/],
  ['keyPrefix: apps/a/', 'keyPrefix: /apps/', `${A}.keyPrefix`, /begins with "\/"/],
  ['keys: strict', 'keys: lax', `${A}.keys`, /must be strict or existing/],
  ['tutorialRoutes: false', 'tutorialRoutes: no', `${A}.tutorialRoutes`, /must be true or false/],
  ['tutorialRoutes: false', 'tutorialRoutes: "false"', `${A}.tutorialRoutes`, /must be true or false/],
  ['endpoint: http://minio.storage.svc.cluster.local:9000', 'endpoint: http://minio.example:9000', 'tenants[1].endpoint', /https URL/],
  ['endpoint: http://minio.storage.svc.cluster.local:9000', 'endpoint: minio:9000', 'tenants[1].endpoint', /https URL/],
  ['publicEndpoint: https://files.example', 'publicEndpoint: http://8.8.8.8', 'tenants[1].publicEndpoint', /https URL/],
  ['publicEndpoint: https://files.example', 'publicEndpoint: https://files.example?a=b', 'tenants[1].publicEndpoint', /no user, password, query/],
  ['forcePathStyle: true', 'forcePathStyle: 1', 'tenants[1].forcePathStyle', /must be true or false/],
  // credentials
  [CREDENTIALS, '    credentials: web-identity\n', `${A}.credentials`, /must be an object with a type/],
  [CREDENTIALS, '    credentials: # nothing\n', `${A}.credentials`, /is empty; it must be an object with a type/],
  [CREDENTIALS, '    credentials: # a list\n      - type: default\n', `${A}.credentials`, /must be an object with a type/],
  ['type: web-identity', 'type: irsa', `${A}.credentials.type`, /must be one of web-identity/],
  [ROLE, 'roleArn: team-a-presign', `${A}.credentials.roleArn`, /ARN of a role/],
  [ROLE, 'roleArn: arn:aws:iam::222222222222:user/team-a', `${A}.credentials.roleArn`, /ARN of a role/],
  [ROLE, 'roleArn: arn:aws:iam::2222:role/team-a', `${A}.credentials.roleArn`, /ARN of a role/],
  ['durationSeconds: 43200', 'durationSeconds: 43201', `${A}.credentials.durationSeconds`, /900 to 43200/],
  ['durationSeconds: 43200', 'durationSeconds: 12h', `${A}.credentials.durationSeconds`, /900 to 43200/],
  ['externalId: team-c', 'externalId: team-c\n      durationSeconds: 3601', 'tenants[2].credentials.durationSeconds', /900 to 3600/],
  ['externalId: team-c', 'externalId: c', 'tenants[2].credentials.externalId', /2 to 1,224/],
  ['sessionTags: { team: c }', 'sessionTags: { team: 7 }', 'tenants[2].credentials.sessionTags.team', /must be text, in quotes/],
  ['      source:\n        type: container\n', '      source: container\n', 'tenants[2].credentials.source', /must be an object with a type/],
  ['        type: container', '        type: pod', 'tenants[2].credentials.source.type', /must be one of/],
  ['secretAccessKey: read-from-a-secret-store', 'secretAccessKey: ""', 'tenants[1].credentials.secretAccessKey', /must be the secret/],
  ['accessKeyId: team-b', 'accessKeyId: team-b\n      expiration: tomorrow', 'tenants[1].credentials.expiration', /must be a time/],
  // limits
  ['defaultExpiresIn: 900', 'defaultExpiresIn: "900"', `${A}.limits.defaultExpiresIn`, /leave out the quotes/],
  ['defaultExpiresIn: 900', 'defaultExpiresIn: 0', `${A}.limits.defaultExpiresIn`, /from 1 to 604800/],
  ['maxExpiresIn: 3600', 'maxExpiresIn: 604801', `${A}.limits.maxExpiresIn`, /from 1 to 604800/],
  ['maxExpiresIn: 3600', 'maxExpiresIn: 3600.5', `${A}.limits.maxExpiresIn`, /whole seconds/],
  ['maxUploadBytes: 5368709120', 'maxUploadBytes: 5GB', `${A}.limits.maxUploadBytes`, /whole bytes/],
  ['maxUploadBytes: 5368709120', 'maxUploadBytes: -1', `${A}.limits.maxUploadBytes`, /whole bytes/],
  ['maxUploadBytes: 5368709120', 'maxUploadBytes: .inf', `${A}.limits.maxUploadBytes`, /whole bytes/],
  ['        - image/png', '        - image/*', `${A}.limits.contentTypes[0]`, /media type without/],
  ['        - application/pdf', '        - text/plain; charset=utf-8', `${A}.limits.contentTypes[1]`, /media type without/],
  ['        - application/pdf', '        - image/png', `${A}.limits.contentTypes[1]`, /in the list already/],
  ['inlineTypes: [image/png]', 'inlineTypes: [image/svg+xml]', `${A}.limits.inlineTypes[0]`, /can run scripts/],
  ['inlineTypes: [image/png]', 'inlineTypes: [Text/HTML]', `${A}.limits.inlineTypes[0]`, /can run scripts/],
  ['inlineTypes: [image/png]', 'inlineTypes: [application/xhtml+xml]', `${A}.limits.inlineTypes[0]`, /can run scripts/],
  ['inlineTypes: [image/png]', 'inlineTypes: [application/xml]', `${A}.limits.inlineTypes[0]`, /can run scripts/],
  ['inlineTypes: [image/png]', 'inlineTypes: image/png', `${A}.limits.inlineTypes`, /must be a list/],
  // encryption and CORS
  ['type: sse-kms', 'type: aws:kms', `${A}.encryption.type`, /must be sse-s3 or sse-kms/],
  ['key/1234abcd-12ab-34cd-56ef-1234567890ab', '1234abcd', `${A}.encryption.keyArn`, /ARN of a KMS key/],
  [CORS, '    cors: [https://app.example]\n', `${A}.cors`, /must be an object/],
  ['- https://app.example', '- "*"', `${A}.cors.origins[0]`, /"\*" would let every site in/],
  ['- https://app.example', '- https://*.app.example', `${A}.cors.origins[0]`, /"\*" would let every site in/],
  ['- https://app.example', '- https://app.example/', `${A}.cors.origins[0]`, /as browsers send it: https:\/\/app\.example$/],
  ['- https://app.example', '- https://app.example/path', `${A}.cors.origins[0]`, /as browsers send it: https:\/\/app\.example$/],
  ['- https://app.example', '- https://App.Example', `${A}.cors.origins[0]`, /as browsers send it: https:\/\/app\.example$/],
  ['- https://app.example', '- https://app.example:443', `${A}.cors.origins[0]`, /as browsers send it: https:\/\/app\.example$/],
  ['- https://app.example', '- app.example', `${A}.cors.origins[0]`, /must be an origin/],
  // grants
  ['actions: [download, list]', 'actions: [download, write]', `${A}.grants[0].actions[1]`, /must be one of download/],
  ['actions: [download, list]', 'actions: download', `${A}.grants[0].actions`, /must be a list of actions/],
  ['actions: [download, list]', 'actions: []', `${A}.grants[0].actions`, /must not be empty/],
  [PREFIXES, '        prefixes: [shared]', `${A}.grants[0].prefixes[0]`, /ends in "\/"/],
  [PREFIXES, '        prefixes: shared/', `${A}.grants[0].prefixes`, /must be a list of prefixes/],
  [PREFIXES, '        prefixes: [../]', `${A}.grants[0].prefixes[0]`, /segment "\." or "\.\."/],
  [PREFIXES, '        prefixes: [/shared/]', `${A}.grants[0].prefixes[0]`, /begins with "\/"/],
  [PREFIXES, '        prefixes: [a//b/]', `${A}.grants[0].prefixes[0]`, /empty segment/],
  ['- users/${sub}/', '- users/${sub/', `${A}.grants[1].prefixes[0]`, /"\$\{" without its "\}"/],
  ['- users/${sub}/', '- users/${}/', `${A}.grants[1].prefixes[0]`, /names no claim/],
  ['- users/${sub}/', '- users/${a/b}/', `${A}.grants[1].prefixes[0]`, /names no claim/],
  ['issuer: platform\n        where', 'issuer: [platform]\n        where', `${A}.grants[1].issuer`, /one of this tenant’s issuers/],
  ['/groups: editors', '/groups: true', `${A}.grants[1].where["/groups"]`, /must be text, in quotes/],
  ['/groups: editors', '/groups: [editors]', `${A}.grants[1].where["/groups"]`, /must be text/],
  ['/groups: editors', 'groups: editors', `${A}.grants[1].where.groups`, /can’t be a name here.*JSON Pointer/],
  ['/groups: editors', '/a~b: editors', `${A}.grants[1].where["/a~b"]`, /can’t be a name here.*JSON Pointer/],
  ['        where:\n          /groups: editors\n          /realm_access/roles: writer\n', '        where: editors\n', `${A}.grants[1].where`, /must be an object of texts/],
];
