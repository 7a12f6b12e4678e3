import { Injectable } from '@nestjs/common';
import { uriEncodePath } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import type { CorsCheckRequest } from './cors-check.request.js';
import type { CorsCheckAnswer, Missing } from './cors-check.response.js';
import { isPermission, METHODS, sendPreflight, type Preflight, type PreflightAnswer } from './preflight.js';

/** The milliseconds for all preflights of one check. */
const DEADLINE = 3000;

const ACTIONS = { download: 'download', head: 'download', upload: 'upload', delete: 'delete' } as const;

const DETAILS: Readonly<Record<Missing, (request: CorsCheckRequest, method: string) => string>> = {
  origin: ({ origin }) => `No CORS rule of the bucket allows ${origin}. Add it to AllowedOrigins.`,
  method: ({ origin }, method) =>
    `No CORS rule of the bucket allows ${method} from ${origin}. Add it to AllowedMethods.`,
  headers: ({ headers = [] }) =>
    `No CORS rule of the bucket allows all of ${headers.join(', ')}. Add them to AllowedHeaders.`,
};

/**
 * Checks with preflights what a page may do in the bucket. Requests go only to the tenant's own public host, never to
 * an address from a caller.
 */
@Injectable()
export class CorsChecksService {
  constructor(
    private readonly signing: SigningService,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * Checks the bucket's CORS rules.
   *
   * @throws InvalidKeyError, ApiError `access_denied`, `rate_limited`, `invalid_request`, `storage_unavailable`
   */
  async check(access: TenantAccess, request: CorsCheckRequest): Promise<CorsCheckAnswer> {
    const { operation, key, origin, headers = [] } = request;
    const target = this.signing.authorize(access, ACTIONS[operation], key);
    const sent = URL.parse(origin)?.origin;
    if (sent !== origin) {
      const detail =
        sent === undefined
          ? 'Is not an origin, because no host can have this name or address.'
          : `Is not written as browsers send it. Send ${sent}.`;
      throw invalidRequest({ pointer: '#/origin', detail });
    }
    this.limiter.ofBeginning(access, 'corsCheck').require(1);
    const { endpoint } = access.tenant;
    const url = new URL(`${endpoint.origin}${endpoint.path}/${uriEncodePath(target.key)}`);
    const method = METHODS[operation];
    const signal = AbortSignal.timeout(DEADLINE);
    const ask = (changed: Partial<Preflight> = {}) =>
      sendPreflight({ url, origin, method, headers, ...changed }, signal).catch(unavailable);

    const answer = await ask();
    if (isPermission(answer, origin)) return permission(answer);
    const missing = await missingPart();
    return { allowed: false, missing, detail: DETAILS[missing](request, method) };

    /** Finds the refused part with simpler preflights, because S3 does not name the reason of a refusal. */
    async function missingPart(): Promise<Missing> {
      if (headers.length > 0 && isPermission(await ask({ headers: [] }), origin)) return 'headers';
      const other = method === 'GET' ? 'PUT' : 'GET';
      return isPermission(await ask({ method: other, headers: [] }), origin) ? 'method' : 'origin';
    }
  }
}

function permission({ exposeHeaders }: PreflightAnswer): CorsCheckAnswer {
  if (exposeHeaders === undefined)
    return { allowed: true, detail: 'The bucket’s CORS rules allow the request.' };
  const names = new Set(exposeHeaders.split(',').map((name) => name.trim().toLowerCase()));
  const exposesEtag = names.has('etag') || names.has('*');
  return {
    allowed: true,
    exposesEtag,
    detail: exposesEtag
      ? 'The bucket’s CORS rules allow the request.'
      : 'The bucket’s CORS rules allow the request, but the page can’t read ETag. Add it to ExposeHeaders for uploads in parts.',
  };
}

function unavailable(): never {
  throw new ApiError(
    'storage_unavailable',
    'The bucket did not answer a preflight within 3 s. Try again later.',
  );
}
