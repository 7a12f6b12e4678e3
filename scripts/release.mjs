import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, push } from './release/oci.mjs';
import { provenanceOf } from './release/provenance.mjs';
import { changelog, nextVersion, parseCommit } from './release/version.mjs';

const HELP = `Usage: npm run release -- plan|build FOLDER|push FOLDER REGISTRY

  plan                   says the next version and its changelog, by the commits since the last tag
  build FOLDER           writes the artefacts: the Lambda function's zip, the npm package, Kustomize's and Terraform's files,
                         bill of materials, provenance, checksums, changelog
  push FOLDER REGISTRY   puts them into a registry, such as https://ghcr.io/OWNER, with bill of materials and provenance
                         attached; REGISTRY_AUTHORIZATION is the header field that the registry asks for

docs/release.md says how to go on: image, tag, signature.
`;

const [command, folder, registry] = process.argv.slice(2);
const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).trim();
const TYPES = {
  'lambda.zip': 'application/zip',
  's3-presign.tgz': 'application/vnd.tenant-presign.npm.v1.tar+gzip',
  'kustomize.tar.gz': 'application/vnd.tenant-presign.kustomize.v1.tar+gzip',
  'terraform.tar.gz': 'application/vnd.tenant-presign.terraform.v1.tar+gzip',
};

function plan() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const last = git('tag', '--list', `v${version}`);
  const range = last === '' ? 'HEAD' : `${last}..HEAD`;
  const messages = git('log', '--no-merges', '--reverse', '--format=%B%x00', range).split('\0');
  const commits = messages.map((message) => parseCommit(message.trim())).filter((each) => each !== undefined);
  const next = nextVersion(version, commits);
  if (next === undefined) throw new Error(`Nothing that users would notice has changed since ${version}.`);
  return { version: next, text: changelog(next, new Date().toISOString().slice(0, 10), commits) };
}

function build() {
  const started = new Date().toISOString();
  const { version, text } = plan();
  mkdirSync(folder, { recursive: true });
  const path = (name) => join(folder, name);
  const lambda = path('lambda');
  execFileSync('npm', ['run', '--silent', 'package', '--', 'lambda', lambda], { stdio: 'inherit' });
  execFileSync('zip', ['-qrX', '../lambda.zip', '.'], { cwd: lambda });
  const sbom = readFileSync(join(lambda, 'sbom.cdx.json'));
  rmSync(lambda, { recursive: true });
  const packed = execFileSync('npm', ['run', '--silent', 'package:s3-presign', '--', folder], {
    encoding: 'utf8',
  });
  renameSync(packed.trim().split('\n').at(-1), path('s3-presign.tgz'));
  const archive = (name, source) =>
    git(
      'archive',
      '--format=tar.gz',
      `--prefix=tenant-presign-${version}/`,
      `--output=${path(name)}`,
      'HEAD',
      source,
    );
  archive('kustomize.tar.gz', 'deploy/kustomize');
  archive('terraform.tar.gz', 'infra/terraform');
  const artefacts = Object.keys(TYPES).map((name) => ({ name, bytes: file(name) }));
  const repository = git(
    'config',
    '--default',
    'https://github.com/OWNER/tenant-presign',
    'remote.origin.url',
  );
  const finished = new Date().toISOString();
  const built = { repository, commit: git('rev-parse', 'HEAD'), started, finished };
  writeFileSync(path('sbom.cdx.json'), sbom);
  writeFileSync(path('provenance.intoto.json'), JSON.stringify(provenanceOf(artefacts, built), null, 2));
  writeFileSync(path('CHANGELOG.md'), text);
  writeFileSync(path('VERSION'), version);
  const sums = artefacts.map(({ name, bytes }) => `${digestOf(bytes).slice(7)}  ${name}\n`);
  writeFileSync(path('SHA256SUMS'), sums.join(''));
  return `${folder}: ${version}, ${artefacts.map(({ name }) => name).join(', ')}\n`;
}

const file = (name) => readFileSync(join(folder, name));

async function pushAll() {
  const { origin, pathname } = new URL(registry);
  const version = String(file('VERSION'));
  const authorization = process.env.REGISTRY_AUTHORIZATION;
  let said = '';
  for (const [name, type] of Object.entries(TYPES)) {
    const own = `tenant-presign-${name.split('.')[0]}`;
    const repository = `${origin}/v2${pathname.replace(/\/$/, '')}/${own}`;
    const artefact = { name, type, bytes: file(name) };
    const subject = await push(repository, artefact, version, authorization);
    for (const [about, kind] of [
      ['sbom.cdx.json', 'application/vnd.cyclonedx+json'],
      ['provenance.intoto.json', 'application/vnd.in-toto+json'],
    ])
      await push(
        repository,
        { name: about, type: kind, bytes: file(about), subject },
        undefined,
        authorization,
      );
    said += `${own}:${version} ${subject.digest}\n`;
  }
  return said;
}

const COMMANDS = { plan: () => plan().text, build, push: pushAll };
const arity = { plan: 0, build: 1, push: 2 };
if (!Object.hasOwn(COMMANDS, command ?? '') || process.argv.length !== 3 + arity[command]) {
  process.stderr.write(HELP);
  process.exit(command === '--help' ? 0 : 2);
}
process.stdout.write(await COMMANDS[command]());
