import { SetMetadata } from '@nestjs/common';
import type { ProblemCode } from '../problems/problem-table.js';

/** The facts about an operation of the OpenAPI document that the route itself does not hold. */
export interface OperationFacts {
  /** The operationId. A controller with several paths has one for each path, in the order of the paths. */
  readonly id: string | readonly string[];
  readonly tag: Tag;
  readonly summary: string;
  /** The class of the answer, or `Object` for an empty object; left out if the answer has no content. */
  readonly answer?: new () => object;
  /** The class of the query, if the route reads the query through a decorator of its own. */
  readonly query?: new () => object;
  /** The description of the answer if it is a list of `answer` objects. */
  readonly answersList?: string;
  /** Further statuses with the same answer, besides the route's own status. */
  readonly also?: readonly number[];
  /** The problem codes of this operation. Codes that every route of its kind has are not repeated here. */
  readonly problems?: readonly ProblemCode[];
  /** The operations that can use this answer, by operationId (OpenAPI 3.1 §4.8.20). */
  readonly links?: Readonly<Record<string, Link>>;
  /** Example requests that succeed on `npm start`, by their titles. */
  readonly examples?: Readonly<Record<string, object>>;
}

/** A link's parameters for the next request, as runtime expressions; the tenant stays the same. */
interface Link {
  readonly parameters?: Readonly<Record<string, string>>;
  /** A description of facts that parameters can't express. No generator accepts a `requestBody` that is an object. */
  readonly description?: string;
}

export type Tag = keyof typeof TAGS;

/** Groups of operations, in the order in which they are shown. */
export const TAGS = {
  Signing:
    'These operations return presigned URLs and forms. Each answer has everything that a client needs to use the URL or form. Start here.',
  'Multipart uploads':
    'These operations upload an object in parts. Use them for large objects, and for uploads that must continue after an interruption.',
  Objects:
    'These operations list, copy and delete objects in the bucket, and confirm that an upload arrived.',
  Explanations: 'These operations find the reason why a signed URL fails.',
  Uppy: 'These operations let a page upload files without a token. Your server begins an upload session and gives its `companionEndpoint` to the page. There, an unmodified `@uppy/aws-s3` calls the other operations. You do not call those yourself. The capability in their path authorizes each request.',
  Tutorial:
    'These operations are the routes of the tutorial that this project grew from. They exist only for tenants with `tutorialRoutes`. For new clients, use Signing instead.',
  Health: 'Probes and load balancers call these operations without a token.',
} as const;

export const OPERATION = Symbol('operation');

/**
 * Attaches facts about an operation to its handler. It only sets metadata: the document is generated at build time, and
 * no OpenAPI library is loaded in production. The handler's docstring becomes the description.
 */
export const Operation = (facts: OperationFacts): MethodDecorator => SetMetadata(OPERATION, facts);
