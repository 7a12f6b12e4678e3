import type { FastifyRequest } from 'fastify';
import type { RequestCaller } from '../fast-json/request-line.js';
import type { RefusedCaller } from '../problems/refusal.js';

/**
 * Returns who called, for the request line. Where the request was answered and an audit event tells of it, that says
 * who it was, and at length: the lines of signings stay short.
 *
 * @param status of the answer
 * @returns `undefined` also where it isn't known
 */
export function callerOf(
  { access, refusal, refused }: FastifyRequest,
  status: number,
): RequestCaller | undefined {
  if (access === undefined) {
    const caller: RefusedCaller | undefined = refusal?.caller ?? refused;
    return caller && named(caller, caller.session);
  }
  if (access.audited && status < 400 && access.refusal === undefined) return undefined;
  return named(access.caller, access.session?.id);
}

const named = ({ issuer, subject }: RefusedCaller, session?: string): RequestCaller => ({
  issuer,
  subject,
  session,
});
