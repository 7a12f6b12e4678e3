import type { paths } from '#openapi';

// All types are taken from the OpenAPI document, by route and not by the names of its schemas.

type Under<Path extends string> = Extract<keyof paths, `/v1/tenants/{tenant}/${Path}`>;
type Operation<Path extends string, Method extends 'get' | 'post'> = NonNullable<paths[Under<Path>][Method]>;
type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Request<Path extends string> =
  Operation<Path, 'post'> extends { requestBody?: infer Body } ? Json<NonNullable<Body>> : never;
type Response<Path extends string, Method extends 'get' | 'post' = 'post'> =
  Operation<Path, Method> extends { responses: infer Responses }
    ? Json<Responses[Extract<keyof Responses, 200 | 201>]>
    : never;

export type UploadRequest = Request<'uploads'>;
export type UploadAnswer = Response<'uploads'>;
export type DownloadRequest = Request<'downloads'>;
export type VersionedRequest = Request<'heads'>;
export type SignedRequest = Response<'downloads'>;
export type NewMultipartUpload = Request<'multipart-uploads'>;
export type MultipartUpload = Response<'multipart-uploads'>;
export type PartToSign = Request<'multipart-uploads/{uploadId}/parts'>['parts'][number];
export type SignedPart = Response<'multipart-uploads/{uploadId}/parts'>['parts'][number];
export type StoredParts = Response<'multipart-uploads/{uploadId}/parts', 'get'>;
export type SentPart = NonNullable<Request<'multipart-uploads/{uploadId}/complete'>['parts']>[number];
export type CompletedUpload = Response<'multipart-uploads/{uploadId}/complete'>;
export type ObjectsPage = Response<'objects', 'get'>;
export type ObjectItem = ObjectsPage['items'][number];
export type Deletions = Response<'objects/deletions'>;
export type Copied = Response<'objects/copies'>;
export type Explanation = Response<'explanations'>;
export type ExplanationRequest = Request<'explanations'>;
export type Confirmation = Response<'confirmations'>;
export type ChecksumAlgorithm = NonNullable<NewMultipartUpload['checksumAlgorithm']>;
