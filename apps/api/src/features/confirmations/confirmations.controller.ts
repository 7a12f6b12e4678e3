import { Controller, HttpCode, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { ConfirmationRequest } from './confirmation.request.js';
import { ConfirmationAnswer } from './confirmation.response.js';
import { ConfirmationsService } from './confirmations.service.js';

@Controller('v1/tenants/:tenant/confirmations')
export class ConfirmationsController {
  constructor(private readonly confirmations: ConfirmationsService) {}

  /**
   * Confirms that an upload arrived as promised. Send the receipt from the answer of `POST /uploads`, which has one if
   * the request had `receipt: true`. The service compares the stored object with the promised size, content type and
   * checksum, and refuses with 409 (`retry_upload`) if they differ. Only a caller with a grant of `download` gets
   * values of the stored object. Other callers get promised values, and learn only which values differ.
   */
  @Post()
  @HttpCode(200)
  @Requires('upload')
  @Operation({
    id: 'confirmUpload',
    tag: 'Objects',
    summary: 'Confirm that an upload arrived',
    answer: ConfirmationAnswer,
    problems: [...STORAGE_PROBLEMS, 'retry_upload', 'invalid_key', 'sealing_unavailable'],
    examples: {
      'Confirm an upload by its receipt': { receipt: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..' },
    },
  })
  confirm(
    @Access() access: TenantAccess,
    @ValidBody() { receipt }: ConfirmationRequest,
  ): Promise<ConfirmationAnswer> {
    return this.confirmations.confirm(access, receipt);
  }
}
