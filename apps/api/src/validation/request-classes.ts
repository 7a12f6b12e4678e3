import { BatchRequest } from '../batches/batch.request.js';
import { OPERATIONS } from '../batches/operations.js';
import { ConfirmationRequest } from '../confirmations/confirmation.request.js';
import { DownloadRequest } from '../downloads/download.request.js';
import { ExplanationRequest } from '../explanations/explanation.request.js';
import { CompletionRequest } from '../multipart/completion.request.js';
import { MultipartUploadRequest } from '../multipart/multipart-upload.request.js';
import { PartsRequest } from '../multipart/parts.request.js';
import { ObjectsRequest } from '../objects/objects.request.js';
import { VersionedRequest } from '../signing/signing.request.js';
import { TutorialRequest } from '../tutorial/tutorial.request.js';
import { UploadFormRequest } from '../upload-forms/upload-form.request.js';
import { UploadSessionRequest } from '../upload-sessions/upload-session.request.js';
import { UploadRequest } from '../uploads/upload.request.js';
import { UppyCompletion, UppyFile, UppyKey, UppyPartNumbers } from '../uppy/uppy.requests.js';

/** Every class that a request's body or query is validated as. Schemas and validators are made of these at build. */
export const REQUEST_CLASSES = [
  DownloadRequest,
  VersionedRequest,
  UploadRequest,
  UploadFormRequest,
  MultipartUploadRequest,
  PartsRequest,
  CompletionRequest,
  ObjectsRequest,
  ConfirmationRequest,
  TutorialRequest,
  BatchRequest,
  ...Object.values(OPERATIONS),
  ExplanationRequest,
  UploadSessionRequest,
  UppyFile,
  UppyKey,
  UppyPartNumbers,
  UppyCompletion,
] as const;
