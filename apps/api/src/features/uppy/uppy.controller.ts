import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access } from '../../access/authorization/access.decorator.js';
import { RequiresCapability } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { BodyLimit } from '../../platform/http/body-limit.js';
import { Reserves } from '../../platform/http/reserves.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody, ValidQuery } from '../../platform/validation/valid-request.decorators.js';
import { SIGNING_PROBLEMS } from '../../signing/signing-problems.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { PARTS_LIST, SIGNED_PART } from '../multipart-uploads/answer-sizes.js';
import { UploadSessionFacts } from '../upload-sessions/upload-session.response.js';
import { FileInQuery } from './uppy-file.decorator.js';
import { UppyCompletion, UppyFile, UppyKey, UppyPartNumbers } from './uppy.requests.js';
import {
  UppyObjectAnswer,
  UppyParamsAnswer,
  UppyPartAnswer,
  UppyPartsAnswer,
  UppyStoredPart,
  UppyUploadAnswer,
} from './uppy.responses.js';
import { UppyService } from './uppy.service.js';

/** Bytes: metadata of a file in Uppy; ten thousand parts with ETags. */
const FILE_LIMIT = 64 * 1024;
const COMPLETION_LIMIT = 2 * 1024 * 1024;
const COMPLETION_SHAPE = { items: 10_000, values: 50_000 };

const UPLOAD_PROBLEMS = ['upload_not_active', 'invalid_key'] as const;

/**
 * Answers as Companion does for `@uppy/aws-s3` 6.3.1 (`CompanionS3.ts`), which appends `/s3/…` to the endpoint
 * that it is given.
 */
@Controller('v1/uppy/:capability')
export class UppyController {
  constructor(private readonly uppy: UppyService) {}

  /** Answers what the session allows, so that a page can be set up: its expiry, folder, types and sizes. */
  @Get()
  @RequiresCapability()
  @Operation({
    id: 'getUploadSession',
    tag: 'Uppy',
    summary: 'What the session allows',
    answer: UploadSessionFacts,
  })
  facts(@Access() access: TenantAccess): UploadSessionFacts {
    return this.uppy.facts(access);
  }

  /** Signs a form for a small file. Uppy posts it with the file as its last field, and S3 enforces type, size and key. */
  @Get('s3/params')
  @RequiresCapability()
  @Operation({
    id: 'uppyParams',
    tag: 'Uppy',
    summary: 'A form for a small file',
    answer: UppyParamsAnswer,
    query: UppyFile,
    problems: [...SIGNING_PROBLEMS, ...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'a picture': { filename: 'holiday.png' } },
  })
  params(@Access() access: TenantAccess, @FileInQuery() file: UppyFile): Promise<UppyParamsAnswer> {
    return this.uppy.params(access, file);
  }

  /** Begins an upload in parts, for large files and for files that must not replace another. Uppy does not name the size, so that a file that is too large is deleted at completion. */
  @Post('s3/multipart')
  @HttpCode(200)
  @BodyLimit(FILE_LIMIT)
  @RequiresCapability()
  @Operation({
    id: 'uppyCreateUpload',
    tag: 'Uppy',
    summary: 'Begin a file in parts',
    answer: UppyUploadAnswer,
    problems: [...SIGNING_PROBLEMS, ...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: {
      'a film': { filename: 'holiday.mp4', type: 'video/mp4', metadata: { name: 'holiday.mp4' } },
    },
  })
  create(@Access() access: TenantAccess, @ValidBody() file: UppyFile): Promise<UppyUploadAnswer> {
    return this.uppy.create(access, file);
  }

  /** Signs several parts, for older clients of Companion. Uppy 6 asks for one part at a time. */
  @Get('s3/multipart/:uploadId/batch')
  @Reserves(({ url }) => url.split(',').length * SIGNED_PART)
  @RequiresCapability()
  @Operation({
    id: 'uppySignParts',
    tag: 'Uppy',
    summary: 'Sign several parts',
    answer: UppyPartsAnswer,
    problems: [...SIGNING_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'two parts': { key: 'inbox/holiday.mp4', partNumbers: '1,2' } },
  })
  signParts(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key, partNumbers }: UppyPartNumbers,
  ): Promise<UppyPartsAnswer> {
    return this.uppy.signParts(access, uploadId, key, partNumbers.split(','));
  }

  /** Signs one part. Uppy asks before it sends each part. */
  @Get('s3/multipart/:uploadId/:partNumber')
  @RequiresCapability()
  @Operation({
    id: 'uppySignPart',
    tag: 'Uppy',
    summary: 'Sign a part',
    answer: UppyPartAnswer,
    problems: [...SIGNING_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'of a film': { key: 'inbox/holiday.mp4' } },
  })
  signPart(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @Param('partNumber') partNumber: string,
    @ValidQuery() { key }: UppyKey,
  ): Promise<UppyPartAnswer> {
    return this.uppy.signPart(access, uploadId, key, partNumber);
  }

  /** Lists all parts that S3 has. Uppy asks after an interruption, to continue the upload. */
  @Get('s3/multipart/:uploadId')
  @Reserves(() => PARTS_LIST)
  @RequiresCapability()
  @Operation({
    id: 'uppyListParts',
    tag: 'Uppy',
    summary: 'List the parts that are there',
    answer: UppyStoredPart,
    answersList: true,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'of a film': { key: 'inbox/holiday.mp4' } },
  })
  list(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key }: UppyKey,
  ): Promise<UppyStoredPart[]> {
    return this.uppy.list(access, uploadId, key);
  }

  /** Completes the upload if its parts are those that were sent and no larger than the session allows. The same request again gets the same answer. */
  @Post('s3/multipart/:uploadId/complete')
  @HttpCode(200)
  @BodyLimit(COMPLETION_LIMIT, COMPLETION_SHAPE)
  @Reserves(() => PARTS_LIST)
  @RequiresCapability()
  @Operation({
    id: 'uppyCompleteUpload',
    tag: 'Uppy',
    summary: 'Put the parts together',
    answer: UppyObjectAnswer,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS, 'retry_upload', 'audit_unavailable'],
    examples: {
      'one part': { parts: [{ PartNumber: 1, ETag: '7ac66c0f148de9519b8bd264312c4d64' }] },
    },
  })
  complete(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key }: UppyKey,
    @ValidBody() { parts }: UppyCompletion,
  ): Promise<UppyObjectAnswer> {
    return this.uppy.complete(access, uploadId, key, parts);
  }

  /** Aborts the upload and deletes its parts. You can send it again safely. */
  @Delete('s3/multipart/:uploadId')
  @RequiresCapability()
  @Operation({
    id: 'uppyAbortUpload',
    tag: 'Uppy',
    summary: 'Give an upload up',
    answer: Object,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS, 'audit_unavailable'],
  })
  async abort(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key }: UppyKey,
  ): Promise<object> {
    await this.uppy.abort(access, uploadId, key);
    return {};
  }
}
