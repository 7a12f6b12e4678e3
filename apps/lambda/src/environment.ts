import { EnvironmentError, readEnvironment } from '../../api/src/app/environment.js';
import type { Environment } from '../../api/src/platform/process/environment.js';
import { readTracing } from '../../api/src/platform/tracing/tracing-options.js';
import { SealingSecret } from './sealing-secret.js';

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/;

/** The environment, with the function's own settings. */
export interface LambdaEnvironment extends Environment {
  /** The name of the function, which is the dimension of its metrics. If it is left out, no metrics are written. */
  readonly functionName?: string | undefined;
}

/** Reads the environment. @throws EnvironmentError with every error at once */
export function readLambdaEnvironment(env: NodeJS.ProcessEnv): LambdaEnvironment {
  const errors: string[] = [];
  const common = readCommon(env, errors);
  const secret = env['SEALING_KEYS_SECRET'] || undefined;
  if (secret !== undefined && !SECRET_ARN.test(secret))
    errors.push('SEALING_KEYS_SECRET is not the ARN of a secret. Give the ARN that Secrets Manager shows.');
  if (secret !== undefined && common?.sealingKeysFile !== undefined)
    errors.push('SEALING_KEYS_SECRET and SEALING_KEYS_FILE are both set. Set one of them.');
  const tracing = readTracing(env, errors);
  if (!common || errors.length > 0) throw new EnvironmentError(errors);
  return {
    ...common,
    tracing,
    sealingKeys: secret === undefined ? undefined : new SealingSecret(secret),
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'] || undefined,
  };
}

function readCommon(env: NodeJS.ProcessEnv, errors: string[]): Environment | undefined {
  try {
    return readEnvironment(env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    errors.push(...error.errors);
    return undefined;
  }
}
