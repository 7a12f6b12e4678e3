import { Equals } from 'class-validator';
import { ReadRequest, VersionedRequest } from '../../signing/signing.request.js';
import { DownloadRequest } from '../downloads/download.request.js';
import { UploadFormRequest } from '../upload-forms/upload-form.request.js';
import { UploadRequest } from '../uploads/upload.request.js';

const Is = (name: string): PropertyDecorator => Equals(name, { message: `must be ${name}` });

/** Signs a URL that downloads an object with GET. The other members are those of `POST /downloads`. */
export class DownloadOperation extends DownloadRequest {
  /** The value `download` selects a URL for GET. */
  @Is('download') operation!: 'download';
}

/** Signs a URL that reads an object's metadata with HEAD. The other members are those of `POST /heads`. */
export class HeadOperation extends ReadRequest {
  /** The value `head` selects a URL for HEAD. */
  @Is('head') operation!: 'head';
}

/** Signs a URL that uploads an object with PUT. The other members are those of `POST /uploads`. */
export class UploadOperation extends UploadRequest {
  /** The value `upload` selects a URL for PUT. */
  @Is('upload') operation!: 'upload';
}

/** Signs a form that uploads an object with POST. The other members are those of `POST /upload-forms`. */
export class UploadFormOperation extends UploadFormRequest {
  /** The value `upload-form` selects a form (an S3 POST policy). */
  @Is('upload-form') operation!: 'upload-form';
}

/** Signs a URL that deletes an object with DELETE. The other members are those of `POST /deletions`. */
export class DeleteOperation extends VersionedRequest {
  /** The value `delete` selects a URL for DELETE. */
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
