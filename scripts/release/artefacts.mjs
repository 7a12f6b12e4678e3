import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage } from '../image.mjs';
import { sbomOfFiles, sbomOfPackage } from '../sbom.mjs';
import { layOut } from './layout.mjs';

const NPM = 'application/vnd.tenant-presign.npm.v1.tar+gzip';

/** The files of a release other than the image, with their media types in a registry. */
export const ARTEFACTS = {
  'lambda.zip': 'application/zip',
  's3-presign.tgz': NPM,
  'client.tgz': NPM,
  'cli.tgz': NPM,
  'kustomize.tar.gz': 'application/vnd.tenant-presign.kustomize.v1.tar+gzip',
  'terraform.tar.gz': 'application/vnd.tenant-presign.terraform.v1.tar+gzip',
};
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/** Returns the path of the bill of materials of an artefact, or of the image. */
export const sbomFile = (name) => join('sbom', `${name.split('.')[0]}.cdx.json`);

const run = (command, args, options) => execFileSync(command, args, { encoding: 'utf8', ...options });
const npmRun = (script, ...args) => run('npm', ['run', '--silent', script, '--', ...args]);

/** Writes the artefacts and their bills of materials. */
export function buildArtefacts(folder, version) {
  mkdirSync(join(folder, 'sbom'), { recursive: true });
  buildLambda(folder);
  buildPackages(folder, version);
  for (const [name, source] of [
    ['kustomize', 'deploy/kustomize'],
    ['terraform', 'infra/terraform'],
  ])
    archive(folder, `${name}.tar.gz`, source, version);
}

function buildLambda(folder) {
  const content = join(folder, 'lambda');
  npmRun('package', 'lambda', content);
  run('zip', ['-qrX', '../lambda.zip', '.'], { cwd: content });
  renameSync(join(content, 'sbom.cdx.json'), join(folder, sbomFile('lambda.zip')));
  rmSync(content, { recursive: true });
}

function buildPackages(folder, version) {
  npmRun('package:s3-presign', folder);
  npmRun('package:client', folder);
  for (const name of ['s3-presign', 'client', 'cli']) {
    const tarball = join(folder, `${name}.tgz`);
    renameSync(join(folder, `tenant-presign-${name}-${version}.tgz`), tarball);
    const manifest = JSON.parse(run('tar', ['-xzOf', tarball, 'package/package.json']));
    write(folder, sbomFile(name), sbomOfPackage(manifest));
  }
}

/** Writes an archive of a folder that users take by tag. The files come from the commit, not from the working tree. */
function archive(folder, name, source, version) {
  const prefix = `tenant-presign-${version}/`;
  const output = join(folder, name);
  run('git', ['archive', '--format=tar.gz', `--prefix=${prefix}`, `--output=${output}`, 'HEAD', source]);
  const files = run('git', ['ls-tree', '-r', '--name-only', 'HEAD', source])
    .trim()
    .split('\n')
    .map((path) => ({ name: path, bytes: execFileSync('git', ['cat-file', 'blob', `HEAD:${path}`]) }));
  write(folder, sbomFile(name), sbomOfFiles(`tenant-presign-${name.split('.')[0]}`, version, files));
}

/**
 * Builds the image for each platform, and writes all platforms as one OCI layout.
 *
 * @param args the arguments of `npm run image`
 */
export async function buildImages(folder, version, args) {
  const images = PLATFORMS.map((platform) => {
    const tag = `tenant-presign:release-${platform.split('/')[1]}`;
    buildImage(['--quiet', '--platform', platform, '--tag', tag, ...args]);
    return tag;
  });
  const container = run('docker', ['create', images[0]]).trim();
  run('docker', ['cp', `${container}:/app/sbom.cdx.json`, join(folder, sbomFile('image'))]);
  run('docker', ['rm', container]);
  await layOut(join(folder, 'image'), images, version);
  run('docker', ['image', 'rm', '--no-prune', ...images]); // the build cache stays for the next build
}

const write = (folder, name, value) =>
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
