import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * CycloneDX by `npm sbom`, without what is only installed and not in the bundle.
 *
 * @param packages of the bundle's inventory
 * @throws Error where one is no production dependency: what is audited for production is what ships
 */
export function sbomOf(packages) {
  refuseStrays(packages);
  const whole = JSON.parse(npm('sbom', '--sbom-format=cyclonedx', '--sbom-type=application'));
  const { component } = whole.metadata;
  const bundled = new Set([component['bom-ref'], ...packages.map(({ ref }) => ref)]);
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...component, name: 'tenant-presign' } }, // npm says the folder's name
    components: whole.components.filter((each) => bundled.has(each['bom-ref'])).map(asProduction),
    dependencies: whole.dependencies
      .filter(({ ref }) => bundled.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => bundled.has(each)) })),
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

/** The npm that runs this script, by the Node that runs it. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  if (!cli) throw new Error('Run this by npm: npm run package -- …');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed: ${stderr}`);
  return stdout;
}
