import { Injectable } from '@nestjs/common';
import type { ChecksumAlgorithm, EpochSeconds } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { invalidRequest } from '../../platform/problems/api-error.js';

/** The properties that an upload promised to have. */
export interface UploadPromise {
  /** The key as the caller named it. */
  readonly key: string;
  readonly contentType: string;
  readonly contentLength?: number | undefined;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  /** The time at which the URL was signed. An older object is not the result of this upload. */
  readonly signedAt: EpochSeconds;
}

/** The seconds for which a receipt is valid after the URL has expired. */
const GRACE = 604_800;

/** Seals the promises of uploads as receipts, and opens them. */
@Injectable()
export class Receipts {
  constructor(private readonly sealer: Sealer) {}

  /**
   * Seals a promise.
   *
   * @param expiresAt expiry of the URL
   * @throws ApiError `sealing_unavailable`; `invalid_request` if key and content type are too long for a receipt
   */
  seal(access: TenantAccess, promise: UploadPromise, expiresAt: EpochSeconds): Promise<string> {
    return this.sealer.seal('receipt', access, promise, expiresAt + GRACE);
  }

  /**
   * Opens a receipt.
   *
   * @throws ApiError `invalid_request`, `sealing_unavailable`
   */
  async open(access: TenantAccess, receipt: string): Promise<UploadPromise> {
    const promise = await this.sealer.unseal<UploadPromise>('receipt', access, receipt);
    if (promise) return promise;
    throw invalidRequest({
      pointer: '#/receipt',
      detail: 'The receipt is invalid, expired, or belongs to another caller. Sign the upload again.',
    });
  }
}
