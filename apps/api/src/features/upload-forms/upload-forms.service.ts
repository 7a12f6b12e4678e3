import { Injectable } from '@nestjs/common';
import { andThen, formFields, type FormConstraints, type MaybePromise } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Constraint } from '../../platform/audit/constraint.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { enforcedByS3 } from '../../signing/enforced-by-s3.js';
import type { FormAnswer } from '../../signing/form.response.js';
import type { Prepared } from '../../signing/prepared.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import { DEFAULT_CONTENT_TYPE } from '../uploads/uploads.service.js';
import { checkDollars, checkForm, checkSize, lengthRange } from './form-limits.js';
import type { UploadFormRequest } from './upload-form.request.js';

/** The status with which S3 answers an accepted form by default. With 201, the answer has the object's location. */
const DEFAULT_STATUS = 201;

/** Signs POST policies. A condition of the policy fixes every field, so that S3 enforces each of them. */
@Injectable()
export class UploadFormsService {
  constructor(private readonly signing: SigningService) {}

  sign(access: TenantAccess, request: UploadFormRequest): Promise<FormAnswer> {
    return this.signing.answer(this.prepare(access, request));
  }

  /**
   * Prepares a signed form.
   *
   * @throws InvalidKeyError, PresignError, ApiError; the promise rejects with the same errors
   */
  prepare(access: TenantAccess, request: UploadFormRequest): MaybePromise<Prepared<FormAnswer>> {
    const { keyPrefix, expiresIn, minValidity, contentType = DEFAULT_CONTENT_TYPE } = request;
    const target = this.#targetOf(access, request);
    const { range: contentLengthRange, limits } = lengthRange(
      request,
      checkForm(request, contentType, target),
    );
    const constraints: FormConstraints = {
      contentType,
      checksum: request.checksum,
      metadata: request.metadata,
      tags: request.tags,
      encryption: access.tenant.entry.encryption,
      successStatus: request.successStatus ?? DEFAULT_STATUS,
    };
    const fields = formFields(constraints);
    checkDollars(request, target.key, fields);
    const prepared = this.signing.prepareForm(target, {
      expiresIn,
      minValidity,
      limits,
      keyIsPrefix: keyPrefix !== undefined,
      fields,
      contentLengthRange,
      constraints: constraintsOf(constraints, contentLengthRange, keyPrefix),
    });
    return andThen(prepared, (form) => {
      checkSize(form.answer, request);
      return form;
    });
  }

  #targetOf(access: TenantAccess, { key, keyPrefix }: UploadFormRequest): Target {
    if (key !== undefined && keyPrefix !== undefined) {
      throw invalidRequest({
        pointer: '#/keyPrefix',
        detail: 'Must not be sent together with key. Send one of them.',
      });
    }
    if (keyPrefix !== undefined) return this.signing.authorizeKeyPrefix(access, keyPrefix);
    if (key === undefined)
      throw invalidRequest({
        pointer: '#/key',
        detail: 'Is missing, and keyPrefix is missing too. Send one of them.',
      });
    return this.signing.authorize(access, 'upload', key);
  }
}

function constraintsOf(
  constraints: FormConstraints,
  range: readonly [min: number, max: number] | undefined,
  keyPrefix: string | undefined,
): Constraint[] {
  const contentLengthRange = range && { min: range[0], max: range[1] };
  const held = enforcedByS3({ ...constraints, contentLengthRange, keyPrefix });
  if (keyPrefix === undefined) return held;
  return [...held, { name: 'key', value: `${keyPrefix}\${filename}`, enforcedBy: 'advisory' }];
}
