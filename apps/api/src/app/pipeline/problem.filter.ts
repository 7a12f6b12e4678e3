import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../../platform/audit/log.js';
import { endEarly } from '../../platform/http/connections.js';
import { wantsPage } from './requests-of-clients.js';
import { ApiError } from '../../platform/problems/api-error.js';
import {
  companionProblem,
  isUnexpected,
  problemHeaders,
  problemOf,
  PROBLEM_MEDIA_TYPE,
} from '../../platform/problems/problem.js';

/** Converts every error to an answer with a status, for handlers, hooks and the router. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /**
   * Answers an error.
   *
   * @param error anything that was thrown
   */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = problemOf(error, request.id);
    if (isUnexpected(answer, error)) this.log.unexpected(error, request.id);
    request.problemCode = answer.code;
    if (error instanceof ApiError) request.refusal = error.refusal;
    if (reply.sent) return;
    if (wantsPage(request)) return void reply.redirect('docs', 307);
    endEarly(request.raw);
    void reply
      .code(answer.status)
      .headers(problemHeaders(answer, error, request.headers.authorization))
      .type(PROBLEM_MEDIA_TYPE)
      .send(JSON.stringify(isForUppy(request) ? companionProblem(answer) : answer));
  }
}

const isForUppy = ({ routeOptions: { url } }: FastifyRequest): boolean =>
  url?.startsWith('/v1/uppy/') ?? false;
