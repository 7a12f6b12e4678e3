import './require-node.mjs';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTEFACTS, buildArtefacts, buildImages, sbomFile } from './release/artefacts.mjs';
import { digestOf, readLayout } from './release/layout.mjs';
import { Repository } from './release/oci.mjs';
import { currentVersion, git, plan, repositoryUrl, whyNoRelease } from './release/plan.mjs';
import { provenanceOf } from './release/provenance.mjs';
import { tagRelease } from './release/tag.mjs';

const HELP = `Usage: npm run release -- plan|tag|build FOLDER [--rehearsal]|push FOLDER REGISTRY

  plan                   prints the next version and its changelog, from the commits since the last tag
  tag                    raises the version, writes CHANGELOG.md and docs/openapi/released.yaml, commits them and tags the
                         commit, signed if Git's setting tag.gpgSign says so; it pushes nothing
  build FOLDER           writes the image for amd64 and arm64, the Lambda function's zip, the npm packages, Kustomize's and
                         Terraform's files; for each a bill of materials; and provenance and checksums. It refuses a
                         commit without the tag of package.json's version, and files that differ from the commit.
    --rehearsal          accepts both, and builds the image on bases that test/peers/image-base makes
  push FOLDER REGISTRY   puts them into a registry, such as https://ghcr.io/NAME, with bill of materials and provenance
                         attached; REGISTRY_AUTHORIZATION is the header field that the registry asks for

docs/release.md describes the next steps: signature and npm.
`;
const IMAGE = 'tenant-presign';

const [command, folder, third] = process.argv.slice(2);
const file = (name) => readFileSync(join(folder, name));
const write = (name, content) => writeFileSync(join(folder, name), content);

async function build() {
  const started = new Date().toISOString();
  const version = currentVersion();
  const [status, tags] = [git('status', '--porcelain'), git('tag', '--points-at', 'HEAD').split('\n')];
  const why = third === undefined ? whyNoRelease(version, { status, tags }) : undefined;
  if (why) throw new Error(why);
  const repository = git('config', '--default', repositoryUrl(), 'remote.origin.url');
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

/** Returns the subjects of the image's provenance: the digest of its index, and of the manifest of each platform. */
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

const COMMANDS = { plan: () => plan().text, tag: () => `${tagRelease()}\n`, build, push };
const ARITIES = { plan: [0], tag: [0], build: [1, 2], push: [2] };
const isWrong =
  !ARITIES[command]?.includes(process.argv.length - 3) ||
  (command === 'build' && third !== undefined && third !== '--rehearsal');
if (isWrong) {
  process.stderr.write(HELP);
  process.exit(command === '--help' ? 0 : 2);
}
process.stdout.write(await COMMANDS[command]());
