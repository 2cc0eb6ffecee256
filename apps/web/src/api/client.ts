import type { Problem } from '@millrace/mesh';
import { actingAs } from './acting.ts';

/** A refusal or failure as the API told it; `problem.violations` holds every broken rule of a refused publish. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail === '' ? problem.title : problem.detail);
    this.problem = problem;
  }
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'Millrace does not answer.',
  status: 0,
  code: 'UNREACHABLE',
  detail: 'The control plane does not answer.',
  action: 'Check that `millrace up` still runs. This page tries again by itself.',
};

/** Any failure as a problem to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    type: 'about:blank',
    title: 'This page made a mistake.',
    status: 0,
    code: 'INTERNAL',
    detail,
    action: 'Reload it.',
  };
}

async function readProblem(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.includes('json') === true) {
    const body = (await response.json()) as Partial<Problem>;
    if (typeof body.detail === 'string' && typeof body.code === 'string') return body as Problem;
  }
  return {
    ...unreachable,
    title: `The server answered ${response.status}.`,
    status: response.status,
    detail: `${new URL(response.url).pathname} answered ${response.status} ${response.statusText}.`.trim(),
  };
}

interface SendOptions {
  readonly signal?: AbortSignal;
  /** The version that the change was decided on; an older one is refused. */
  readonly ifMatch?: string;
}

/** Sends a request below `/api/v1`, as the person chosen, and gives the response; throws `ApiError` for any answer that is not a success. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  { signal, ifMatch }: SendOptions = {},
): Promise<Response> {
  const as = actingAs();
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as === undefined ? {} : { 'x-millrace-as': encodeURIComponent(as) }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(unreachable);
  }
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await send('GET', path, undefined, signal === undefined ? {} : { signal })).json()) as T;
}

export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await send('POST', path, body, signal === undefined ? {} : { signal })).json()) as T;
}
