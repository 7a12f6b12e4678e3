import { notImplemented } from '../answers/s3-error.js';
import type { OperationName } from './operations.js';

/** The `x-amz-…` headers that every operation supports. */
const COMMON = /^x-amz-(date|content-sha256|security-token|user-agent|expected-bucket-owner)$/;

const STORED =
  /^x-amz-(meta-.+|tagging|server-side-encryption|server-side-encryption-aws-kms-key-id|server-side-encryption-bucket-key-enabled)$/;
const BODY =
  /^x-amz-(checksum-(sha1|sha256|crc32|crc32c|crc64nvme)|sdk-checksum-algorithm|decoded-content-length|trailer)$/;
const COPY =
  /^x-amz-(copy-source|copy-source-if-match|source-expected-bucket-owner|metadata-directive|tagging-directive)$/;
const CHECKSUM_MODE = /^x-amz-checksum-mode$/;

/**
 * The further headers that each operation supports. Other headers are refused: ignoring a header that changes what S3
 * does would give wrong results.
 */
const TAKEN: Partial<Record<OperationName, readonly RegExp[]>> = {
  GetObject: [CHECKSUM_MODE],
  HeadObject: [CHECKSUM_MODE],
  PutObject: [STORED, BODY],
  CopyObject: [STORED, COPY],
  DeleteObjects: [BODY],
  CreateMultipartUpload: [STORED, /^x-amz-checksum-algorithm$/],
  UploadPart: [BODY],
  CompleteMultipartUpload: [/^x-amz-mp-object-size$/],
};

/**
 * Checks that an operation supports all headers of its request.
 *
 * @throws S3Error `NotImplemented`, such as for `x-amz-acl`
 */
export function checkRequestHeaders(operation: OperationName, names: readonly string[]): void {
  const taken = [COMMON, ...(TAKEN[operation] ?? [])];
  const isTaken = (name: string) => !name.startsWith('x-amz-') || taken.some((pattern) => pattern.test(name));
  if (!names.every(isTaken)) throw notImplemented('header');
}
