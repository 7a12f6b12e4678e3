/**
 * The options for creating and sending traces, named after the environment variables of OpenTelemetry's specification
 * ("Environment Variable Specification").
 */
export interface TracingOptions {
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly sampler: SamplerName;
  /** The share of traces that are sampled if they begin here, from 0 to 1. */
  readonly ratio: number;
}

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;
const SAMPLERS = ['parentbased_always_on', 'parentbased_traceidratio', 'always_on', 'traceidratio'] as const;
export type SamplerName = (typeof SAMPLERS)[number];

/**
 * Reads the options from environment variables.
 *
 * @returns `undefined` if tracing is disabled: the library is not loaded then
 */
export function readTracing(env: NodeJS.ProcessEnv, errors: string[]): TracingOptions | undefined {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return undefined;
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const exporter = env['OTEL_TRACES_EXPORTER'] || (endpoint ? 'otlp' : 'none');
  if (exporter === 'none') return undefined;
  if (exporter !== 'otlp') {
    errors.push(`OTEL_TRACES_EXPORTER is "${exporter}". Give otlp or none.`);
    return undefined;
  }
  const protocolName = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL']
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  return {
    protocol: oneOf(PROTOCOLS, protocolName, env, errors),
    sampler: oneOf(SAMPLERS, 'OTEL_TRACES_SAMPLER', env, errors),
    ratio: readRatio(env, errors),
  };
}

/** Returns the variable's value, by default the first allowed one. Adds an error for a value that is not allowed. */
function oneOf<T extends string>(
  known: readonly [T, ...T[]],
  name: string,
  env: NodeJS.ProcessEnv,
  errors: string[],
): T {
  const given = env[name] || known[0];
  const found = known.find((each) => each === given);
  if (found === undefined) errors.push(`${name} is "${given}". Give one of ${known.join(', ')}.`);
  return found ?? known[0];
}

function readRatio(env: NodeJS.ProcessEnv, errors: string[]): number {
  const text = env['OTEL_TRACES_SAMPLER_ARG'] || '1';
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  errors.push(`OTEL_TRACES_SAMPLER_ARG is "${text}". Give a number from 0 to 1.`);
  return 1;
}
