import { join } from 'node:path';
import {
  idOfTeamFile,
  readTeamFile,
  teamFileOf,
  tenantOf,
  type EnvelopeEntry,
  type Reading,
  type TenantEntry,
} from '#tenant-file';
import type { TeamFiles, TenantRegistry } from '../tenants/tenant-registry.js';
import type { Pace } from './pace.js';
import { describeErrors, firstOf, type Changes } from './report.js';
import type { Outcome, SettledFiles } from './settled-files.js';
import { MAX_TEAM_FILE, lookAt, readSmall } from './small-file.js';
import { expired, moved, nextState, type TeamState } from './team-state.js';

/** The number of files that are read concurrently in the background. */
const TOGETHER = 4;

interface Team {
  envelope: EnvelopeEntry;
  /** The state of the file; `undefined` before the first inspection, and if there is no file. */
  state: TeamState | undefined;
  /** The digest of the text that `state` was read from. */
  digest: string | undefined;
  isPending: boolean;
  loading: Promise<void> | undefined;
  /** A counter of operations on the file, so that an older reading never replaces a newer one. */
  turn: number;
}

/** The tenants that have their own files in a folder. Applies each file to the registry as far as the file is valid. */
export class TeamFilesOfFolder implements TeamFiles {
  readonly #teams = new Map<string, Team>();
  /** The names of files whose ids the platform does not list. */
  readonly #strangers = new Set<string>();
  readonly #pending = new Set<string>();
  #loading: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly registry: TenantRegistry,
    private readonly files: SettledFiles,
    private readonly pace: Pace,
    private readonly options: { readonly grace: number; readonly now: () => number },
  ) {}

  get loaded(): Promise<void> | undefined {
    return this.#loading;
  }

  /**
   * Applies a changed platform entry of a tenant. The grants in force move to the new entry at once, and the tenant's
   * file is read again.
   */
  wrap(envelope: EnvelopeEntry): void {
    const { id } = envelope;
    const team = this.#teams.get(id);
    if (team?.envelope === envelope) return;
    this.#strangers.delete(teamFileOf(id));
    const isPending = this.files.isPresent(teamFileOf(id));
    const state = team?.state && moved(team.state, envelope);
    this.#teams.set(id, { envelope, state, digest: undefined, isPending, loading: undefined, turn: 0 });
    if (isPending) this.#pending.add(id);
    this.#publish(id);
  }

  /** Removes a tenant that the platform no longer lists, or whose platform entry is refused. */
  drop(id: string, isKnown: boolean): void {
    const team = this.#teams.get(id);
    this.#teams.delete(id);
    if (!isKnown) this.registry.remove(id);
    else if (team) this.registry.put(tenantOf(team.envelope, NOTHING), 'unavailable');
  }

  /** Reads a tenant's file for the first time, or again under a changed platform entry. */
  load(id: string): Promise<void> {
    const team = this.#teams.get(id);
    if (!team?.isPending) return Promise.resolve();
    return (team.loading ??= this.#load(id, team).finally(() => (team.loading = undefined)));
  }

  /** Reads all files that were not read yet. */
  loadAll(): Promise<void> {
    return (this.#loading ??= this.#loadAll().finally(() => (this.#loading = undefined)));
  }

  /** Applies the result of inspecting a file. */
  async take(name: string, outcome: Outcome, changes: Changes): Promise<void> {
    const id = idOfTeamFile(name)!;
    const team = this.#teams.get(id);
    if (outcome.state === 'settled' && team) await this.#read(id, team, outcome.version, changes);
    else if (outcome.state === 'settled') await this.files.wasRead(name, outcome.version);
    if (!team && outcome.state === 'absent') this.#strangers.delete(name);
    else if (!team) this.#strangers.add(name);
    else if (outcome.state === 'absent') this.#end(id, team, changes);
    else if (outcome.state === 'unreadable') this.#apply(id, team, outcome.reading, changes);
  }

  /** Ends versions whose grace period has passed. */
  expire(changes: Changes): void {
    for (const [id, team] of this.#teams) {
      if (team.state?.unreadableSince === undefined) continue;
      const state = expired(team.state, this.options.now(), this.options.grace);
      if (state === team.state) continue;
      team.state = state;
      this.#publish(id);
      changes.add('ended', id);
    }
  }

  /**
   * Records the files of ids that the platform does not list.
   *
   * @param names of all existing files
   */
  meet(names: readonly string[]): void {
    for (const name of names) {
      const id = idOfTeamFile(name);
      if (id !== undefined && !this.#teams.has(id)) this.#strangers.add(name);
    }
  }

  *validity(): Iterable<readonly [tenant: string, valid: boolean]> {
    for (const [id, { state }] of this.#teams) if (state) yield [id, state.errors.length === 0];
  }

  get reasons(): readonly string[] {
    const refused = [...this.#teams].filter(
      ([, { state }]) => state !== undefined && state.errors.length > 0,
    );
    const faulty = refused.map(([id, { state }]) => {
      const consequence = state!.entry
        ? 'its file is refused, and only unchanged grants and origins of the previous version stay in force'
        : 'the tenant is not served';
      return `Tenant ${id}: ${consequence}: ${describeErrors(teamFileOf(id), state!.errors)}`;
    });
    const ignored = [...this.#strangers].map(
      (name) => `${name} is ignored: platform.yaml names no such tenant.`,
    );
    return [...firstOf(faulty, 'tenants with faulty files'), ...firstOf(ignored, 'files that are ignored')];
  }

  async #load(id: string, team: Team): Promise<void> {
    const name = teamFileOf(id);
    const turn = ++team.turn;
    const look = await lookAt(join(this.folder, name));
    if (team.turn !== turn) return;
    if (look.state === 'absent') this.#end(id, team);
    else if (look.state === 'unreadable') this.#apply(id, team, look.reading);
    else await this.#read(id, team, look.version);
  }

  async #loadAll(): Promise<void> {
    const lane = async () => {
      for (const id of this.#pending) {
        this.#pending.delete(id);
        await this.load(id);
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, lane));
  }

  async #read(id: string, team: Team, version: string, changes?: Changes): Promise<void> {
    const name = teamFileOf(id);
    const turn = ++team.turn;
    const content = await readSmall(join(this.folder, name), MAX_TEAM_FILE);
    await this.files.wasRead(name, version);
    if (this.#teams.get(id) !== team || team.turn !== turn) return; // superseded in the meantime
    if (content.state === 'unreadable') return this.#apply(id, team, content.reading, changes);
    if (content.digest === team.digest) return;
    await this.pace.do(() => {
      team.digest = content.digest;
      this.#apply(id, team, readTeamFile(content.text, team.envelope), changes);
    });
  }

  #apply(id: string, team: Team, reading: Reading<TenantEntry>, changes?: Changes): void {
    const { now, grace } = this.options;
    team.turn++;
    if (reading.state === 'unreadable') team.digest = undefined;
    team.state = nextState(team.state, reading, team.envelope, now(), grace);
    team.isPending = false;
    if (this.#publish(id) || reading.state !== 'valid')
      changes?.add(reading.state === 'valid' ? 'changed' : 'refused', id);
  }

  #end(id: string, team: Team, changes?: Changes): void {
    const hadFile = team.state !== undefined;
    team.turn++;
    Object.assign(team, { state: undefined, digest: undefined, isPending: false });
    if (this.#publish(id) || hadFile) changes?.add('removed', id);
  }

  /**
   * Updates the registry with a tenant's state.
   *
   * @returns whether the registry changed
   */
  #publish(id: string): boolean {
    const { envelope, state, isPending } = this.#teams.get(id)!;
    const entry = state?.entry ?? tenantOf(envelope, NOTHING);
    const standing = state ? (state.entry ? 'served' : 'unavailable') : isPending ? 'pending' : 'served';
    return this.registry.put(entry, standing);
  }
}

/** The content of an empty team file. */
const NOTHING = { grants: [] };
