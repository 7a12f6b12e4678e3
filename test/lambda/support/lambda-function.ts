import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { HttpEvent, HttpResult } from '../../../apps/lambda/src/event.js';
import { TestIssuer } from '../../support/fakes/issuer.js';
import { RuntimeApi } from './runtime-api.js';

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

/** The credentials of the function's own role. They are temporary, but their expiry is unknown. */
export const EXECUTION_ROLE = {
  AWS_ACCESS_KEY_ID: 'ASIAOFTHEFUNCTION',
  AWS_SECRET_ACCESS_KEY: 'secret-of-the-function',
  AWS_SESSION_TOKEN: 'token-of-the-function',
};

export interface FunctionOptions {
  readonly taskRoot: string;
  /** The `tenants` of the tenant file. */
  readonly tenants: readonly object[];
  /** Variables in addition to those that Lambda sets. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Lambda function as a process, with the environment that Lambda gives it. */
export class LambdaFunction implements AsyncDisposable {
  /** The output of the process so far. */
  output = '';

  private constructor(
    readonly runtime: RuntimeApi,
    readonly issuer: TestIssuer,
    readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static async start({ taskRoot, tenants, env = {} }: FunctionOptions): Promise<LambdaFunction> {
    const folder = await mkdtemp(join(tmpdir(), 'tenant-presign-function-'));
    const issuer = await TestIssuer.create({
      issuer: 'https://idp.example',
      audience: 'tenant-presign/test',
    });
    const runtime = await RuntimeApi.start();
    const child = spawn(process.execPath, [BOOTSTRAP], {
      cwd: taskRoot,
      env: {
        _HANDLER: 'lambda.handler',
        LAMBDA_TASK_ROOT: taskRoot,
        AWS_LAMBDA_RUNTIME_API: runtime.host,
        AWS_LAMBDA_FUNCTION_NAME: 'presign',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_REGION: 'eu-west-1',
        ...EXECUTION_ROLE,
        TENANTS_FILE: await writeTenants(folder, issuer, tenants),
        ...env,
      },
    });
    return new LambdaFunction(runtime, issuer, child, folder);
  }

  async invoke(event: HttpEvent): Promise<HttpResult> {
    this.child.kill('SIGCONT');
    return (await this.runtime.invoke(event)) as HttpResult;
  }

  /** Stops the process until the next event, as Lambda does between two events. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.child.exitCode === null ? once(this.child, 'close') : undefined;
    this.child.kill('SIGKILL');
    await gone;
    await this.runtime[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** Writes the tenant file and the issuer's keys. @returns the path of the tenant file */
async function writeTenants(folder: string, issuer: TestIssuer, tenants: readonly object[]): Promise<string> {
  const jwksFile = join(folder, 'jwks.json');
  const path = join(folder, 'tenants.yaml');
  const { issuer: iss, audience } = issuer.options;
  const issuers = [{ name: 'platform', issuer: iss, audience, jwksFile, tenants: '/tenants' }];
  await writeFile(jwksFile, JSON.stringify(issuer.jwks));
  await writeFile(path, stringify({ version: 1, issuers, tenants }));
  return path;
}
