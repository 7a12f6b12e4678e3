import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Returns the CycloneDX bill of materials of a bundle: `npm sbom` without packages that are installed but not bundled.
 *
 * @param packages the packages of the bundle's inventory
 * @throws Error if a package is not a production dependency, because audits for production would miss it
 */
export function sbomOf(packages) {
  refuseStrays(packages);
  const whole = installed();
  const component = { ...whole.metadata.component, name: 'tenant-presign' }; // npm gives the name of the folder
  return cut(
    whole,
    component,
    packages.map(({ ref }) => ref),
  );
}

/**
 * Returns the CycloneDX bill of materials of a published npm package: the dependencies that its manifest pins, as they
 * are installed here.
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

/** Returns the CycloneDX bill of materials of files without dependencies. @param files name and bytes of each file */
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

/** Reduces a bill of materials of everything that is installed to a component and these packages. */
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
    throw new Error(
      `The bundle contains code of packages that package.json lists as development dependencies: ${names}.`,
    );
  }
}

/**
 * Returns a component without npm's mark for development. npm describes only one folder of each version of a package,
 * and that folder may be one for development.
 */
function asProduction({ properties, ...component }) {
  return {
    ...component,
    properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
  };
}

let bill;
/** Returns the bill of materials of everything that npm has installed here. */
const installed = () =>
  (bill ??= JSON.parse(npm('sbom', '--sbom-format=cyclonedx', '--sbom-type=application')));

/** Runs the npm that runs this script, with the same Node; without such an npm, the one on the PATH. */
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
