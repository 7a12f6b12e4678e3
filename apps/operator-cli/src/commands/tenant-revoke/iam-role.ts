import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { POLICY_NAME, deniesIssuedBefore, denyIssuedBefore } from './revocation.js';
import type { Role } from './role-of-tenant.js';

/** The state of the role's revocation in IAM. */
export interface Found {
  /** The time at IAM, in milliseconds since the epoch. */
  readonly now: number;
  /**
   * Sessions that were issued before this time are revoked already. It is in milliseconds since the epoch, and
   * `undefined` if no session is revoked.
   */
  readonly revokedBefore: number | undefined;
}

/** The role in IAM, called with the credentials that the SDK finds. */
export class IamRole implements Disposable {
  readonly #client: IAMClient;
  #date = Date.now();

  constructor(private readonly role: Role) {
    this.#client = new IAMClient({ region: role.region });
    this.#client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { headers?: Record<string, string> };
        this.#date = Date.parse(headers?.['date'] ?? '') || Date.now();
        return result;
      },
      { step: 'deserialize' },
    );
  }

  /** Reads the role. @throws Error if the role of that name is in another account; errors of IAM */
  async find(): Promise<Found> {
    const { Role: found } = await this.#client.send(new GetRoleCommand({ RoleName: this.role.name }));
    if (found?.Arn !== this.role.arn) {
      throw new Error(
        `with these credentials IAM finds ${found?.Arn ?? 'no role'} instead of ${this.role.arn}; use credentials of account ${this.role.account}`,
      );
    }
    return { now: this.#date, revokedBefore: await this.#revokedBefore() };
  }

  /** Revokes the sessions that were issued before a time. @param time milliseconds since the epoch */
  async revoke(time: number): Promise<void> {
    await this.#client.send(
      new PutRolePolicyCommand({ ...this.#policy, PolicyDocument: denyIssuedBefore(time) }),
    );
  }

  async lift(): Promise<void> {
    await this.#client.send(new DeleteRolePolicyCommand(this.#policy));
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }

  get #policy() {
    return { RoleName: this.role.name, PolicyName: POLICY_NAME };
  }

  async #revokedBefore(): Promise<number | undefined> {
    try {
      const { PolicyDocument = '' } = await this.#client.send(new GetRolePolicyCommand(this.#policy));
      const plain = PolicyDocument.startsWith('%7B') ? decodeURIComponent(PolicyDocument) : PolicyDocument;
      return deniesIssuedBefore(plain);
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
        return undefined;
      throw error;
    }
  }
}
