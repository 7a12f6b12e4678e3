import { inject, type InjectOptions } from 'light-my-request';
import { createApplication } from '../../api/src/app/application.js';
import type { Clock } from '../../api/src/platform/clock.js';
import type { Metrics } from '../../api/src/platform/metrics/metrics.js';
import { metricsLine, writeLine } from './embedded-metrics.js';
import type { LambdaEnvironment } from './environment.js';
import { requireHttpEvent, type HttpResult } from './event.js';
import { requestOfEvent } from './request-of-event.js';
import { resultOfAnswer } from './result-of-answer.js';

export type Handler = (event: unknown) => Promise<HttpResult>;

/**
 * The API as a Lambda function: the same application, without ports. Between two events the process stands still, so
 * nothing is left under way when an answer is given: lines, metrics and spans are written. Credentials are renewed and
 * checked when a request needs it, not by a timer.
 *
 * @throws TenantFileError
 */
export async function createHandler(
  environment: LambdaEnvironment,
  clock: Clock = Date.now,
): Promise<Handler> {
  const { server, log, identities, metrics, tracing } = await createApplication(environment, clock);
  const { functionName, logFd } = environment;
  await server.ready();
  await identities.prove();
  return async (event) => {
    requireHttpEvent(event);
    const [started, signed] = [performance.now(), signingsOf(metrics)];
    await identities.checkDue();
    const { target, ...request } = requestOfEvent(event);
    const answer = await inject(
      (incoming, response) => {
        incoming.url = target; // what a URL parser would make of it is another one
        server.routing(incoming, response);
      },
      { ...request, url: '/' } as InjectOptions,
    );
    await Promise.all([log.flushed(), tracing?.flush()]);
    if (functionName !== undefined) {
      const duration = performance.now() - started;
      const counted = { status: answer.statusCode, duration, signings: signingsOf(metrics) - signed };
      writeLine(logFd, metricsLine(functionName, counted, clock()));
    }
    return resultOfAnswer(request.method, answer);
  };
}

/** All that has been signed so far. */
function signingsOf({ signings }: Metrics): number {
  let sum = 0;
  for (const [, , { n }] of signings) sum += n;
  return sum;
}
