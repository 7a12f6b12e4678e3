import { find, make, row } from './dom.js';
import { decoded, type Destination, type Exchange, type TrafficWatcher } from './traffic.js';
import { bytesText, countText } from './words.js';

/** The number of rows of the log. */
const MOST_ROWS = 6;
/** The maximum number of characters of a path that are shown. uploadIds are long. */
const MOST_PATH = 48;

/** The counters of one destination. */
class Lane {
  #requests = 0;
  #files = 0;
  #json = 0;
  #underWay = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly show: (requests: string, files: string, json: string) => void,
  ) {}

  began(): void {
    this.#underWay += 1;
    this.element.classList.add('active');
  }

  ended({ sent, isFile, status }: Exchange): void {
    this.#underWay -= 1;
    this.element.classList.toggle('active', this.#underWay > 0);
    if (status === undefined) return;
    this.#requests += 1;
    if (isFile) this.#files += sent;
    else this.#json += sent;
    this.show(countText(this.#requests, 'request'), bytesText(this.#files), bytesText(this.#json));
  }
}

/** Draws the destinations of requests and bytes while they are sent. */
export class Way implements TrafficWatcher {
  readonly #log = find('#log tbody', HTMLTableSectionElement);
  readonly #lanes = {
    S3: new Lane(find('#to-s3', HTMLElement), (requests, files) => {
      write('#s3-requests', requests);
      write('#s3-bytes', files);
    }),
    API: new Lane(find('#to-api', HTMLElement), (requests, files, json) => {
      write('#api-requests', requests);
      write('#api-bytes', files);
      write('#api-json', json);
    }),
  };

  began(to: Destination, host: string): void {
    write(to === 'S3' ? '#s3-host' : '#api-host', host);
    this.#lanes[to].began();
  }

  ended(exchange: Exchange): void {
    this.#lanes[exchange.to].ended(exchange);
    this.#write(exchange);
  }

  /** Removes the last requests from the log, but keeps the counters. */
  clearLog(): void {
    this.#log.replaceChildren();
  }

  /** Records a request that the browser makes by itself, such as a download. */
  handedOver(method: string, url: string): void {
    this.#write({
      to: 'S3',
      method,
      path: decoded(new URL(url).pathname),
      sent: 0,
      isFile: false,
      status: undefined,
    });
  }

  #write({ to, method, path, sent, status }: Exchange): void {
    const target = make('span', { className: `to ${to}` }, to);
    const line = make('code', { title: path }, `${method} ${shortened(path)}`);
    const made = row(
      target,
      line,
      sent > 0 ? bytesText(sent) : '',
      status === undefined ? '–' : String(status),
    );
    made.cells[2]!.className = 'number';
    made.cells[3]!.className = status !== undefined && status >= 400 ? 'number bad' : 'number';
    this.#log.prepend(made);
    while (this.#log.rows.length > MOST_ROWS) this.#log.deleteRow(-1);
  }
}

const write = (selector: string, text: string): void => {
  find(selector, HTMLElement).textContent = text;
};

/** Returns the beginning and the end of a path. */
const shortened = (path: string): string =>
  path.length <= MOST_PATH ? path : `${path.slice(0, MOST_PATH - 16)}…${path.slice(-15)}`;
