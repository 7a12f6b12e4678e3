import {
  areHeaders,
  isBoolean,
  isCount,
  isMethod,
  isSize,
  isText,
  isTime,
  isUrl,
  optional,
  type Shape,
} from './shape.js';
import type {
  CompletedUpload,
  Confirmation,
  Copied,
  Deletions,
  Explanation,
  MultipartUpload,
  ObjectsPage,
  SignedPart,
  SignedRequest,
  StoredParts,
} from './types.js';

// The members of each answer that this library uses.

const CONSTRAINTS = [{ name: isText }] as const;

export const SIGNED = {
  url: isUrl,
  method: isMethod,
  headers: areHeaders,
  expiresIn: isCount,
  constraints: CONSTRAINTS,
} satisfies Shape<SignedRequest>;

const PART = { partNumber: isCount, ...SIGNED } satisfies Shape<SignedPart>;

export const BATCH = { results: [{ status: isCount }] } as const;

export const PARTS = { parts: [PART] } as const satisfies Shape<{ parts: SignedPart[] }>;

export const MULTIPART_UPLOAD: Shape<MultipartUpload> = {
  uploadId: isText,
  expiresAt: isTime,
  partSize: isCount,
  parts: [PART],
  constraints: CONSTRAINTS,
};

export const STORED_PARTS: Shape<StoredParts> = { parts: [{ partNumber: isCount, etag: isText }] };

export const COMPLETED_UPLOAD: Shape<CompletedUpload> = {
  size: optional(isSize),
  etag: optional(isText),
  versionId: optional(isText),
};

export const OBJECTS: Shape<ObjectsPage> = {
  items: [{ key: isText, lastModified: isTime, size: optional(isSize), etag: optional(isText) }],
  nextCursor: optional(isText),
};

export const DELETIONS: Shape<Deletions> = { results: [{ status: isCount }] };

export const COPIED: Shape<Copied> = { key: isText, size: isSize, etag: isText, contentType: isText };

export const EXPLANATION: Shape<Explanation> = { verdict: isText, detail: isText };

export const CONFIRMATION: Shape<Confirmation> = { confirmed: isBoolean, etag: optional(isText) };
