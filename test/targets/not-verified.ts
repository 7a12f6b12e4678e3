import type { ServerKind, TargetData } from './target.js';

/** A behaviour of S3 that a server lacks. */
export interface Gap {
  readonly why: string;
  /** `false` if the target lacks something that the case needs, so that the case can't run. */
  readonly canRun?: false;
  /** Whether only some releases have the gap. If a release doesn't have the gap, the case counts as verified. */
  readonly varies?: true;
}

interface Entry extends Gap {
  readonly on: ServerKind | ((target: TargetData) => boolean);
  /** The titles of behaviours in test/s3. */
  readonly cases: readonly string[];
}

const CHECKSUMS = ['SHA256', 'CRC32', 'CRC32C', 'CRC64NVME'];

const TABLE: readonly Entry[] = [
  // gaps of a target of any kind
  {
    on: ({ role }) => !role,
    why: 'has no STS',
    canRun: false,
    cases: [
      'stores and gives back under a session token',
      'refuses an altered session token',
      'refuses an empty session token',
      'refuses no session token',
      'refuses the session token of another session, though signed',
      'refuses temporary keys signed without their session token',
      'accepts a form under a session token, and refuses it with another',
    ],
  },
  {
    on: ({ role }) => !role || role.minDurationSeconds > 3,
    why: 'can’t issue credentials of three seconds',
    canRun: false,
    cases: [
      'lets a URL die with three-second credentials, as the answer says, to the second',
      'refuses a URL whose credentials ended, though its signature lasts',
      'outlives three-second credentials by renewing them',
    ],
  },
  {
    on: ({ tenants: [first, second] }) => first.bucket === second.bucket,
    why: 'was run with only one bucket',
    canRun: false,
    cases: [
      'refuses the access key of another caller in the scope (X-Amz-Credential)',
      'refuses to read in the bucket of the other',
      'refuses to write into the bucket of the other',
      'refuses the bucket of the other with a URL for the own',
      'refuses a form in the bucket of the other',
      'refuses a form for the own bucket, posted to the other',
    ],
  },
  {
    on: ({ server, kmsKey }) => server === 'radosgw' && !kmsKey,
    why: 'has no KMS key, and the run named none',
    canRun: false,
    cases: [
      'stores under SSE-KMS, and says so to the AWS SDK',
      'encrypts the file of a form under SSE-KMS, and says so to the AWS SDK',
    ],
  },

  // the embedded S3
  {
    on: 'embedded',
    why: 'stores tags, but has no sub-resource to read them',
    cases: ['gives back tags', 'gives back tags of a form'],
  },

  // radosgw of Ceph 16 and 18
  {
    on: 'radosgw',
    why: 'checks the signature of x-amz-checksum-… headers, and ignores their values',
    cases: [
      ...CHECKSUMS.flatMap((algorithm) => [
        `refuses a body whose ${algorithm} is another`,
        `gives the ${algorithm} back to the AWS SDK`,
      ]),
      'shows the CRC64NVME to a URL that asks for it, and to no other',
      'refuses a form whose file has another SHA256',
    ],
  },
  {
    on: 'radosgw',
    why: 'accepts unsigned x-amz-… headers, so the API signs every header that matters',
    cases: ['x-amz-acl', 'x-amz-meta-extra', 'x-amz-tagging', 'x-amz-storage-class'].map(
      (header) => `refuses ${header}, where it isn't signed`,
    ),
  },
  {
    on: 'radosgw',
    why: 'has no SSE-S3 without a Vault: Ceph 16 stores unencrypted, 18 refuses',
    cases: ['stores under SSE-S3, and says so to the AWS SDK'],
  },
  { on: 'radosgw', why: 'accepts dates in the future', cases: ['refuses a URL that is not valid yet'] },
  {
    on: 'radosgw',
    why: 'has no regions, and accepts the one in the scope',
    cases: ['refuses a signature for another region'],
  },
  {
    on: 'radosgw',
    why: 'accepts a parameter that is repeated with the same value (Ceph 16; 18 refuses it)',
    varies: true,
    cases: ['refuses an added x-signing-id=01JDEXAMPLE'],
  },

  // LocalStack 4.14.0
  {
    on: 'localstack',
    why: 'enforces neither bucket policies nor ownership, so every caller can use every bucket',
    cases: [
      'refuses a request without any signature',
      'refuses to read in the bucket of the other',
      'refuses to write into the bucket of the other',
    ],
  },
  {
    on: 'localstack',
    why: 'accepts any session token that is part of the signed text, and does not know when sessions expire',
    cases: [
      'refuses the session token of another session, though signed',
      'refuses temporary keys signed without their session token',
      'refuses a URL whose credentials ended, though its signature lasts',
    ],
  },
  {
    on: 'localstack',
    why: 'accepts dates in the future',
    cases: ['refuses a URL that is not valid yet'],
  },
  {
    on: 'localstack',
    why: 'checks against the region that the scope names',
    cases: ['refuses a signature for another region'],
  },
  {
    on: 'localstack',
    why: 'does not limit X-Amz-Expires',
    cases: ['refuses a life of more than seven days'],
  },
  {
    on: 'localstack',
    why: 'reads only the first of several parameters with the same name',
    cases: ['refuses an added x-signing-id=01JDEXAMPLE', 'refuses an added X-Amz-Expires=3600'],
  },
  {
    on: 'localstack',
    why: 'checks only the conditions and the expiry of a form’s policy, not its signature',
    cases: [
      'refuses a form with another x-amz-signature',
      'refuses a form with another policy',
      'refuses a form without policy',
      'refuses a form in the bucket of the other',
    ],
  },
  {
    on: 'localstack',
    why: 'accepts form fields that no condition names',
    cases: [
      'acl',
      'x-amz-meta-extra',
      'tagging',
      'Content-Type',
      'x-amz-server-side-encryption',
      'success_action_redirect',
    ].map((field) => `refuses a form with ${field}, where no condition names it`),
  },
  {
    on: 'localstack',
    why: 'also reads form fields after the file',
    cases: ['refuses a form with the file before its fields'],
  },
];

/**
 * Returns the known gap of a target for a behaviour, if there is one.
 *
 * @param title the title of a behaviour in test/s3
 */
export const knownGap = (target: TargetData, title: string): Gap | undefined =>
  TABLE.find((entry) => appliesTo(target, entry) && entry.cases.includes(title));

/** Returns all titles that the table has for a target. */
export const knownGapTitles = (target: TargetData): string[] =>
  TABLE.filter((entry) => appliesTo(target, entry)).flatMap(({ cases }) => cases);

const appliesTo = (target: TargetData, { on }: Entry) =>
  typeof on === 'function' ? on(target) : on === target.server;
