import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { POLICY_NAME, deniesIssuedBefore, denyIssuedBefore } from './revocation.js';
import type { Role } from './role-of-tenant.js';

/** What IAM has of the role. */
export interface Found {
  /** IAM's time: milliseconds since the epoch. */
  readonly now: number;
  /** Until when sessions are revoked already: milliseconds since the epoch. */
  readonly revokedBefore: number | undefined;
}

/** The role in IAM, with whatever credentials the SDK finds. */
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

  /** @throws Error where the role of that name is another account's; whatever IAM answers */
  async find(): Promise<Found> {
    const { Role: found } = await this.#client.send(new GetRoleCommand({ RoleName: this.role.name }));
    if (found?.Arn !== this.role.arn) {
      throw new Error(
        `these credentials see ${found?.Arn ?? 'no role'}, and ${this.role.arn} is meant; use credentials of account ${this.role.account}`,
      );
    }
    return { now: this.#date, revokedBefore: await this.#revokedBefore() };
  }

  /** @param time milliseconds since the epoch */
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
