import type { UploadAnswer } from '../../features/uploads/upload.response.js';
import { signedUrlJson } from '../../platform/fast-json/signed-url-json.js';

/** Returns what a handler returns, as JSON: signed URLs are long, and there is nothing to escape in them. */
export const responseText = (answer: unknown): string =>
  isSigned(answer) ? signedUrlJson(answer) : JSON.stringify(answer);

/** Returns whether this is the answer with a signed URL: only those have `signedHeaders`. */
const isSigned = (answer: unknown): answer is UploadAnswer =>
  typeof answer === 'object' && answer !== null && 'signedHeaders' in answer;
