import { inject, type InjectOptions } from 'light-my-request';
import { createApplication } from '../../api/src/app/application.js';
import type { Clock } from '../../api/src/platform/clock.js';
import type { Environment } from '../../api/src/platform/process/environment.js';
import { requireHttpEvent, type HttpResult } from './event.js';
import { requestOfEvent } from './request-of-event.js';
import { resultOfAnswer } from './result-of-answer.js';

export type Handler = (event: unknown) => Promise<HttpResult>;

/**
 * The API as a Lambda function: the same application, without ports. Between two events the process stands still, so
 * nothing is left under way when an answer is given: its lines are written, and credentials are renewed and checked when
 * a request needs it, not by a timer.
 *
 * @throws TenantFileError
 */
export async function createHandler(environment: Environment, clock: Clock = Date.now): Promise<Handler> {
  const { server, log, identities } = await createApplication(environment, clock);
  await server.ready();
  await identities.prove();
  return async (event) => {
    requireHttpEvent(event);
    await identities.checkDue();
    const { target, ...request } = requestOfEvent(event);
    const answer = await inject(
      (incoming, response) => {
        incoming.url = target; // what a URL parser would make of it is another one
        server.routing(incoming, response);
      },
      { ...request, url: '/' } as InjectOptions,
    );
    await log.flushed();
    return resultOfAnswer(request.method, answer);
  };
}
