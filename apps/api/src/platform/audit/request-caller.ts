import type { FastifyRequest } from 'fastify';
import type { RequestCaller } from '../fast-json/request-line.js';
import type { RefusedCaller } from '../problems/refusal.js';

/**
 * Returns the caller for the request line. Returns `undefined` if an audit event of an answered request already names
 * the caller, which keeps the request lines of signings short.
 *
 * @param status of the answer
 * @returns `undefined` also if the caller is not known
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
