import type { Clock } from '../../api/src/platform/clock.js';
import type { SealingKeySource } from '../../api/src/platform/process/environment.js';

/** Milliseconds for which the text is kept: a rotated secret is known this much later. */
const MAX_AGE = 300_000;
/** Milliseconds until a secret that could not be read is asked for again. */
const RETRY_AFTER = 10_000;
/** Milliseconds that one call may take, twice: a request waits for it. */
const CALL_TIME = 1_000;

/** @returns the text of a secret @throws what Secrets Manager answers */
export type ReadSecret = (arn: string) => Promise<string>;

/** The sealing keys that a secret of AWS Secrets Manager holds: a JWK Set as its text. */
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

/** The client is loaded only where there is a secret. */
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
