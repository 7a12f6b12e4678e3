// What IAM's console calls "Revoke active sessions": IAM User Guide, "Revoke IAM role temporary security credentials".

/** As the console calls it, so that both mean the same policy. */
export const POLICY_NAME = 'AWSRevokeOlderSessions';

/** Milliseconds: no session lasts longer, so that 12 h later the policy denies no session any more. */
export const LONGEST_SESSION = 12 * 3_600_000;

/** The next whole second: issue times are whole seconds, and those of this second are meant too. */
export const secondAfter = (time: number): number => (Math.floor(time / 1000) + 1) * 1000;

/** `2026-11-24T12:00:00Z` */
export const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/**
 * Denies everything to sessions that were issued before.
 *
 * @param time milliseconds since the epoch, whole seconds
 * @returns compact JSON
 */
export const denyIssuedBefore = (time: number): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { DateLessThan: { 'aws:TokenIssueTime': iso(time) } },
      },
    ],
  });

/** @param document of that policy @returns milliseconds since the epoch; `undefined` where it says something else */
export function deniesIssuedBefore(document: string): number | undefined {
  const [, time = ''] = /"aws:TokenIssueTime"\s*:\s*"([^"]+)"/.exec(document) ?? [];
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
