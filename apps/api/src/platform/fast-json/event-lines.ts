import { flattenString } from './flatten-string.js';
import { memoizeLast } from './memoize-last.js';
import { Utf8Builder } from './utf8-builder.js';
import { ByLabels, newCount, type Count } from '../metrics/by-labels.js';
import { eventFrame, eventLine, haveSameFrame, type EventFrame } from './event-line.js';
import { isoTime } from './iso-time.js';
import type { SigningEvent } from '../audit/signing-event.js';

/** The approximate number of bytes of one event's line. */
const EVENT = 640;

/** The log lines of all signing events of one request, which are written together. */
export class EventLines {
  /** The number of events by tenant and action. */
  readonly counts = new ByLabels<Count>(newCount);
  readonly #lines: Utf8Builder;
  readonly #time = isoTime();
  readonly #frame = memoizeLast<SigningEvent, EventFrame>(
    haveSameFrame,
    (event) => eventFrame(event, this.#time),
    flattenString,
  );

  /** @param count approximate number of events */
  constructor(count: number) {
    this.#lines = new Utf8Builder(count * EVENT);
  }

  add(event: SigningEvent): void {
    this.counts.of(event.tenant, event.action).n++;
    this.#lines.append(eventLine(event, this.#frame(event)));
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  bytes(): Buffer {
    return this.#lines.bytes();
  }
}
