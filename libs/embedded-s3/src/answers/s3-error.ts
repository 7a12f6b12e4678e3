/** The content of an error answer of S3. `VerificationError` has the same shape. */
export interface S3Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Further elements of the answer, by name. */
  readonly details: Readonly<Record<string, string>>;
}

/** An error answer in S3's words. Source: S3 API Reference, "Error responses". */
export class S3Error extends Error implements S3Failure {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'S3Error';
  }
}

export const accessDenied = () => new S3Error(403, 'AccessDenied', 'Access Denied');

export const invalidArgument = (message: string) => new S3Error(400, 'InvalidArgument', message);

export const invalidRequest = (message: string) => new S3Error(400, 'InvalidRequest', message);

export const noSuchBucket = (bucket: string) =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchUpload = () =>
  new S3Error(
    404,
    'NoSuchUpload',
    'The specified multipart upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );

export const notImplemented = (what: 'header' | 'parameter') =>
  new S3Error(
    501,
    'NotImplemented',
    what === 'header'
      ? 'A header you provided implies functionality that is not implemented.'
      : 'The embedded S3 does not implement this operation.',
  );

export const preconditionFailed = (condition: string) =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });
