import { fileURLToPath } from 'node:url';
import type { HttpRequest } from '../load/request.ts';
import type { ServerCommand } from '../load/server-process.ts';
import type { World } from '../world/world.ts';

/** A server, and the requests to it. */
export interface Subject {
  /** The name of the subject in the report. */
  readonly title: string;
  readonly command: ServerCommand;
  /** The requests, which are sent in turn. */
  readonly requests: readonly HttpRequest[];
  /** The number of connections; 32 if left out. */
  readonly connections?: number;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Returns the command of `npm run start:prod`, on free ports. @param program the bundled or the unbundled program */
export const apiCommand = (
  tenantsFile: string,
  program: 'bundle/api.mjs' | 'apps/api/src/main.js' = 'bundle/api.mjs',
): ServerCommand => ({
  args: ['--enable-source-maps=false', here(`../../dist/${program}`)],
  env: { TENANTS_FILE: tenantsFile, HOST: '127.0.0.1', PORT: '0', MANAGEMENT_PORT: '0' },
});

export const downloadOf = (tenant: string, token: string, key = KEY): HttpRequest => ({
  method: 'POST',
  path: `/v1/tenants/${tenant}/downloads`,
  token,
  body: { key, expiresIn: 600 },
});

export const KEY = 'users/u1/reports/2026-11.pdf';

const server = (name: string, env = {}): ServerCommand => ({ args: [here(`${name}.ts`)], env });

export type SubjectName = 'download' | 'upload' | 'byHand' | 'constant' | 'nest' | 'tutorial' | 'companion';

/** Returns the subjects: our API and its alternatives. Each runs in a process of its own. */
export async function subjectsOf(world: World): Promise<Record<SubjectName, Subject>> {
  const token = await world.issuer.token(['team-a']);
  const download = [downloadOf('team-a', token)];
  const api = apiCommand(world.tenantFile({ tenants: 1, grants: 2 }));
  return {
    download: { title: 'ours: signed download', command: api, requests: download },
    upload: {
      title: 'ours: signed upload',
      command: api,
      requests: [
        {
          method: 'POST',
          path: '/v1/tenants/team-a/uploads',
          token,
          body: { key: KEY, expiresIn: 600, contentType: 'application/pdf', contentLength: 52_811 },
        },
      ],
    },
    byHand: {
      title: 'Fastify, the same work by hand',
      command: server('by-hand', { JWKS_FILE: world.jwksFile }),
      requests: download,
    },
    constant: {
      title: 'Fastify, a constant of the same size',
      command: server('constant'),
      requests: download,
    },
    nest: { title: 'Nest on Fastify, no work', command: server('nest-noop'), requests: download },
    tutorial: {
      title: "the tutorial's Express app",
      command: server('tutorial'),
      requests: [{ method: 'GET', path: `/signed-url-get?key=${KEY}` }],
    },
    companion: {
      title: 'Uppy Companion `/s3/params`',
      command: server('companion'),
      requests: [{ method: 'GET', path: '/s3/params?filename=report.pdf&type=application%2Fpdf' }],
    },
  };
}

/** Returns the commands of subjects, by the same names. */
export const commandsOf = <Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
): Record<Name, ServerCommand> =>
  Object.fromEntries(
    Object.entries<Subject>(subjects).map(([name, { command }]) => [name, command]),
  ) as Record<Name, ServerCommand>;
