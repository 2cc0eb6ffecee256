import fastify from 'fastify';

export interface FakeRegistry {
  readonly url: string;
  register(subject: string, schema: object): number;
  close(): Promise<void>;
}

/** Just enough of a schema registry's REST API to be asked by the control plane. */
export async function fakeRegistry(): Promise<FakeRegistry> {
  const app = fastify();
  const subjects = new Map<string, { id: number; schema: string }[]>();
  const byId: string[] = [];
  const notFound = { error_code: 40401, message: 'Subject not found.' };
  app.get('/schemas/types', () => ['AVRO']);
  app.get<{ Params: { id: string } }>('/schemas/ids/:id', (request, reply) => {
    const schema = byId[Number(request.params.id) - 1];
    return schema === undefined ? reply.code(404).send(notFound) : { schema };
  });
  app.get<{ Params: { subject: string } }>('/subjects/:subject/versions/latest', (request, reply) => {
    const { subject } = request.params;
    const versions = subjects.get(subject);
    const latest = versions?.at(-1);
    return versions === undefined || latest === undefined
      ? reply.code(404).send(notFound)
      : { subject, version: versions.length, ...latest };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    register: (subject, schema) => {
      const text = JSON.stringify(schema);
      byId.push(text);
      subjects.set(subject, [...(subjects.get(subject) ?? []), { id: byId.length, schema: text }]);
      return byId.length;
    },
    close: () => app.close(),
  };
}
