/**
 * As STS gives them, but for the end of the session token's length: 800 bytes is usual, with many session tags twice that.
 *
 * @param begin of the token: no two tenants have the same
 */
export const credentialsWith = (tokenBytes: number, begin = '') => ({
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ...(tokenBytes > 0 && { sessionToken: (begin + 'FwoGZXIv/+Nw'.repeat(200)).slice(0, tokenBytes) }),
});

export type BenchCredentials = ReturnType<typeof credentialsWith>;

export const BUCKET = 'team-a-files';
export const REGION = 'eu-west-1';
