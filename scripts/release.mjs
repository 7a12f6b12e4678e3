import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTEFACTS, buildArtefacts, buildImages, sbomFile } from './release/artefacts.mjs';
import { digestOf, readLayout } from './release/layout.mjs';
import { Repository } from './release/oci.mjs';
import { provenanceOf } from './release/provenance.mjs';
import { changelog, nextVersion, parseCommit } from './release/version.mjs';

const HELP = `Usage: npm run release -- plan|build FOLDER [--rehearsal]|push FOLDER REGISTRY

  plan                   says the next version and its changelog, by the commits since the last tag
  build FOLDER           writes the image for amd64 and arm64, the Lambda function's zip, the npm packages, Kustomize's and
                         Terraform's files; for each a bill of materials; and provenance and checksums. It refuses a
                         commit without the tag of package.json's version, and files that differ from the commit.
    --rehearsal          accepts both, and builds the image on bases that test/peers/image-base makes
  push FOLDER REGISTRY   puts them into a registry, such as https://ghcr.io/OWNER, with bill of materials and provenance
                         attached; REGISTRY_AUTHORIZATION is the header field that the registry asks for

docs/release.md says how to go on: tag and signature.
`;
const IMAGE = 'tenant-presign';

const [command, folder, third] = process.argv.slice(2);
const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).trim();
const file = (name) => readFileSync(join(folder, name));
const write = (name, content) => writeFileSync(join(folder, name), content);

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

async function build() {
  const started = new Date().toISOString();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (third === undefined) refuseUntagged(version);
  const repository = git(
    'config',
    '--default',
    'https://github.com/OWNER/tenant-presign',
    'remote.origin.url',
  );
  mkdirSync(folder, { recursive: true });
  buildArtefacts(folder, version);
  const source = ['--build-arg', `SOURCE=${repository}`];
  await buildImages(folder, version, third === undefined ? source : ['--local-bases', ...source]);
  const sums = Object.keys(ARTEFACTS).map((name) => ({ name, digest: digestOf(file(name)) }));
  const finished = new Date().toISOString();
  const about = { repository, commit: git('rev-parse', 'HEAD'), started, finished };
  write(
    'provenance.intoto.json',
    JSON.stringify(provenanceOf([...imageSubjects(), ...sums], about), null, 2),
  );
  write('VERSION', version);
  write('SHA256SUMS', sums.map(({ name, digest }) => `${digest.slice(7)}  ${name}\n`).join(''));
  return `${folder}: ${version}, ${[IMAGE, ...Object.keys(ARTEFACTS)].join(', ')}\n`;
}

function refuseUntagged(version) {
  if (git('status', '--porcelain') !== '')
    throw new Error('Files differ from the commit. Commit or discard the changes.');
  if (git('tag', '--points-at', 'HEAD', '--list', `v${version}`) === '')
    throw new Error(`This commit doesn't have the tag v${version}. Check out the tag of the release.`);
}

/** The image by the digest of its index, and each platform by that of its manifest. */
function imageSubjects() {
  const { index, manifests } = readLayout(join(folder, 'image'));
  const ofPlatform = ({ platform: { os, architecture }, digest }) => ({
    name: `${IMAGE} ${os}/${architecture}`,
    digest,
  });
  return [
    { name: IMAGE, digest: index.described.digest },
    ...manifests.map(({ described }) => ofPlatform(described)),
  ];
}

async function push() {
  const { origin, pathname } = new URL(third);
  const version = String(file('VERSION'));
  const said = [];
  const repositoryOf = (name) =>
    new Repository(`${origin}/v2${pathname.replace(/\/$/, '')}/${name}`, process.env.REGISTRY_AUTHORIZATION);
  const attach = async (repository, subjects, sbom) => {
    for (const subject of subjects)
      for (const [name, type] of [
        [sbom, 'application/vnd.cyclonedx+json'],
        ['provenance.intoto.json', 'application/vnd.in-toto+json'],
      ])
        await repository.push({ name, type, bytes: file(name), subject });
  };
  for (const [name, type] of Object.entries(ARTEFACTS)) {
    const own = `${IMAGE}-${name.split('.')[0]}`;
    const repository = repositoryOf(own);
    const subject = await repository.push({ name, type, bytes: file(name) }, version);
    await attach(repository, [subject], sbomFile(name));
    said.push(`${own}:${version} ${subject.digest}\n`);
  }
  const repository = repositoryOf(IMAGE);
  const subjects = await repository.pushLayout(join(folder, 'image'), version);
  await attach(repository, subjects, sbomFile('image'));
  return [...said, `${IMAGE}:${version} ${subjects[0].digest}\n`].join('');
}

const COMMANDS = { plan: () => plan().text, build, push };
const ARITIES = { plan: [0], build: [1, 2], push: [2] };
const isWrong =
  !ARITIES[command]?.includes(process.argv.length - 3) ||
  (command === 'build' && third !== undefined && third !== '--rehearsal');
if (isWrong) {
  process.stderr.write(HELP);
  process.exit(command === '--help' ? 0 : 2);
}
process.stdout.write(await COMMANDS[command]());
