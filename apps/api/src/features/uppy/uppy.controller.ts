import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
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

/**
 * The maximum size of the body in bytes, for the metadata of a file in Uppy. `COMPLETION_LIMIT` is for 10,000 parts
 * with ETags.
 */
const FILE_LIMIT = 64 * 1024;
const COMPLETION_LIMIT = 2 * 1024 * 1024;
const COMPLETION_SHAPE = { items: 10_000, values: 50_000 };

const UPLOAD_PROBLEMS = ['upload_not_active', 'invalid_key'] as const;

/** Returns how large the answer may be, from the query, which is validated only later. */
const partsBytes = ({ query }: FastifyRequest): number =>
  String((query as Readonly<Record<string, unknown>>)['partNumbers']).split(',').length * SIGNED_PART;

/**
 * Serves the routes of Companion that `@uppy/aws-s3` 6.3.1 (`CompanionS3.ts`) calls. The plugin appends `/s3/…` to the
 * endpoint that it is given.
 */
@Controller('v1/uppy/:capability')
export class UppyController {
  constructor(private readonly uppy: UppyService) {}

  /** Returns what the session allows, so that a page can set up Uppy: its expiry, folder, media types and sizes. */
  @Get()
  @RequiresCapability()
  @Operation({
    id: 'getUploadSession',
    tag: 'Uppy',
    summary: 'Get what an upload session allows',
    answer: UploadSessionFacts,
  })
  facts(@Access() access: TenantAccess): UploadSessionFacts {
    return this.uppy.facts(access);
  }

  /**
   * Signs a form for a small file. Uppy posts the form with the file as its last field. S3 enforces the key and the
   * media type, and the size if the session limits it.
   */
  @Get('s3/params')
  @RequiresCapability()
  @Operation({
    id: 'uppyParams',
    tag: 'Uppy',
    summary: 'Sign a form for a small file',
    answer: UppyParamsAnswer,
    query: UppyFile,
    problems: [...SIGNING_PROBLEMS, ...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'Upload a picture': { filename: 'holiday.png' } },
  })
  params(@Access() access: TenantAccess, @FileInQuery() file: UppyFile): Promise<UppyParamsAnswer> {
    return this.uppy.params(access, file);
  }

  /**
   * Begins a multipart upload, for large files and for files that must not replace an object. Uppy does not send the
   * size of the file. The service therefore checks the size at completion, and deletes a file that is too large.
   */
  @Post('s3/multipart')
  @HttpCode(200)
  @BodyLimit(FILE_LIMIT)
  @RequiresCapability()
  @Operation({
    id: 'uppyCreateUpload',
    tag: 'Uppy',
    summary: 'Begin a multipart upload of a file',
    answer: UppyUploadAnswer,
    problems: [...SIGNING_PROBLEMS, ...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: {
      'Upload a film': { filename: 'holiday.mp4', type: 'video/mp4', metadata: { name: 'holiday.mp4' } },
    },
  })
  create(@Access() access: TenantAccess, @ValidBody() file: UppyFile): Promise<UppyUploadAnswer> {
    return this.uppy.create(access, file);
  }

  /** Signs the URLs of several parts, for older clients of Companion. Uppy 6 requests one part at a time. */
  @Get('s3/multipart/:uploadId/batch')
  @Reserves(partsBytes)
  @RequiresCapability()
  @Operation({
    id: 'uppySignParts',
    tag: 'Uppy',
    summary: 'Sign the URLs of several parts',
    answer: UppyPartsAnswer,
    problems: [...SIGNING_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'Sign two parts': { key: 'inbox/holiday.mp4', partNumbers: '1,2' } },
  })
  signParts(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key, partNumbers }: UppyPartNumbers,
  ): Promise<UppyPartsAnswer> {
    return this.uppy.signParts(access, uploadId, key, partNumbers.split(','));
  }

  /** Signs the URL of one part. Uppy calls this route before it sends each part. */
  @Get('s3/multipart/:uploadId/:partNumber')
  @RequiresCapability()
  @Operation({
    id: 'uppySignPart',
    tag: 'Uppy',
    summary: 'Sign the URL of one part',
    answer: UppyPartAnswer,
    problems: [...SIGNING_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'Sign a part of a film': { key: 'inbox/holiday.mp4' } },
  })
  signPart(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @Param('partNumber') partNumber: string,
    @ValidQuery() { key }: UppyKey,
  ): Promise<UppyPartAnswer> {
    return this.uppy.signPart(access, uploadId, key, partNumber);
  }

  /** Lists all parts that S3 has stored. Uppy calls this route after an interruption, to continue the upload. */
  @Get('s3/multipart/:uploadId')
  @Reserves(() => PARTS_LIST)
  @RequiresCapability()
  @Operation({
    id: 'uppyListParts',
    tag: 'Uppy',
    summary: 'List the stored parts',
    answer: UppyStoredPart,
    answersList: 'The answer lists all parts that S3 has stored, ordered by part number.',
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS],
    examples: { 'List the parts of a film': { key: 'inbox/holiday.mp4' } },
  })
  list(
    @Access() access: TenantAccess,
    @Param('uploadId') uploadId: string,
    @ValidQuery() { key }: UppyKey,
  ): Promise<UppyStoredPart[]> {
    return this.uppy.list(access, uploadId, key);
  }

  /**
   * Completes the upload if S3 has all listed parts, and if the file is no larger than the session allows. You can send
   * the request again safely.
   */
  @Post('s3/multipart/:uploadId/complete')
  @HttpCode(200)
  @BodyLimit(COMPLETION_LIMIT, COMPLETION_SHAPE)
  @Reserves(() => PARTS_LIST)
  @RequiresCapability()
  @Operation({
    id: 'uppyCompleteUpload',
    tag: 'Uppy',
    summary: 'Complete a multipart upload',
    answer: UppyObjectAnswer,
    problems: [...STORAGE_PROBLEMS, ...UPLOAD_PROBLEMS, 'retry_upload', 'audit_unavailable'],
    examples: {
      'Complete with one part': { parts: [{ PartNumber: 1, ETag: '7ac66c0f148de9519b8bd264312c4d64' }] },
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

  /** Aborts the upload and deletes its parts. You can send the request again safely. */
  @Delete('s3/multipart/:uploadId')
  @RequiresCapability()
  @Operation({
    id: 'uppyAbortUpload',
    tag: 'Uppy',
    summary: 'Abort a multipart upload',
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
