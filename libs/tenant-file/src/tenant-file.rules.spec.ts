import { expect, it } from 'vitest';
import { edited, lineOf, errorsIn, type Edit } from '../../../test/support/generators/tenant-file.js';

// These specs have values that are valid by themselves but contradict each other, and names that are missing, unknown
// or misplaced.

/**
 * A case: the edits, a text in the line of the error, the path of the error, and its message. Each case has one error.
 */
type Planted = readonly [what: string, edits: readonly Edit[], marker: string, path: string, says: RegExp];
const A = 'tenants[0]';
const ROLE = 'roleArn: arn:aws:iam::222222222222:role/team-a-presign';
const ENDPOINT = '    endpoint: http://minio.storage.svc.cluster.local:9000\n';
const PREFIXES = '        prefixes: [shared/]';
const THREE_HOPS = `type: assume-role
        roleArn: arn:aws:iam::111111111111:role/one
        source: { type: assume-role, roleArn: "arn:aws:iam::111111111111:role/two", source: { type: default } }`;

// prettier-ignore
it.each<Planted>([
  // issuers
  ['an issuer no one declared', [['      - cluster\n', '      - custer\n']], '- custer', `${A}.issuers[1]`, /is not an issuer of this file; did you mean cluster\?/],
  ['an issuer no one declared, nor one like it', [['[cluster]', '[okta]']], '[okta]', 'tenants[1].issuers[0]', /name one of platform, cluster/],
  ['two issuers of one name', [['name: cluster', 'name: platform']], 'platform # projected', 'issuers[1].name', /already used by issuers\[0\]/],
  ['two issuers that a token can’t tell apart', [['https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', 'https://idp.example/realms/platform']], 'platform\n    audience: tenant-presign/team-a\n', 'issuers[1].issuer', /is also the issuer of issuers\[0\], with the same audience/],
  ['keys at two places', [['tenants: /tenants', 'tenants: /tenants\n    jwksFile: /jwks.json']], 'jwksFile', 'issuers[0].jwksFile', /together with jwksUri; keep one/],
  ['keys at a URL and of the cluster', [['tenants: /tenants', 'tenants: /tenants\n    keys: kubernetes']], 'keys: kubernetes', 'issuers[0].keys', /together with jwksUri; keep one/],
  ['keys in a file and of the cluster', [['    jwksUri: https://idp.example/certs', '    keys: kubernetes\n    jwksFile: /jwks.json']], 'keys: kubernetes', 'issuers[0].keys', /together with jwksFile; keep one/],
  ['keys of another cluster', [['tenants: /kubernetes.io', 'keys: eks\n    tenants: /kubernetes.io']], 'keys: eks', 'issuers[1].keys', /must be kubernetes/],
  ['a URL for the cluster’s keys', [['tenants: /kubernetes.io', 'keys: https://kubernetes.default.svc/openid/v1/jwks\n    tenants: /kubernetes.io']], 'keys: https', 'issuers[1].keys', /must be kubernetes/],
  ['a path for the cluster’s token', [['tenants: /kubernetes.io', 'keys: { tokenFile: /token }\n    tenants: /kubernetes.io']], 'keys: {', 'issuers[1].keys', /must be kubernetes/],
  ['discovery at no URL', [['https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', 'cluster.local']], 'issuer: cluster.local', 'issuers[1].issuer', /not an https URL.*discovered/],
  ['discovery by http', [['https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE', 'http://oidc.example']], 'issuer: http://oidc', 'issuers[1].issuer', /not an https URL.*discovered/],
  // tenants
  ['two tenants of one id', [['id: team-b', 'id: team-a']], 'team-a # an S3', 'tenants[1].id', /already used by tenants\[0\]/],
  ['a region that AWS does not have', [['region: eu-west-1', 'region: fr-par']], 'fr-par', `${A}.region`, /a region of AWS/],
  ['path style for an access point', [['bucket: team-a-files', 'bucket: arn:aws:s3:eu-west-1:222222222222:accesspoint/a\n    forcePathStyle: true']], 'forcePathStyle: true\n    region: eu', `${A}.forcePathStyle`, /access point/],
  ['a key for sse-s3', [['type: sse-kms', 'type: sse-s3']], 'keyArn', `${A}.encryption.keyArn`, /only for type sse-kms/],
  ['a key of another region', [['arn:aws:kms:eu-west-1', 'arn:aws:kms:eu-west-2']], 'keyArn', `${A}.encryption.keyArn`, /key in eu-west-2.*eu-west-1/],
  ['a default above the maximum', [['defaultExpiresIn: 900', 'defaultExpiresIn: 3601']], '3601', `${A}.limits.defaultExpiresIn`, /above maxExpiresIn \(3600\)/],
  ['a default above the maximum that is left out', [['defaultExpiresIn: 900\n      maxExpiresIn: 3600', 'defaultExpiresIn: 7200']], '7200', `${A}.limits.defaultExpiresIn`, /\(3600 by default\)/],
  ['a caller who may do more than all', [['requestsPerSecond: 50 #', 'requestsPerSecond: 501 #']], '501', `${A}.limits.requestsPerSecond`, /above that of allCallers \(500\)/],
  ['a burst above that of all', [['burst: 1000\n', 'burst: 2001\n']], '2001', `${A}.limits.burst`, /above that of allCallers \(2000\)/],
  ['a burst of which nothing comes back', [['      requestsPerSecond: 50 # each subject, per pod\n', '']], 'burst: 1000', `${A}.limits.burst`, /needs requestsPerSecond/],
  ['all callers without a rate', [['{ requestsPerSecond: 500, burst: 2000 }', '{ burst: 2000 }']], 'allCallers', `${A}.limits.allCallers.requestsPerSecond`, /is missing/],
  // credentials
  ['a role of another account', [[ROLE, ROLE.replace('222222222222', '444444444444')]], '444444444444', `${A}.credentials.roleArn`, /account 444444444444.*222222222222/],
  ['an assumed role of another account', [['arn:aws:iam::333333333333:role', 'arn:aws:iam::444444444444:role']], '444444444444', 'tenants[2].credentials.roleArn', /account 444444444444/],
  ['a role without an account', [["    account: '222222222222'\n", '']], 'id: team-a', `${A}.account`, /is missing; .* as "222222222222"/],
  ['static keys for AWS', [[ENDPOINT, '']], 'type: static', 'tenants[1].credentials.type', /only with the endpoint/],
  ['a session without an end', [['accessKeyId: team-b', 'accessKeyId: team-b\n      sessionToken: t']], '    credentials:\n      type: static', 'tenants[1].credentials.expiration', /credentials expire/],
  ['three hops', [['type: container', THREE_HOPS]], 'source: { type: assume', 'tenants[2].credentials.source.source', /third role/],
  // attribution
  ['attribution without a role', [['      type: static', '      type: static'], ["id: team-b", "id: team-b\n    attribution: { sessions: per-subject }"]], 'attribution: {', 'tenants[1].attribution', /needs a role.*static/],
  ['attribution by an agent that knows one session', [['type: web-identity', 'type: container'], ['      durationSeconds: 43200\n', ''], ["    account: '222222222222'", "    attribution: { sessions: per-subject }\n    account: '222222222222'"]], 'attribution: {', `${A}.attribution`, /source: \{ type: container \}/],
  ['an identity besides the subject’s', [['externalId:', 'sourceIdentity: team-c\n      externalId:']], 'sourceIdentity: team-c', 'tenants[2].credentials.sourceIdentity', /sets the source identity to the subject/],
  // grants
  ['a grant’s issuer no one declared', [['issuer: platform\n        where', 'issuer: plattform\n        where']], 'plattform', `${A}.grants[1].issuer`, /did you mean platform\?/],
  ['a grant’s issuer of another tenant', [["prefixes: ['']", "prefixes: ['']\n        issuer: platform"]], 'issuer: platform\n  - id: team-c', 'tenants[1].grants[0].issuer', /is not one of this tenant’s issuers/],
  ['a claim of just any issuer', [['        issuer: platform\n', '']], '- actions:\n', `${A}.grants[1].issuer`, /is missing; "users\/\$\{sub\}\/" names a claim/],
  ['a prefix too long with the tenant’s own', [[PREFIXES, `        prefixes: [${'x'.repeat(1017)}/]`]], 'xxx', `${A}.grants[0].prefixes[0]`, /1024 bytes/],
  ['a grant of larger uploads', [[PREFIXES, `${PREFIXES}\n        limits: { maxUploadBytes: 5368709121 }`]], '5368709121', `${A}.grants[0].limits.maxUploadBytes`, /above the tenant’s limits\.maxUploadBytes \(5368709120\)/],
  ['a grant of longer URLs', [[PREFIXES, `${PREFIXES}\n        limits: { maxExpiresIn: 3601 }`]], '3601', `${A}.grants[0].limits.maxExpiresIn`, /above the tenant’s limits\.maxExpiresIn \(3600\)/],
  ['a grant of longer URLs than by default', [["prefixes: ['']", "prefixes: ['']\n        limits: { maxExpiresIn: 3601 }"]], '3601', `tenants[1].grants[0].limits.maxExpiresIn`, /\(3600 by default\)/],
  ['a grant of other types', [[PREFIXES, `${PREFIXES}\n        limits: { contentTypes: [image/png, image/gif] }`]], 'image/gif', `${A}.grants[0].limits.contentTypes[1]`, /is not in the tenant’s limits\.contentTypes/],
  ['a grant of all images', [[PREFIXES, `${PREFIXES}\n        limits: { contentTypes: [image/*] }`]], 'image/*', `${A}.grants[0].limits.contentTypes[0]`, /is not in the tenant’s limits\.contentTypes/],
  ['a grant of SVG where all images are allowed', [['        - image/png', '        - image/*'], [PREFIXES, `${PREFIXES}\n        limits: { contentTypes: [image/gif, image/svg+xml] }`]], 'image/svg+xml', `${A}.grants[0].limits.contentTypes[1]`, /is not in the tenant’s limits\.contentTypes/],
  ['a grant that shows other types', [[PREFIXES, `${PREFIXES}\n        limits: { inlineTypes: [image/gif] }`]], 'image/gif', `${A}.grants[0].limits.inlineTypes[0]`, /is not in the tenant’s limits\.inlineTypes/],
  ['a grant that shows types where the tenant shows none', [["prefixes: ['']", "prefixes: ['']\n        limits: { inlineTypes: [image/gif] }"]], 'image/gif', `tenants[1].grants[0].limits.inlineTypes[0]`, /is not in the tenant’s limits\.inlineTypes/],
  // names
  ['no issuers', [['    issuers:\n      - platform\n      - cluster\n', '']], 'id: team-a', `${A}.issuers`, /is missing; it must be a list/],
  ['no audience', [['    audience: tenant-presign/team-a # one per deployment\n', '']], 'name: platform', 'issuers[0].audience', /is missing/],
  ['no version', [['version: 1\n', '']], 'issuers: #', 'version', /is missing/],
  ['no source', [['      source:\n        type: container\n', '']], '    credentials:\n      type: assume-role', 'tenants[2].credentials.source', /is missing/],
  ['no type', [['      type: sse-kms\n', '']], 'encryption:', `${A}.encryption.type`, /is missing/],
  ['a setting no one knows', [['keys: strict', 'keys: strict\n    colour: blue']], 'colour', `${A}.colour`, /is not a setting here; remove it/],
  ['a setting of another type', [['type: container', 'type: container\n        durationSeconds: 900']], 'durationSeconds: 900', 'tenants[2].credentials.source.durationSeconds', /is not a setting here/],
  ['a misspelt setting', [['defaultExpiresIn', 'defaultExpiresin']], 'defaultExpiresin', `${A}.limits.defaultExpiresin`, /did you mean defaultExpiresIn\?/],
  ['a misspelt required setting', [['bucket: team-a-files', 'bukcet: team-a-files']], 'bukcet', `${A}.bukcet`, /did you mean bucket\?/],
  ['one that others depend on', [["    account: '222222222222'", "    accountId: '222222222222'"]], 'accountId', `${A}.accountId`, /did you mean account\?/],
  ['another that others depend on', [['    endpoint: http', '    endPoint: http']], 'endPoint', 'tenants[1].endPoint', /did you mean endpoint\?/],
  ['one of the whole file', [['issuers: #', 'issuer: #']], 'issuer: #', 'issuer', /did you mean issuers\?/],
  ['in another case', [[ROLE, ROLE.replace('roleArn', 'role_arn')]], 'role_arn', `${A}.credentials.role_arn`, /did you mean roleArn\?/],
  ['the type of credentials', [['type: web-identity', 'kind: web-identity']], '    credentials:\n      kind', `${A}.credentials.type`, /is missing; it must be one of/],
  ['an object for a list', [['      - actions: [upload]\n        prefixes: [incoming/]\n', '      all: { actions: [upload], prefixes: [incoming/] }\n']], 'grants:\n      all', 'tenants[2].grants', /must be a list of grants/],
  ['a list of lists', [['      - actions: [upload]\n', '      - - action: [upload]\n'], ['        prefixes: [incoming/]', '          prefixes: [incoming/]']], '- - action', 'tenants[2].grants[0]', /must be an object with actions/],
  ['indented too much', [['    keyPrefix: apps/a/\n', ''], ['inlineTypes: [image/png]\n', 'inlineTypes: [image/png]\n      keyPrefix: apps/a/\n']], 'keyPrefix', `${A}.limits.keyPrefix`, /belongs to tenants\[0\]: correct its indentation/],
  ['indented too little', [[`      ${ROLE}\n      durationSeconds: 43200\n`, `      durationSeconds: 43200\n    ${ROLE}\n`]], 'roleArn', `${A}.roleArn`, /belongs to tenants\[0\]\.credentials/],
])('%s is one error', (_, edits, marker, path, says) => {
  const text = edited(...edits);
  const errors = errorsIn(text);
  expect(errors).toEqual([expect.stringContaining(`${lineOf(marker, text)}: ${path} `)]);
  expect(errors[0]).toMatch(says);
});

it('errors of all kinds are told at once, and none is told twice', () => {
  const text = edited(
    ['name: cluster', 'name: Cluster!'], // tenants refer to it as "cluster", and must not be reported
    ['bucket: team-a-files', 'bukcet: team-a-files'],
    [ROLE, ROLE.replace('222222222222', '444444444444')],
    ['        issuer: platform\n', ''],
    [ENDPOINT, ''],
  );
  expect(errorsIn(text).map((error) => error.split(' ', 2).join(' '))).toEqual([
    '9: issuers[1].name',
    '19: tenants[0].bukcet',
    '23: tenants[0].credentials.roleArn',
    '46: tenants[0].grants[1].issuer',
    '70: tenants[1].credentials.type',
  ]);
});

it('what depends on an error is no other: an account that can’t be read, a type that no one knows', () => {
  const account = edited(
    ["account: '222222222222'", 'account: 222222222222'],
    [ROLE, ROLE.replace('2222', '4444')],
  );
  expect(errorsIn(account)).toEqual([expect.stringContaining('tenants[0].account')]);
  const type = edited(['type: web-identity', 'type: irsa'], [ROLE, 'subject: team-a']);
  expect(errorsIn(type)).toEqual([expect.stringContaining('tenants[0].credentials.type')]);
});
