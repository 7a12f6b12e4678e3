import { describe, expect, it } from 'vitest';
import { readLambdaEnvironment } from './environment.js';
import { SealingSecret } from './sealing-secret.js';

const SECRET =
  'arn:aws-us-gov:secretsmanager:us-gov-west-1:111111111111:secret:tenant-presign/sealing-abcdef';
const GIVEN = { TENANTS_FILE: '/var/task/tenants.yaml' };

describe('the function’s environment', () => {
  it('has neither secret, metrics nor traces where nothing says so', () => {
    const { sealingKeys, functionName, tracing } = readLambdaEnvironment({
      ...GIVEN,
      SEALING_KEYS_SECRET: '',
    });
    expect({ sealingKeys, functionName, tracing }).toEqual({});
  });

  it('names the secret, the function and the collector', () => {
    const environment = readLambdaEnvironment({
      ...GIVEN,
      SEALING_KEYS_SECRET: SECRET,
      AWS_LAMBDA_FUNCTION_NAME: 'presign',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    });
    expect(environment.sealingKeys).toBeInstanceOf(SealingSecret);
    expect(environment).toMatchObject({ functionName: 'presign', tracing: expect.anything() as unknown });
  });

  it.each([
    [{ SEALING_KEYS_SECRET: 'tenant-presign/sealing' }, ['SEALING_KEYS_SECRET is not the ARN of a secret']],
    [
      { SEALING_KEYS_SECRET: SECRET, SEALING_KEYS_FILE: '/keys.json' },
      ['SEALING_KEYS_SECRET and SEALING_KEYS_FILE are both set'],
    ],
    [
      { SEALING_KEYS_SECRET: 'x', TENANTS_FILE: '', OTEL_TRACES_EXPORTER: 'zipkin' },
      ['TENANTS_FILE is not set', 'SEALING_KEYS_SECRET is not', 'OTEL_TRACES_EXPORTER is "zipkin"'],
    ],
  ])('refuses %j, with every error at once', (env, words) => {
    for (const each of words) expect(() => readLambdaEnvironment({ ...GIVEN, ...env })).toThrow(each);
  });
});
