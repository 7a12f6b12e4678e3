import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Admissions } from '../../limits/admissions.js';
import { BodyLimit } from '../../platform/http/body-limit.js';
import { OwnBudget } from '../../platform/http/own-budget.decorator.js';
import { Reserves } from '../../platform/http/reserves.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { PARTS_LIST, SIGNED_PART } from './answer-sizes.js';
import { CompletionRequest } from './completion.request.js';
import { CompletionService } from './completion.service.js';
import { MultipartUploadRequest } from './multipart-upload.request.js';
import {
  CompletedUploadAnswer,
  MultipartUploadAnswer,
  PartsAnswer,
  StoredPartsAnswer,
} from './multipart.responses.js';
import { MultipartService } from './multipart.service.js';
import { PartsRequest } from './parts.request.js';

/**
 * The maximum size of the body in bytes, for 1,000 parts with checksums. `COMPLETION_LIMIT` is for 10,000 parts with
 * ETags and checksums.
 */
const PARTS_LIMIT = 256 * 1024;
const PARTS_SHAPE = { items: 1000, values: 10_000 };
const COMPLETION_LIMIT = 2 * 1024 * 1024;
const COMPLETION_SHAPE = { items: 10_000, values: 50_000 };

const UPLOAD = { parameters: { uploadId: '$response.body#/uploadId' } };
const UPLOAD_PROBLEMS = ['upload_not_active', 'sealing_unavailable', 'invalid_key'] as const;

@Controller('v1/tenants/:tenant/multipart-uploads')
export class MultipartController {
  constructor(
    private readonly uploads: MultipartService,
    private readonly completion: CompletionService,
    private readonly admissions: Admissions,
  ) {}

  /**
   * Begins a multipart upload. Use it for large objects, and for uploads that must continue after an interruption. The
   * answer has the plan and the signed URLs of the first parts. Use its `uploadId` in all later calls. It is valid for
   * one week, on every replica.
   */
  @Post()
  @Requires('upload')
  @Operation({
    id: 'createMultipartUpload',
    tag: 'Multipart uploads',
    summary: 'Begin a multipart upload',
    answer: MultipartUploadAnswer,
    problems: [...SIGNING_PROBLEMS, ...STORAGE_PROBLEMS, 'content_length_required', 'sealing_unavailable'],
    links: {
      signParts: UPLOAD,
      listParts: UPLOAD,
      completeMultipartUpload: UPLOAD,
      abortMultipartUpload: UPLOAD,
    },
    examples: {
      'Upload a file of 20 MB': {
        key: 'films/holiday.mp4',
        contentType: 'video/mp4',
        contentLength: 20_000_000,
      },
      'Upload a file of unknown size in parts of 16 MiB': { key: 'dumps/today.tar', partSize: 16_777_216 },
    },
  })
  async create(
    @Access() access: TenantAccess,
    @ValidBody() request: MultipartUploadRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MultipartUploadAnswer> {
    const answer = await this.uploads.create(access, request);
    void reply.header('location', `/v1/tenants/${access.tenant.id}/multipart-uploads/${answer.uploadId}`);
    return answer;
  }

  /**
   * Signs URLs for up to 1,000 parts. You can request a part again after its URL has expired. If the plan or the
   * request has the size of a part, the size is signed, so that S3 accepts exactly this number of bytes.
   */
  @Post(':uploadId/parts')
  @HttpCode(200)
  @BodyLimit(PARTS_LIMIT, PARTS_SHAPE)
  @OwnBudget()
  @Requires('upload')
  @Operation({
    id: 'signParts',
    tag: 'Multipart uploads',
    summary: 'Sign the URLs of parts (PUT)',
    answer: PartsAnswer,
    problems: [...SIGNING_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'Sign two parts': { parts: [{ partNumber: 1 }, { partNumber: 2 }] } },
  })
  sign(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidBody() request: PartsRequest,
    @Req() asked: FastifyRequest,
  ): Promise<PartsAnswer> {
    this.admissions.reserve(asked.raw, request.parts.length * SIGNED_PART);
    return this.uploads.sign(access, uploadId, request);
  }

  /**
   * Lists the parts that S3 has stored, with the plan of the upload. To continue after an interruption, send the
   * missing parts and then complete the upload.
   */
  @Get(':uploadId/parts')
  @Reserves(() => PARTS_LIST)
  @OwnBudget()
  @Requires('upload')
  @Operation({
    id: 'listParts',
    tag: 'Multipart uploads',
    summary: 'List the stored parts',
    answer: StoredPartsAnswer,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
  })
  list(@Access() access: TenantAccess, @Param('uploadId') uploadId: string): Promise<StoredPartsAnswer> {
    return this.uploads.list(access, uploadId);
  }

  /**
   * Completes the upload if S3 has stored all its parts with the promised sizes. If the request lists parts, the stored
   * parts must be the listed ones. Otherwise the service refuses with 409 (`retry_upload`). It also deletes the upload
   * if a stored part does not have its promised size, or if all parts together are larger than the tenant allows. You
   * can send a completion again safely.
   */
  @Post(':uploadId/complete')
  @HttpCode(200)
  @BodyLimit(COMPLETION_LIMIT, COMPLETION_SHAPE)
  @Reserves(() => PARTS_LIST)
  @OwnBudget()
  @Requires('upload')
  @Operation({
    id: 'completeMultipartUpload',
    tag: 'Multipart uploads',
    summary: 'Complete a multipart upload',
    answer: CompletedUploadAnswer,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS, 'retry_upload', 'audit_unavailable'],
    examples: {
      'Complete with all stored parts': {},
      'Complete with a list of the parts': {
        parts: [{ partNumber: 1, etag: '"7ac66c0f148de9519b8bd264312c4d64"' }],
      },
    },
  })
  complete(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidBody() request: CompletionRequest,
  ): Promise<CompletedUploadAnswer> {
    return this.completion.complete(access, uploadId, request);
  }

  /** Aborts the upload and deletes its parts. You can send the request again safely. */
  @Delete(':uploadId')
  @HttpCode(204)
  @OwnBudget()
  @Requires('upload')
  @Operation({
    id: 'abortMultipartUpload',
    tag: 'Multipart uploads',
    summary: 'Abort a multipart upload',
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS, 'audit_unavailable'],
  })
  abort(@Access() access: TenantAccess, @Param('uploadId') uploadId: string): Promise<void> {
    return this.uploads.abort(access, uploadId);
  }
}
