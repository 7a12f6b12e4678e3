import { expect, it } from 'vitest';
import { parseAccessLogLine } from './access-log.js';

// The examples come from the Amazon S3 User Guide, "Amazon S3 server access log format".
const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const VERSIONING = `${OWNER} amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 ${OWNER} 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /amzn-s3-demo-bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes us-east-1`;
const POLICY = `${OWNER} amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 ${OWNER} A1206F460EXAMPLE REST.GET.BUCKETPOLICY - "GET /amzn-s3-demo-bucket1?policy HTTP/1.1" 404 NoSuchBucketPolicy 297 - 38 - "-" "S3Console/0.4" - BNaBsXZQQDbssi6xMBdBU2sLt+Yf5kZDmeBUP35sFoKa3sLLeMC78iwEIWxs99CRUrbS4n11234= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 - Yes us-east-1`;
const PUT = `${OWNER} amzn-s3-demo-bucket1 [06/Feb/2019:00:01:57 +0000] 192.0.2.3 ${OWNER} DD6CC733AEXAMPLE REST.PUT.OBJECT s3-dg.pdf "PUT /amzn-s3-demo-bucket1/s3-dg.pdf HTTP/1.1" 200 - - 4406583 41754 28 "-" "S3Console/0.4" - 10S62Zv81kBW7BB6SX4XJ48o6kpcl6LPwEoizZQQxJd5qDSCTLX0TgS37kYUBKQW3+bPdrg1234= SigV4 ECDHE-RSA-AES128-SHA AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 - Yes us-east-1`;

it('reads the documented examples', () => {
  expect(parseAccessLogLine(VERSIONING)).toEqual({
    use: {
      time: '2019-02-06T00:00:38Z',
      ip: '192.0.2.3',
      requester: OWNER,
      operation: 'REST.GET.VERSIONING',
      status: 200,
      error: undefined,
      bytesSent: 113,
      objectBytes: undefined,
    },
    signingId: undefined,
    accessKeyId: undefined,
  });
  expect(parseAccessLogLine(POLICY)).toMatchObject({ use: { status: 404, error: 'NoSuchBucketPolicy' } });
  expect(parseAccessLogLine(PUT)).toMatchObject({ use: { bytesSent: 0, objectBytes: 4_406_583 } });
});

it('reads a request with quotes in it, and no field that a client makes look like another', () => {
  const forged = PUT.replace('s3-dg.pdf HTTP/1.1', 'a"b.pdf?x-signing-id=ID" 200 - HTTP/1.1').replace(
    'S3Console/0.4',
    'x" 500 - 1 2 3 4 "GET /?x-signing-id=OTHER HTTP/1.1',
  );
  expect(parseAccessLogLine(forged)).toMatchObject({ use: { status: 200, objectBytes: 4_406_583 } });
});

it.each(['', 'radosgw', '{"msg":"signing"}', PUT.slice(0, 120)])(
  'is silent about what is no line: %s',
  (line) => {
    expect(parseAccessLogLine(line)).toBeUndefined();
  },
);
