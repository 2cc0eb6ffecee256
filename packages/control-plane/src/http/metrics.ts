import type { FastifyInstance } from 'fastify';
import type { MeshContext } from '../context.ts';
import type { Streams } from './routes/stream.ts';

/** Counts requests and tells them, with the state of the mesh, in the Prometheus text format 0.0.4. */
export function metricsRoute(app: FastifyInstance, context: MeshContext, streams: Streams): void {
  const requests = new Map<string, { count: number; seconds: number }>();
  app.addHook('onResponse', (request, reply, done) => {
    const labels = `method="${request.method}",route="${request.routeOptions.url ?? 'none'}",status="${reply.statusCode}"`;
    const known = requests.get(labels) ?? { count: 0, seconds: 0 };
    requests.set(labels, { count: known.count + 1, seconds: known.seconds + reply.elapsedTime / 1000 });
    done();
  });
  app.get('/metrics', (_request, reply) => {
    const { state, accepted } = context.store;
    const consumers = [...state.products.values()].reduce((sum, product) => sum + product.consumers.length, 0);
    const { rss } = process.memoryUsage();
    void reply.type('text/plain; version=0.0.4; charset=utf-8');
    return [
      metric('millrace_facts', 'counter', 'Facts accepted from the log.', [['', accepted.length]]),
      metric('millrace_products', 'gauge', 'Published products.', [['', state.products.size]]),
      metric('millrace_consumers', 'gauge', 'Registered consumers.', [['', consumers]]),
      metric('millrace_log_lag_seconds', 'gauge', 'Delay of the newest fact, from decision to reading it back.', [
        ['', context.status.lagMs / 1000],
      ]),
      metric('millrace_stream_clients', 'gauge', 'Open event streams.', [['', streams.size]]),
      metric('millrace_broker_reachable', 'gauge', 'Whether the cluster answers.', [
        ['', Number(context.live.reachable)],
      ]),
      metric(
        'millrace_http_requests_total',
        'counter',
        'Requests answered.',
        [...requests].map(([labels, { count }]) => [labels, count]),
      ),
      metric(
        'millrace_http_request_seconds_total',
        'counter',
        'Time spent on them.',
        [...requests].map(([labels, { seconds }]) => [labels, seconds]),
      ),
      metric('process_resident_memory_bytes', 'gauge', 'Resident memory of the process.', [['', rss]]),
    ].join('');
  });
}

const metric = (
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples
    .map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}\n`)
    .join('')}`;
