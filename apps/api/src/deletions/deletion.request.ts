import { VersionedRequest } from '../signing/signing.request.js';

/** `POST /deletions` */
export class DeletionRequest extends VersionedRequest {}
