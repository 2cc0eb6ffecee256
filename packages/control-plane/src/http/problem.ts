import { errorRegistry, MillraceError } from '@millrace/base';
import type { ErrorCode, Logger } from '@millrace/base';
import type { Problem, RuleResult } from '@millrace/mesh';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';

export function problem(code: ErrorCode, detail: string, violations?: readonly RuleResult[]): Problem {
  const { summary, action, http } = errorRegistry[code];
  return {
    type: `urn:millrace:error:${code}`,
    title: summary,
    status: http,
    code,
    detail,
    action,
    ...(violations === undefined ? {} : { violations }),
  };
}

export const sendProblem = (reply: FastifyReply, body: Problem): FastifyReply =>
  reply.code(body.status).type('application/problem+json').send(body);

/** The one place where a failure becomes an HTTP answer. What is unknown is told as internal, its detail in the log only. */
export function mapErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError | MillraceError, request, reply) => {
    if (error instanceof MillraceError) {
      if (error.code === 'INTERNAL') logger.error({ error, request: request.id }, 'A request failed');
      return sendProblem(reply, problem(error.code, error.message, violationsOf(error)));
    }
    if (error.validation !== undefined) return sendProblem(reply, problem('INVALID_REQUEST', `${error.message}.`));
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendProblem(reply, { ...problem('INVALID_REQUEST', error.message), status: error.statusCode });
    if (error.name === 'KafkaError') return sendProblem(reply, problem('UNREACHABLE', error.message));
    logger.error({ error, request: request.id }, 'A request failed');
    return sendProblem(reply, problem('INTERNAL', `The request ${request.id} failed.`));
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problem('NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)),
  );
}

function violationsOf(error: MillraceError): readonly RuleResult[] | undefined {
  const { violations } = error.details;
  return Array.isArray(violations) ? (violations as readonly RuleResult[]) : undefined;
}
