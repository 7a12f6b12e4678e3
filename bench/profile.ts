import '../scripts/require-node.mjs';
import './measure/end-on-signals.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LoadGenerator } from './load/load-generator.ts';
import { requestText } from './load/request.ts';
import { ServerProcess } from './load/server-process.ts';
import { sharesOf, type CpuProfile } from './measure/cpu-profile.ts';
import { apiCommand, downloadOf } from './servers/subjects.ts';
import { World } from './world/world.ts';

// `npm run bench:profile` shows the time of a download by layer, as in docs/benchmarks/findings.md. It uses the
// compiled files and not the bundle, since a bundle doesn't tell which package a function belongs to.

const WARM_UP = 4;
const SECONDS = 10;

const world = await World.create();
const folder = world.path('profile');
const { args, env } = apiCommand(world.tenantFile({ tenants: 1, grants: 2 }), 'apps/api/src/main.js');
const requests = [requestText(downloadOf('team-a', await world.issuer.token(['team-a'])))];
const generator = new LoadGenerator();

const started = performance.now();
const server = await ServerProcess.start({
  args: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=200', ...args],
  ...(env && { env }),
});
const load = (seconds: number) => generator.run({ port: server.port, requests, connections: 32, seconds });
await load(WARM_UP);
const skip = (performance.now() - started) / 1000;
await load(SECONDS);
await generator.close();
await server.stop('SIGINT'); // so that Node writes the profile

const [file] = readdirSync(folder);
const profile = JSON.parse(readFileSync(join(folder, file!), 'utf8')) as CpuProfile;
process.stdout.write('| layer | share |\n| --- | --: |\n');
for (const [layer, share] of sharesOf(profile, skip)) {
  if (share >= 0.005) process.stdout.write(`| ${layer} | ${(share * 100).toFixed(1)} % |\n`);
}
