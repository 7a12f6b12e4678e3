import 'reflect-metadata';
import { hash } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { checkEnvelopes, type PlacedEnvelope } from '../checks/envelopes.js';
import { Findings, type Finding } from '../checks/findings.js';
import { isValid } from '../checks/is-valid.js';
import { IssuerNames, checkIssuers } from '../checks/issuers.js';
import { FileNode } from '../checks/place.js';
import { plainCopy } from '../checks/plain-copy.js';
import { checkSingleValues } from '../checks/single-values.js';
import { checkEnvelope, checkLimitValues } from '../checks/tenants.js';
import { checkUnique } from '../checks/unique.js';
import { YamlSource } from '../checks/yaml-source.js';
import type { Path } from '../tenant-file.errors.js';
import { locate, type Place } from './located.js';
import { OF_TEAMS, reportForeign } from './owners.js';
import { plainYaml } from './plain-yaml.js';
import { splitPlatform, type Chunk } from './platform-chunks.js';
import { EnvelopeEntry, PlatformFile } from './platform-file.js';
import { MAX_ERRORS, type Reading } from './reading.js';

/** Reads `platform.yaml`. For the next version of the file, reads only the tenants whose text changed. */
export class PlatformReader {
  /** The tenants that are valid by themselves, by the digest of their text. */
  #known: ReadonlyMap<string, EnvelopeEntry> = new Map();

  /** Reads a version of the file. Yields after each tenant, so that the caller can do other work. */
  *read(text: string): Generator<void, Reading<PlatformFile>> {
    const chunks = splitPlatform(text);
    const pass = new Pass(new YamlSource(chunks?.skeleton ?? text), chunks?.items ?? [], this.#known);
    const reading = yield* pass.run();
    this.#known = pass.known;
    return reading;
  }
}

/** One reading of one version of the file. */
class Pass {
  readonly known = new Map<string, EnvelopeEntry>();
  readonly #findings = new Findings();
  readonly #texts = new Map<string, string>();
  readonly #sources = new Map<number, YamlSource>();
  readonly #tenants: unknown[] = [];
  readonly #sound: PlacedEnvelope[] = [];
  /** Syntax errors. With one of them, the content of the rest of the file is unknown. */
  readonly #breaks: Finding[] = [];

  constructor(
    private readonly top: YamlSource,
    private readonly chunks: readonly Chunk[],
    private readonly before: ReadonlyMap<string, EnvelopeEntry>,
  ) {}

  *run(): Generator<void, Reading<PlatformFile>> {
    const plain = this.#plainTop();
    if (plain === undefined) return this.#unreadable();
    const listed = (plain as { tenants?: unknown }).tenants;
    const count = this.chunks.length > 0 ? this.chunks.length : Array.isArray(listed) ? listed.length : 0;
    for (let index = 0; index < count; index++) {
      if (this.chunks.length > 0) this.#readChunk(index);
      else this.#readItem((listed as unknown[])[index], index);
      yield;
    }
    if (this.#breaks.length > 0) return this.#unreadable();
    const file = plainToInstance(PlatformFile, { ...plain, tenants: [] });
    const tenants: unknown = count > 0 ? this.#tenants : listed;
    Object.assign(file, { tenants });
    this.#checkTop(file, count > 0);
    yield;
    this.#checkAcross(file);
    if (this.#findings.all.length === 0) return { state: 'valid', value: file };
    return { state: 'refused', plain: { ...plain, tenants }, errors: this.#located(this.#findings.all) };
  }

  /** Reads everything except the tenants, if these were split off. @returns `undefined` if the file is not an object */
  #plainTop(): object | undefined {
    const findings = new Findings();
    const plain = this.top.toPlain(findings);
    if (!isObject(plain)) {
      const message = 'must be an object with version, issuers and tenants';
      this.#breaks.push(...(findings.all.length > 0 ? findings.all : [{ path: [], message }]));
      return undefined;
    }
    for (const finding of findings.all) this.#findings.add(finding);
    return plain;
  }

  #readChunk(index: number): void {
    const { text } = this.chunks[index]!;
    const digest = hash('sha256', text, 'base64');
    const same = this.before.get(digest);
    const entry = same ?? this.#readText(text, index);
    if (entry === undefined) return;
    this.#tenants[index] = entry;
    if (!(entry instanceof EnvelopeEntry)) return;
    this.known.set(digest, entry);
    this.#sound.push({ entry, node: this.#nodeOf(entry, index) });
  }

  /**
   * Reads the text of one tenant.
   *
   * @returns the entry if it is valid, otherwise its plain value; `undefined` if the text can’t be read
   */
  #readText(text: string, index: number): unknown {
    const [item] = (plainYaml(text) ?? []) as unknown[];
    if (item !== undefined) {
      const entry = toEntry(plainCopy(item, this.#texts));
      if (entry && this.#isSound(entry, index)) return entry;
    }
    const findings = new Findings();
    const source = new YamlSource(text);
    const list = source.toPlain(findings);
    if (this.#sources.size < MAX_ERRORS) this.#sources.set(index, source);
    const placed = findings.all.map((finding) => ({
      ...finding,
      path: ['tenants', index, ...finding.path.slice(1)],
    }));
    if (!Array.isArray(list)) {
      this.#breaks.push(...placed);
      return undefined;
    }
    for (const finding of placed) this.#findings.add(finding);
    return this.#check(list[0], index);
  }

  #readItem(item: unknown, index: number): void {
    const entry = this.#check(item, index);
    this.#tenants[index] = entry;
    if (entry instanceof EnvelopeEntry) this.#sound.push({ entry, node: this.#nodeOf(entry, index) });
  }

  /** Checks one tenant. @returns the entry if it is valid, otherwise its plain value */
  #check(item: unknown, index: number): unknown {
    const entry = toEntry(item);
    if (!entry) return item;
    const path = ['tenants', index];
    const { length } = this.#findings.all;
    reportForeign(item as object, OF_TEAMS, path, this.#findings);
    checkSingleValues(entry, this.#findings, path);
    this.#checkOwn(this.#nodeOf(entry, index));
    return this.#findings.all.length === length ? entry : item;
  }

  #isSound(entry: EnvelopeEntry, index: number): boolean {
    if (!isValid(entry)) return false;
    const findings = new Findings();
    this.#checkOwn(new FileNode(entry, ['tenants', index], findings));
    return findings.all.length === 0;
  }

  #checkOwn(node: FileNode): void {
    checkEnvelope(node);
    checkLimitValues(node.at('ceilings'));
  }

  /** Checks the file without its tenants. @param apart whether the tenants were already checked one by one */
  #checkTop(file: PlatformFile, apart: boolean): void {
    checkSingleValues(
      apart ? Object.assign(new PlatformFile(), file, { tenants: [SOUND] }) : file,
      this.#findings,
    );
    for (const [index, tenant] of this.#tenants.entries()) {
      if (isObject(tenant)) continue;
      const message = 'must be an object with id, issuers, bucket, region and credentials';
      this.#findings.add({ path: ['tenants', index], message });
    }
  }

  #checkAcross(file: PlatformFile): void {
    const node = new FileNode(file, [], this.#findings);
    checkIssuers(node.at('issuers'));
    const names = new IssuerNames(node.at('issuers'));
    checkUnique(
      this.#sound.map((envelope) => envelope.node),
      (tenant) => tenant.at('id'),
    );
    for (const { entry, node: tenant } of this.#sound) {
      if (entry.issuers.every((name) => names.has(name))) continue;
      for (const name of tenant.at('issuers').items) names.checkReference(name);
    }
    checkEnvelopes(this.#sound, Array.isArray(file.sharedRoles) ? file.sharedRoles : []);
  }

  #nodeOf(entry: EnvelopeEntry, index: number): FileNode {
    return new FileNode(entry, ['tenants', index], this.#findings);
  }

  #unreadable(): Reading<never> {
    return { state: 'unreadable', errors: this.#located(this.#breaks) };
  }

  #located(findings: readonly Finding[]) {
    return locate(findings, (path) => this.#placeOf(path));
  }

  #placeOf(path: Path): Place {
    const [list, index, ...rest] = path;
    const chunk = list === 'tenants' && typeof index === 'number' ? this.chunks[index] : undefined;
    if (!chunk) return { source: this.top, path, before: 0 };
    return { source: this.#sourceOf(index as number), path: [0, ...rest], before: chunk.line - 1 };
  }

  #sourceOf(index: number): YamlSource {
    let source = this.#sources.get(index);
    if (!source) this.#sources.set(index, (source = new YamlSource(this.chunks[index]!.text)));
    return source;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toEntry = (item: unknown): EnvelopeEntry | undefined =>
  isObject(item) ? plainToInstance(EnvelopeEntry, item) : undefined;

/** A valid entry that replaces tenants that were already checked one by one. */
const SOUND = plainToInstance(EnvelopeEntry, {
  id: 'x',
  issuers: ['x'],
  bucket: 'xxx',
  region: 'eu-west-1',
  credentials: { type: 'default' },
});
