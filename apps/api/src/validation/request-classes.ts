import { DownloadRequest } from '../downloads/download.request.js';
import { VersionedRequest } from '../signing/signing.request.js';
import { TutorialRequest } from '../tutorial/tutorial.request.js';
import { UploadRequest } from '../uploads/upload.request.js';

/** Every class that a request's body or query is validated as. Schemas and validators are made of these at build. */
export const REQUEST_CLASSES = [DownloadRequest, VersionedRequest, UploadRequest, TutorialRequest] as const;
