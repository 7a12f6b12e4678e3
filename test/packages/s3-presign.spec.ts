import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const TSC = resolve('node_modules/typescript/bin/tsc');
const README = 'libs/s3-presign/README.md';

let project: string;
const inProject = (...args: string[]) => run(process.execPath, args, { cwd: project });

/** Makes an empty project, into which npm installs the package from its tarball without a registry. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 's3-presign-'));
  const { stdout } = await run(process.execPath, ['scripts/package-s3-presign.mjs', project]);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', stdout.trim()], { cwd: project });
});
afterAll(() => rm(project, { recursive: true }));

/** Returns a program that signs a request of this method. */
const use = (
  method: string,
) => `import { SigV4Presigner, endpointAt, epochSeconds } from '@tenant-presign/s3-presign';
const url: string = new SigV4Presigner(endpointAt('https://x.example', 'eu-west-1')).presign(
  { method: '${method}', key: 'a', signedAt: epochSeconds(new Date()), expiresIn: 60 },
  { accessKeyId: 'a', secretAccessKey: 'b' },
);
export default url;
`;

describe('@tenant-presign/s3-presign in an empty project', () => {
  it('has no dependencies', async () => {
    const installed = await readdir(join(project, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['@tenant-presign']);
  });

  it('holds its code, types, README and licence, and no specs', async () => {
    const folder = join(project, 'node_modules/@tenant-presign/s3-presign');
    expect((await readdir(folder)).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    const files = await readdir(join(folder, 'dist'), { recursive: true });
    expect(files.filter((name) => name.includes('.spec.'))).toEqual([]);
    expect(files).toContain('index.d.ts');
  });

  it('runs every example of its README', async () => {
    const examples = [...(await readFile(README, 'utf8')).matchAll(/^```js\n(.*?)^```$/gms)];
    expect(examples.length).toBeGreaterThanOrEqual(3);
    const outputs: string[] = [];
    for (const [index, [, code]] of examples.entries()) {
      await writeFile(join(project, `example-${index}.js`), code!);
      outputs.push((await inProject(`example-${index}.js`)).stdout);
    }
    expect(outputs[0]).toMatch(
      /^https:\/\/team-a-files\.s3\.eu-west-1\.amazonaws\.com\/reports\/q3\.pdf\?.*X-Amz-Signature=/,
    );
    expect(outputs[1]).toBe('true credentials\n');
    expect(outputs[2]).toContain('X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost');
  });

  it('says which package a subpath lacks', async () => {
    const missing = inProject('--input-type=module', '--eval', "import '@tenant-presign/s3-presign/aws'");
    await expect(missing).rejects.toMatchObject({
      stderr: expect.stringContaining("Cannot find package '@aws-sdk/") as string,
    });
  });

  it('compiles in strict mode with its types checked, and a wrong use does not', async () => {
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      types: [],
    };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['use.ts'] }));
    await writeFile(join(project, 'use.ts'), use('GET'));
    expect((await inProject(TSC, '-p', '.')).stdout).toBe('');
    await writeFile(join(project, 'use.ts'), use('POST'));
    await expect(inProject(TSC, '-p', '.')).rejects.toMatchObject({
      stdout: expect.stringContaining(`'"POST"' is not assignable`) as string,
    });
  });
});
