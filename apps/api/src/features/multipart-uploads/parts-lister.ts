import { Injectable } from '@nestjs/common';
import { StorageLists } from '../../limits/storage-lists.js';
import { listParts, type StoredPart } from '../../storage/multipart-upload.js';
import { partCount } from './part-plan.js';
import type { Upload } from './sealed-uploads.js';

/** The number of parts that an upload of unknown size is expected to have. */
const USUAL_COUNT = 1000;

/** Lists the parts that S3 has stored. */
@Injectable()
export class PartsLister {
  constructor(private readonly lists: StorageLists) {}

  /** Returns the parts, ordered by number. @throws S3Refusal `NoSuchUpload`; ApiError `service_unavailable` */
  list({ target, storage, place, promised }: Upload): Promise<StoredPart[]> {
    return this.lists.run(target.access, partCount(promised) ?? USUAL_COUNT, () => listParts(storage, place));
  }
}
