import { expect, it } from 'vitest';
import { envelope, TenantFolder } from '../../../../../test/support/generators/tenant-folder.js';
import { SettledFiles, type Outcome } from './settled-files.js';

const FILE = 'team-a.tenant.yaml';

/** A folder with one file, and its files at `now` milliseconds. */
async function folderWithFile() {
  const folder = await TenantFolder.create();
  await folder.platform([envelope('team-a')]);
  await folder.team('team-a', []);
  const clock = { now: 0 };
  const files = new SettledFiles(folder.path, () => clock.now);
  await files.list();
  return { files, clock, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** Returns the outcome that a file has once it is settled. */
async function settled({ files, clock }: { files: SettledFiles; clock: { now: number } }) {
  files.touch(FILE);
  expect(await files.outcome(FILE)).toBeUndefined();
  clock.now += 500;
  return (await files.outcome(FILE)) as Extract<Outcome, { state: 'settled' }>;
}

it('a changed file is due until it was read', async () => {
  await using folder = await folderWithFile();
  const { files } = folder;
  files.touch(FILE);
  expect(files.due).toEqual([FILE]);
  const { version } = await settled(folder);
  await files.wasRead(FILE, version);
  expect(files.due).toEqual([]);
});

it('a change during an inspection is not lost', async () => {
  await using folder = await folderWithFile();
  const { files } = folder;
  const { version } = await settled(folder);
  await files.wasRead(FILE, version);
  const inspection = files.outcome(FILE);
  files.touch(FILE);
  expect(await inspection).toBeUndefined();
  expect(files.due).toEqual([FILE]);
});

it('a change while the file is read is not lost', async () => {
  await using folder = await folderWithFile();
  const { files } = folder;
  const { version } = await settled(folder);
  const reading = files.wasRead(FILE, version);
  files.touch(FILE);
  await reading;
  expect(files.due).toEqual([FILE]);
});

it('a change during the inspection of a file that is not settled is looked at again at once', async () => {
  await using folder = await folderWithFile();
  const { files } = folder;
  const inspection = files.outcome(FILE);
  files.touch(FILE);
  await inspection;
  expect(files.due).toEqual([FILE]);
});
