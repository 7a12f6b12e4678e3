import { SetMetadata } from '@nestjs/common';
import type { ProblemCode } from '../problems/problem-table.js';

/** What the route itself can't tell about an operation of the OpenAPI document. */
export interface OperationFacts {
  /** operationId; one for each path of a controller that has several, in their order. */
  readonly id: string | readonly string[];
  readonly tag: Tag;
  readonly summary: string;
  /** Class of the answer, or `Object` for an empty one; none where it has no content. */
  readonly answer?: new () => object;
  /** Class of the query, where a decorator of the route's own reads it. */
  readonly query?: new () => object;
  /** The answer is a bare list of these. */
  readonly answersList?: true;
  /** Statuses that this answer comes with beside the route's own. */
  readonly also?: readonly number[];
  /** Refusals of this operation; those that every route of its kind has are not named again. */
  readonly problems?: readonly ProblemCode[];
  /** What the answer is good for, by operationId: OpenAPI 3.1 §4.8.20. */
  readonly links?: Readonly<Record<string, Link>>;
  /** Requests that work on `npm start`, by what they show. */
  readonly examples?: Readonly<Record<string, object>>;
}

/** Where the next request takes its parts from, as runtime expressions; the tenant stays the same. */
interface Link {
  readonly parameters?: Readonly<Record<string, string>>;
  /** What parameters can’t say. No generator takes a `requestBody` that is an object. */
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

/** Metadata and nothing else: the document is made at build, and no library of it gets into production. The handler's docstring is the description. */
export const Operation = (facts: OperationFacts): MethodDecorator => SetMetadata(OPERATION, facts);
