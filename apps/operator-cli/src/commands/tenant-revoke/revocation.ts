// This file has the policy of "Revoke active sessions" in IAM's console: IAM User Guide, "Revoke IAM role temporary
// security credentials".

/** The name that the console gives to the policy, so that both change the same policy. */
export const POLICY_NAME = 'AWSRevokeOlderSessions';

/** The longest length of a session, in milliseconds. After these 12 hours, the policy denies no session any more. */
export const LONGEST_SESSION = 12 * 3_600_000;

/**
 * Returns the next whole second. Issue times have whole seconds, and sessions of the present second are to be revoked
 * too.
 */
export const secondAfter = (time: number): number => (Math.floor(time / 1000) + 1) * 1000;

/** Formats a time, such as `2026-11-24T12:00:00Z`. */
export const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/**
 * Returns the policy that denies everything to sessions that were issued before a time.
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

/**
 * Returns the time in such a policy.
 *
 * @param document the policy
 * @returns milliseconds since the epoch; `undefined` if the policy is another one
 */
export function deniesIssuedBefore(document: string): number | undefined {
  const [, time = ''] = /"aws:TokenIssueTime"\s*:\s*"([^"]+)"/.exec(document) ?? [];
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
