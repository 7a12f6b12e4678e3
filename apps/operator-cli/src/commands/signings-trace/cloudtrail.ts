import type { AuditLine } from '../../../../api/src/platform/audit/audit-line.js';
import type { Use } from './use.js';

/** A record of a data event of S3; see AWS CloudTrail User Guide, "CloudTrail record contents". */
interface CloudTrailRecord {
  readonly eventTime?: string;
  readonly eventName?: string;
  readonly sourceIPAddress?: string;
  readonly errorCode?: string;
  readonly userIdentity?: { readonly arn?: string; readonly accessKeyId?: string };
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>> | null;
}

/**
 * Returns the uses of a signing among the records of a file: requests that name the signing, and requests without a
 * name that its session made for its key before the URL expired.
 *
 * @throws SyntaxError if the file is not JSON
 */
export function cloudTrailUses(file: string, signing: AuditLine<'signing'>): Use[] {
  const { Records = [] } = JSON.parse(file) as { Records?: readonly CloudTrailRecord[] };
  return Records.flatMap((record) => useOf(record, signing) ?? []);
}

function useOf(record: CloudTrailRecord, signing: AuditLine<'signing'>): Use | undefined {
  const { eventTime = '', requestParameters: parameters, userIdentity } = record;
  const named = parameters?.['x-signing-id'];
  const fits =
    userIdentity?.accessKeyId === signing.accessKeyId &&
    parameters?.['bucketName'] === signing.bucket &&
    parameters['key'] === signing.key &&
    eventTime >= signing.time.slice(0, 19) &&
    eventTime <= signing.expiresAt;
  if (named === undefined ? !fits : named !== signing.signingId) return undefined;
  const bytes = record.additionalEventData?.['bytesTransferredOut'];
  return {
    source: 'cloudtrail',
    time: eventTime,
    ip: record.sourceIPAddress ?? '-',
    operation: record.eventName ?? '-',
    status: undefined,
    error: record.errorCode,
    bytesSent: typeof bytes === 'number' ? bytes : 0,
    requester: userIdentity?.arn,
    certain: named !== undefined && userIdentity?.accessKeyId === signing.accessKeyId,
  };
}
