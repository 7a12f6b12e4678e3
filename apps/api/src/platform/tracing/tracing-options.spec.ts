import { describe, expect, it } from 'vitest';
import { readTracing } from './tracing-options.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
const DEFAULTS = { protocol: 'http/protobuf', sampler: 'parentbased_always_on', ratio: 1 };

function read(env: NodeJS.ProcessEnv) {
  const errors: string[] = [];
  return { options: readTracing(env, errors), errors };
}

describe('traces', () => {
  it.each([
    ['by an endpoint', ENDPOINT],
    ['by one for traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }],
    ['by name', { OTEL_TRACES_EXPORTER: 'otlp' }],
    ['whatever else is empty', { ...ENDPOINT, OTEL_TRACES_EXPORTER: '', OTEL_TRACES_SAMPLER: '' }],
  ])('are on: %s', (_, env) => {
    expect(read(env)).toEqual({ options: DEFAULTS, errors: [] });
  });

  it.each([
    ['without anything', {}],
    ['with an empty endpoint, as templates set it', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['where the SDK is disabled', { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    ['where no exporter is wanted', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
  ])('are off: %s', (_, env) => {
    expect(read(env)).toEqual({ options: undefined, errors: [] });
  });

  it('are as they are asked for', () => {
    const asked = {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    };
    expect(read({ ...ENDPOINT, ...asked })).toEqual({
      options: { protocol: 'http/json', sampler: 'traceidratio', ratio: 0.25 },
      errors: [],
    });
  });

  it.each([
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER is "zipkin". Give otlp or none.'],
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc". Give one of http/protobuf, http/json.',
    ],
    [
      { OTEL_TRACES_SAMPLER: 'jaeger_remote' },
      expect.stringMatching(/^OTEL_TRACES_SAMPLER is "jaeger_remote"/),
    ],
    [{ OTEL_TRACES_SAMPLER_ARG: '50%' }, 'OTEL_TRACES_SAMPLER_ARG is "50%". Give a number from 0 to 1.'],
  ])('are refused with %s', (env, words) => {
    expect(read({ ...ENDPOINT, ...env }).errors).toEqual([words]);
  });
});
