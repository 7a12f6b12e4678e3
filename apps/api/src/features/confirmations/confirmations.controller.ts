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
   * Confirms that an upload arrived as it was promised. The receipt comes with the answer to an upload with
   * `receipt: true`. A caller who may download the key learns what is stored; others learn which promise is broken.
   */
  @Post()
  @HttpCode(200)
  @Requires('upload')
  @Operation({
    id: 'confirmUpload',
    tag: 'Objects',
    summary: 'Confirm an upload',
    answer: ConfirmationAnswer,
    problems: [...STORAGE_PROBLEMS, 'retry_upload', 'invalid_key', 'sealing_unavailable'],
    examples: { 'of an upload': { receipt: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..' } },
  })
  confirm(
    @Access() access: TenantAccess,
    @ValidBody() { receipt }: ConfirmationRequest,
  ): Promise<ConfirmationAnswer> {
    return this.confirmations.confirm(access, receipt);
  }
}
