/** One request that was made with a signing, or claims to be. */
export interface Use {
  readonly source: 'access-log' | 'cloudtrail';
  /** ISO 8601. */
  readonly time: string;
  readonly ip: string;
  readonly operation: string;
  /** Of the answer; CloudTrail has none. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly bytesSent: number;
  readonly objectBytes?: number | undefined;
  readonly requester: string | undefined;
  /** Whether it names the signing and was signed with its session: anybody can write an id into a URL. */
  readonly certain: boolean;
}
