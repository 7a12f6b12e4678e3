import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { docker } from './support/docker.js';

interface Component {
  readonly 'bom-ref': string;
  readonly purl: string;
  readonly licenses: readonly { readonly license: { readonly id?: string } }[];
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

/**
 * Returns the packages by the marks that the bundler writes before modules. It doesn't use the inventory, from which
 * the bill of materials is made.
 */
function markedPackages(code: string): string[] {
  const marks = code.matchAll(/^\/\/ ((?:.*\/)?node_modules\/(?:@[^/\n]+\/)?[^/\n]+)\//gm);
  const folders = new Set(Array.from(marks, ([, folder]) => folder!));
  if (code.includes('// dist/generated/docs-files.mjs')) folders.add('node_modules/swagger-ui-dist'); // packed as data
  return [...folders].map(refOf);
}

/**
 * Returns whether the code contains a package without a mark, inside of the module that needs it. It looks for lines
 * that occur only in that package.
 */
function hasCodeOf(ref: string, code: string): boolean {
  const folder = `node_modules/${ref.slice(0, ref.lastIndexOf('@'))}`;
  const lines = globSync('{*,dist-cjs/*}.js', { cwd: folder })
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line.length > 30 && /^(?:const|var|function|return|if) [^'"`]+$/.test(line));
  return refOf(folder) === ref && lines.filter((line) => code.includes(line)).length >= 3;
}

function refOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return `${name}@${version}`;
}

/** Returns the output of a program of the image's Node. */
const read = (program: string) =>
  docker('run', '--rm', '--entrypoint', 'node', inject('image'), '--eval', program);

describe('the bill of materials in the image', () => {
  let bill: Bill;
  let code: string;
  let licences: string;

  beforeAll(async () => {
    bill = JSON.parse(await read('process.stdout.write(fs.readFileSync("/app/sbom.cdx.json"))')) as Bill;
    licences = await read('process.stdout.write(fs.readFileSync("/app/THIRD-PARTY-LICENCES.txt"))');
    code = await read(
      'for (const file of fs.globSync("/app/{*,chunks/*}.mjs")) process.stdout.write(fs.readFileSync(file))',
    );
  });

  it('is CycloneDX, of this application', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { name: 'tenant-presign', version } },
    });
  });

  it('lists exactly the packages of which code is in the image', () => {
    const listed = bill.components.map((component) => component['bom-ref']);
    const marked = markedPackages(code);
    expect(marked.filter((ref) => !listed.includes(ref))).toEqual([]);
    expect(listed.filter((ref) => !marked.includes(ref) && !hasCodeOf(ref, code))).toEqual([]);
    expect(hasCodeOf(refOf('node_modules/fauxqs'), code)).toBe(false);
    expect(listed).toContain(refOf('node_modules/fastify'));
    expect(listed).not.toContain(refOf('node_modules/fauxqs'));
  });

  it('names each with purl, digest and a permissive licence, whose text is there', () => {
    for (const component of bill.components) {
      const name = component['bom-ref'];
      expect(component.purl, name).toBe(`pkg:npm/${name.replace(/^@/, '%40')}`);
      expect(component.hashes[0], name).toMatchObject({ alg: 'SHA-512' });
      expect(PERMISSIVE, name).toContain(component.licenses[0]?.license.id);
      expect(licences).toContain(`${name}\n`);
    }
  });

  it('says who needs whom, and names no other', () => {
    const known = new Set(bill.dependencies.map(({ ref }) => ref));
    expect(known.size).toBe(bill.components.length + 1);
    for (const { dependsOn } of bill.dependencies)
      expect(dependsOn.filter((ref) => !known.has(ref))).toEqual([]);
    const ofFastify = bill.dependencies.find(({ ref }) => ref === refOf('node_modules/fastify'));
    expect(ofFastify?.dependsOn).toContain(refOf('node_modules/find-my-way'));
  });
});
