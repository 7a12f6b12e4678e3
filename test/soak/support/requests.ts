/** A request of the mix, and the only correct status of its answer. */
export interface Request {
  readonly kind: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  /** Whether the request has a token that no issuer signed. */
  readonly forged?: boolean;
}

/**
 * The lifetime of URLs in seconds. It is short compared with a session, so that during each fault of STS the
 * credentials at hand are valid for long enough.
 */
const EXPIRES_IN = 15;
/** The number of operations in a batch. */
const OPERATIONS = 20;

const request = (kind: string, path: string, body: object, status = 200): Request => ({
  kind,
  path,
  body: JSON.stringify(body),
  status,
});

const download = { key: 'shared/report.pdf', expiresIn: EXPIRES_IN };
const upload = {
  key: 'shared/new.pdf',
  expiresIn: EXPIRES_IN,
  contentType: 'application/pdf',
  contentLength: 52_811,
  metadata: { origin: 'soak' },
};

/** The kinds of requests, with the number of each in a hundred requests. */
const MIX: readonly (readonly [number, Request])[] = [
  [60, request('download', '/downloads', download)],
  [20, request('upload', '/uploads', upload)],
  [6, request('head', '/heads', download)],
  [4, request('deletion', '/deletions', download)],
  [
    4,
    request('form', '/upload-forms', {
      ...upload,
      contentLength: undefined,
      contentLengthRange: { max: 52_811 },
    }),
  ],
  [
    2,
    request('batch', '/batches', {
      operations: Array.from({ length: OPERATIONS }, (_, index) => ({
        operation: 'download',
        ...download,
        key: `shared/${index}.pdf`,
      })),
    }),
  ],
  [2, request('no key', '/downloads', { ...download, key: '../secret' }, 400)],
  [1, request('not granted', '/downloads', { ...download, key: 'others/secret' }, 403)],
  [1, { ...request('forged token', '/downloads', download, 401), forged: true }],
];

/** A hundred requests, in which the kinds are mixed evenly. */
export const HUNDRED: readonly Request[] = MIX.flatMap(([count, each], kind) =>
  Array.from({ length: count }, (_, index) => ({ each, at: (index + 0.5) / count + kind / 1000 })),
)
  .sort((a, b) => a.at - b.at)
  .map(({ each }) => each);
