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

/** What a page wants to do, and from which origin. */
export class CorsCheckRequest {
  /** What the page does with the signed URL. Forms are sent without a preflight. */
  @IsIn(OPERATIONS, operation) operation!: CheckedOperation;
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
  /** The page's origin, as the browser sends it (RFC 6454 §6.2). */
  @Matches(/^https?:\/\/(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/, origin) origin!: string;
  /** Header fields that the page sends and that need permission: `headers` of the signed answer. */
  @Optional()
  @IsArray(headers)
  @ArrayMaxSize(30, headers)
  @Matches(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/, { ...headers, each: true })
  headers?: string[];
}
