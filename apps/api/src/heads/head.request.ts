import { VersionedRequest } from '../signing/signing.request.js';

/** `POST /heads` */
export class HeadRequest extends VersionedRequest {}
