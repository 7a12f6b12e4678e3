import { hasCode, TransferError } from '../errors.js';
import type { HttpResponse } from '../storage/send.js';
import { jsonOf } from './problem.js';

/** The number of foreign answers that show that there is no API, if the API has not answered before. */
const MOST_FOREIGN = 3;

/** The statuses that servers and proxies give, without a problem of the API, to a route that they don't have or protect. */
const FOREIGN_STATUSES = new Set([401, 403, 404, 405]);

/**
 * Recognises a URL at which there is no API. Until the API has answered once, the third foreign answer is final. The
 * first two are temporary, since a load balancer may give them during a deployment. After the API has answered, all
 * foreign answers are temporary, so that a long transfer survives a deployment.
 */
export class Recognition {
  readonly #place: string;
  #isKnown = false;
  #foreign = 0;

  /** @param url the URL of the API */
  constructor(url: string) {
    this.#place = url.replace(/\/\/[^/]*@/, '//'); // without a password
  }

  /**
   * Returns the JSON of an answer.
   *
   * @throws TransferError with the problem's code, `unexpected_response`, or `wrong_api`, which is not temporary
   */
  async jsonOf(response: HttpResponse): Promise<unknown> {
    try {
      const json = await jsonOf(response);
      this.#isKnown = true;
      return json;
    } catch (error) {
      if (isForeign(error, response)) throw this.#foreignError(error);
      this.#isKnown ||= error instanceof TransferError && !hasCode(error, 'unexpected_response', 'network');
      throw error;
    }
  }

  #foreignError({ status, requestId, retryAfter }: TransferError): TransferError {
    const isTemporary = this.#isKnown || ++this.#foreign < MOST_FOREIGN;
    return new TransferError(
      isTemporary ? 'unexpected_response' : 'wrong_api',
      `No API answers at ${this.#place}, which answered ${status}. Check the API’s URL, and proxies on the way.`,
      { status, requestId, retryAfter, isTemporary },
    );
  }
}

/**
 * Returns whether an answer is not from the API, or the API's own answer to a route that it does not have. The API
 * redirects nothing and answers in JSON.
 */
function isForeign(error: unknown, { status, header }: HttpResponse): error is TransferError {
  if (hasCode(error, 'not_found')) return status === 404;
  if (!hasCode(error, 'unexpected_response')) return false;
  if (status < 300) return /^text\/html/i.test(header('content-type') ?? '');
  return status < 400 || FOREIGN_STATUSES.has(status);
}
