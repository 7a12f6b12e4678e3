import type { UploadAnswer } from '../../features/uploads/upload.response.js';
import { signedUrlJson } from '../../platform/fast-json/signed-url-json.js';

/**
 * Writes an answer as JSON. Answers with signed URLs use a faster function, because URLs are long and need no escaping.
 */
export const responseText = (answer: unknown): string =>
  isSigned(answer) ? signedUrlJson(answer) : JSON.stringify(answer);

/** Returns whether an answer holds a signed URL. Only such an answer has `signedHeaders`. */
const isSigned = (answer: unknown): answer is UploadAnswer =>
  typeof answer === 'object' && answer !== null && 'signedHeaders' in answer;
