import type { Clock } from '../../api/src/platform/clock.js';
import type { SealingKeySource } from '../../api/src/platform/process/environment.js';

/** The time for which the text is kept, in milliseconds. A rotated secret is read at most this much later. */
const MAX_AGE = 300_000;
/** The time after which a secret that could not be read is requested again, in milliseconds. */
const RETRY_AFTER = 10_000;
/** The time limit of one attempt, in milliseconds. There are two attempts, for which a request waits. */
const CALL_TIME = 1_000;

/**
 * Reads a secret.
 *
 * @returns the text of the secret
 * @throws errors of Secrets Manager
 */
export type ReadSecret = (arn: string) => Promise<string>;

/** The sealing keys in a secret of AWS Secrets Manager, which contains a JWK Set as text. */
export class SealingSecret implements SealingKeySource {
  #text: Promise<string> | undefined;
  #until = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly arn: string,
    private readonly readSecret: ReadSecret = bySdk,
    private readonly clock: Clock = Date.now,
  ) {}

  get name(): string {
    return `SEALING_KEYS_SECRET ${this.arn}`;
  }

  read(): Promise<string> {
    const now = this.clock();
    if (!this.#text || now >= this.#until) {
      this.#until = now + MAX_AGE;
      this.#text = this.readSecret(this.arn);
      this.#text.catch(() => (this.#until = now + RETRY_AFTER));
    }
    return this.#text;
  }
}

/** Reads a secret by the SDK, which is loaded only if there is a secret. */
const bySdk: ReadSecret = async (arn) => {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({
    region: arn.split(':')[3]!,
    maxAttempts: 2,
    requestHandler: { requestTimeout: CALL_TIME, connectionTimeout: CALL_TIME, throwOnRequestTimeout: true },
  });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString === undefined) throw new Error('The secret is binary. Store the JWK Set as text.');
    return SecretString;
  } finally {
    client.destroy();
  }
};
