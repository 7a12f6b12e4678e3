import { Equals } from 'class-validator';
import { ReadRequest, VersionedRequest } from '../../signing/signing.request.js';
import { DownloadRequest } from '../downloads/download.request.js';
import { UploadFormRequest } from '../upload-forms/upload-form.request.js';
import { UploadRequest } from '../uploads/upload.request.js';

const Is = (name: string): PropertyDecorator => Equals(name, { message: `must be ${name}` });

/** As `POST /downloads`. */
export class DownloadOperation extends DownloadRequest {
  /** A presigned GET. */
  @Is('download') operation!: 'download';
}

/** As `POST /heads`. */
export class HeadOperation extends ReadRequest {
  /** A presigned HEAD. */
  @Is('head') operation!: 'head';
}

/** As `POST /uploads`. */
export class UploadOperation extends UploadRequest {
  /** A presigned PUT. */
  @Is('upload') operation!: 'upload';
}

/** As `POST /upload-forms`. */
export class UploadFormOperation extends UploadFormRequest {
  /** A presigned POST policy. */
  @Is('upload-form') operation!: 'upload-form';
}

/** As `POST /deletions`. */
export class DeleteOperation extends VersionedRequest {
  /** A presigned DELETE. */
  @Is('delete') operation!: 'delete';
}

/** The classes of operations by the value of `operation`. */
export const OPERATIONS = {
  download: DownloadOperation,
  head: HeadOperation,
  upload: UploadOperation,
  'upload-form': UploadFormOperation,
  delete: DeleteOperation,
} as const;

export type OperationName = keyof typeof OPERATIONS;
export type Operation<Name extends OperationName = OperationName> = InstanceType<(typeof OPERATIONS)[Name]>;
