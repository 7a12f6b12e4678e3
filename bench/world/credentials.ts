/**
 * Returns credentials like those of STS, with a session token of a given length: 800 bytes is usual, and many session
 * tags need twice that.
 *
 * @param begin the beginning of the token, which makes the tokens of all tenants different
 */
export const credentialsWith = (tokenBytes: number, begin = '') => ({
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ...(tokenBytes > 0 && { sessionToken: (begin + 'FwoGZXIv/+Nw'.repeat(200)).slice(0, tokenBytes) }),
});

export type BenchCredentials = ReturnType<typeof credentialsWith>;

export const BUCKET = 'team-a-files';
export const REGION = 'eu-west-1';
