import { ArrayMaxSize, IsArray, IsIn, Matches } from 'class-validator';
import { Optional } from '#validation';
import { IsExistingKey } from '../../signing/signing.request.js';
import { METHODS, type CheckedOperation } from './preflight.js';

const OPERATIONS = Object.keys(METHODS);

const operation = { message: `must be one of ${OPERATIONS.join(', ')}` };
const origin = { message: 'must be the origin of a page, such as https://app.example, without a path' };
const headers = {
  message: 'must be up to 30 names of header fields in lower case, of 1 to 100 characters each',
};

/** The request describes what a page wants to send to S3, and names the origin of the page. */
export class CorsCheckRequest {
  /**
   * The operation for which the page uses the signed URL. Forms are not among the values, because browsers send them
   * without a preflight.
   */
  @IsIn(OPERATIONS, operation) operation!: CheckedOperation;
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
  /** The origin of the page, as the browser sends it (RFC 6454 §6.2), such as `https://app.example`. */
  @Matches(/^https?:\/\/(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/, origin) origin!: string;
  /**
   * The names of the header fields that the page sends, in lower case. Send the names in `headers` of the signed
   * answer.
   */
  @Optional()
  @IsArray(headers)
  @ArrayMaxSize(30, headers)
  @Matches(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { ...headers, each: true })
  headers?: string[];
}
