import type { FastifyRequest } from 'fastify';
import type { Caller } from '../caller.js';
import type { RequestCaller } from '../fast-json/request-line.js';

/**
 * Who called, for the request line. Where the request was answered and an audit event tells of it, that says who it was, and
 * at length: the lines of signings stay short.
 *
 * @param status of the answer
 * @returns `undefined` also where it isn't known
 */
export function callerOf({ access, refused }: FastifyRequest, status: number): RequestCaller | undefined {
  if (access === undefined) return refused && named(refused);
  if (access.audited && status < 400) return undefined;
  return named(access.caller, access.session?.id);
}

const named = ({ issuer, subject }: Caller, session?: string): RequestCaller => ({
  issuer,
  subject,
  session,
});
