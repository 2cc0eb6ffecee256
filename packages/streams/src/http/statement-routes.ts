import type { KsqlService } from '../service.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import { propertiesField, readJsonObject, stringField } from './body.ts';
import { delimitedFormat, jsonArrayFormat, queryEndpointFormat, streamQuery } from './query-response.ts';
import { sendJson } from './reply.ts';
import type { Route, RouteCall } from './router.ts';

/** Statements and queries. A body's properties go by `streamsProperties` in the older endpoints, `properties` in the newer. */
export function statementRoutes(service: KsqlService): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/ksql',
      handle: async ({ request, response }) => {
        const body = await readJsonObject(request);
        const sequence = body['commandSequenceNumber'];
        const entities = await service.execute({
          ksql: stringField(body, 'ksql'),
          properties: propertiesField(body, 'streamsProperties', 'properties'),
          variables: propertiesField(body, 'sessionVariables'),
          commandSequenceNumber: typeof sequence === 'number' ? sequence : undefined,
        });
        sendJson(request, response, 200, entities);
      },
    },
    { method: 'POST', path: '/query', handle: (call) => olderQuery(service, call) },
    { method: 'POST', path: '/query-stream', handle: (call) => queryStream(service, call) },
    {
      method: 'POST',
      path: '/close-query',
      handle: async ({ request, response }) => {
        const queryId = stringField(await readJsonObject(request), 'queryId');
        if (!service.closeQuery(queryId)) {
          throw new RestError(restErrorCode.badRequest, `No query with id ${queryId}`);
        }
        sendJson(request, response, 200, {});
      },
    },
  ];
}

async function olderQuery(service: KsqlService, { request, response }: RouteCall): Promise<void> {
  const body = await readJsonObject(request);
  const properties = propertiesField(body, 'streamsProperties', 'properties');
  const query = await service.openQuery(stringField(body, 'ksql', 'sql'), properties);
  await streamQuery(response, query, queryEndpointFormat(query));
}

async function queryStream(service: KsqlService, { request, response }: RouteCall): Promise<void> {
  const body = await readJsonObject(request);
  const properties = propertiesField(body, 'properties', 'streamsProperties');
  const query = await service.openQuery(stringField(body, 'sql', 'ksql'), properties);
  const accept = request.headers.accept ?? '';
  const format = accept.includes('application/json')
    ? jsonArrayFormat
    : accept.includes('application/vnd.ksql.v1+json')
      ? queryEndpointFormat(query)
      : delimitedFormat;
  await streamQuery(response, query, format);
}
