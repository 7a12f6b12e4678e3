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
  /** True if the answer is a list of `answer` objects. */
  readonly answersList?: true;
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
  Signing: 'Begin here: one presigned URL each, with everything that its user must know.',
  'Multipart uploads': 'Objects in parts: large ones, and those that must survive interruptions.',
  Objects: 'What is in the bucket.',
  Explanations: 'Why a URL that was handed out does not work.',
  Uppy: 'Uploads from a page without a token. Your server begins an upload session; an unmodified `@uppy/aws-s3` calls the other routes as its `companionEndpoint`. You do not call those yourself: the capability in the path is the proof.',
  Tutorial:
    'Not for new clients: the routes of the tutorial that this project grew from, where a tenant has `tutorialRoutes` on. Use Signing instead.',
  Health: 'For probes and load balancers.',
} as const;

export const OPERATION = Symbol('operation');

/**
 * Attaches facts about an operation to its handler. It only sets metadata: the document is generated at build time, and
 * no OpenAPI library is loaded in production. The handler's docstring becomes the description.
 */
export const Operation = (facts: OperationFacts): MethodDecorator => SetMetadata(OPERATION, facts);
