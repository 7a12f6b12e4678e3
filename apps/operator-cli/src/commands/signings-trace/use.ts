/** One request that was made with a signing, or claims to have been. */
export interface Use {
  readonly source: 'access-log' | 'cloudtrail';
  /** The time, in ISO 8601. */
  readonly time: string;
  readonly ip: string;
  readonly operation: string;
  /** The status of the answer; `undefined` for CloudTrail, which has none. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly bytesSent: number;
  readonly objectBytes?: number | undefined;
  readonly requester: string | undefined;
  /**
   * Whether the use names the signing and was signed with its session. Without this session, the id proves nothing: any
   * client can write an id into a URL.
   */
  readonly certain: boolean;
}
