import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * CycloneDX of a bundle: `npm sbom` without what is only installed and not in the bundle.
 *
 * @param packages of the bundle's inventory
 * @throws Error if one is no production dependency: what is audited for production is what ships
 */
export function sbomOf(packages) {
  refuseStrays(packages);
  const whole = installed();
  const component = { ...whole.metadata.component, name: 'tenant-presign' }; // npm says the folder's name
  return cut(
    whole,
    component,
    packages.map(({ ref }) => ref),
  );
}

/**
 * CycloneDX of an npm package that others install: what its manifest pins, as it is installed here.
 *
 * @throws Error if another version of a dependency is installed
 */
export function sbomOfPackage({ name, version, license, dependencies = {} }) {
  const whole = installed();
  const ref = `${name}@${version}`;
  const dependsOn = Object.entries(dependencies).map(([of, pinned]) => `${of}@${pinned}`);
  const purl = `pkg:npm/${ref.replace(/^@/, '%40')}`;
  const component = {
    'bom-ref': ref,
    type: 'library',
    name,
    version,
    purl,
    licenses: [{ license: { id: license } }],
  };
  const bill = cut(whole, component, dependsOn);
  const missing = dependsOn.filter((each) => bill.components.every((found) => found['bom-ref'] !== each));
  if (missing.length > 0)
    throw new Error(`${ref} depends on ${missing.join(', ')}, which npm did not install.`);
  return { ...bill, dependencies: [{ ref, dependsOn }, ...bill.dependencies] };
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** CycloneDX of files that depend on nothing. @param files name and bytes of each */
export function sbomOfFiles(name, version, files) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { 'bom-ref': `${name}@${version}`, type: 'application', name, version } },
    components: files.map((file) => ({
      'bom-ref': file.name,
      type: 'file',
      name: file.name,
      hashes: [{ alg: 'SHA-256', content: sha256(file.bytes) }],
    })),
  };
}

/** A bill of everything that is installed, cut down to a component and to these packages. */
function cut(whole, component, refs) {
  const kept = new Set([component['bom-ref'], ...refs]);
  return {
    ...whole,
    metadata: { ...whole.metadata, component },
    components: whole.components.filter((each) => kept.has(each['bom-ref'])).map(asProduction),
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) })),
  };
}

function refuseStrays(packages) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const strays = packages.filter(({ folder }) => lock.packages[folder]?.dev !== undefined);
  if (strays.length > 0) {
    const names = strays.map(({ ref }) => ref).join(', ');
    throw new Error(`The bundle has code of what package.json says is for development only: ${names}.`);
  }
}

/** npm describes one folder of each version, which may be one that development needs. */
function asProduction({ properties, ...component }) {
  return {
    ...component,
    properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
  };
}

let bill;
/** Everything that npm has installed here. */
const installed = () =>
  (bill ??= JSON.parse(npm('sbom', '--sbom-format=cyclonedx', '--sbom-type=application')));

/** The npm that runs this script, by the Node that runs it; without one, the npm on the PATH. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli ? [process.execPath, [cli]] : ['npm', []];
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed: ${stderr}`);
  return stdout;
}
