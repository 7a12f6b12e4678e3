import { randomUUID } from 'node:crypto';
import type { UploadSessionAnswer } from '../../../apps/api/src/features/upload-sessions/upload-session.response.js';
import type { ApiClient } from '../../support/clients/api-client.js';
import { CompanionClient, type Begun } from '../../support/clients/companion-client.js';
import { SealingKeysFile } from '../../support/fakes/sealing-keys.js';
import { StartedApi } from './started-api.js';
import { firstOwner, keyPrefixOf, secondOwner, tenantOf } from './tenants.js';

export const PART = 5 * 1024 ** 2;
/** The largest upload that the tenant allows, in bytes. */
export const LIMIT = 2 * PART;
export const TEXT = { filename: 'notes.txt', type: 'text/plain' };

/** Returns the key under which S3 has an object of team-a. */
export const s3Key = (key: string) => keyPrefixOf('team-a') + key;

/** Returns the same session at another replica. */
export const at = ({ process }: StartedApi, { endpoint }: CompanionClient) =>
  new CompanionClient(process.url + new URL(endpoint).pathname);

/** Calls of all operations that take an uploadId, by name. */
export const USES: [string, (uppy: CompanionClient, begun: Begun) => ReturnType<CompanionClient['abort']>][] =
  [
    ['sign a part', (uppy, begun) => uppy.part(begun, 1)],
    ['sign parts', (uppy, begun) => uppy.batch(begun, '1')],
    ['list parts', (uppy, begun) => uppy.list(begun)],
    ['complete', (uppy, begun) => uppy.complete(begun, [{ PartNumber: 1, ETag: '"0"' }])],
    ['abort', (uppy, begun) => uppy.abort(begun)],
  ];

/** An API whose tenant limits uploads, with the caller Alice, who begins upload sessions there. */
export class UploadSessions implements AsyncDisposable {
  private constructor(
    readonly keys: SealingKeysFile,
    readonly api: StartedApi,
    readonly alice: ApiClient,
  ) {}

  static async start(): Promise<UploadSessions> {
    const keys = await SealingKeysFile.create();
    const api = await replica(keys, {
      limits: { maxUploadBytes: LIMIT, contentTypes: ['text/plain', 'image/png'] },
    });
    return new UploadSessions(keys, api, await api.as('alice', 'team-a'));
  }

  /** Starts another replica with a changed tenant. */
  replica(change: object): Promise<StartedApi> {
    return replica(this.keys, change);
  }

  /** Returns a folder that no test uses, also not one of another file that runs at the same time. */
  newFolder(): string {
    return `users/alice/sessions-${randomUUID()}/`;
  }

  /** Begins an upload session. @throws Error with the answer if the session is refused */
  async begin(request: object, by = this.alice): Promise<UploadSessionAnswer> {
    const { status, json, text } = await by.post<UploadSessionAnswer>('/upload-sessions', request);
    if (status !== 201) throw new Error(text);
    return json;
  }

  /** Begins a session and returns a client of it. */
  async uppy(request: object): Promise<CompanionClient> {
    return new CompanionClient((await this.begin(request)).companionEndpoint);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api[Symbol.asyncDispose]();
    await this.keys[Symbol.asyncDispose]();
  }
}

const replica = (keys: SealingKeysFile, change: object) =>
  StartedApi.start([tenantOf(firstOwner, 'team-a', change), tenantOf(secondOwner, 'team-b')], keys);
