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
 * Makes the handler of the Lambda function: the same application, without ports. Between two events the process is
 * frozen, so that all log lines, metrics and spans are written before an answer is returned. Credentials are renewed
 * and checked when a request needs them, and not by a timer.
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
        incoming.url = target; // a URL parser would change the target
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

/** Returns the number of signings since the process started. */
function signingsOf({ signings }: Metrics): number {
  let sum = 0;
  for (const [, , { n }] of signings) sum += n;
  return sum;
}
