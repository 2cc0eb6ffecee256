import { apiOf, decodeRequest, decodeRequestHeader, encodeResponse } from '@millrace/kafka-wire';
import type { ErrorName, RequestHeader } from '@millrace/kafka-wire';
import type { BrokerContext, Call } from '../context.ts';
import { routeOf } from '../routes.ts';
import type { Route } from '../routes.ts';
import { encodeErrorResponse } from './error-response.ts';

const apiVersionsKey = 18;

/** Who asks. */
type Client = Pick<Call, 'clientHost' | 'gone'> & { readonly localHost: string };

/**
 * Handles one frame: the answer's bytes, or undefined when the protocol wants none. The handler runs up to its first wait
 * before this returns, so requests take effect in the order in which they came. Raises WireError when not even the header
 * can be read; anything else that goes wrong is answered with the protocol's own error.
 */
export function dispatch(
  context: BrokerContext,
  frame: Uint8Array,
  connection: Client,
): Promise<Uint8Array[] | undefined> {
  const header = decodeRequestHeader(frame);
  const route = routeOf(header.apiKey);
  if (route === undefined) return refuse(header, 'UNSUPPORTED_VERSION');
  if (header.apiVersion < route.minVersion || header.apiVersion > route.maxVersion) {
    return refuseVersion(context, route, header);
  }
  return answer(context, route, header, frame, connection);
}

async function answer(
  context: BrokerContext,
  { api, handler }: Route,
  header: RequestHeader,
  frame: Uint8Array,
  connection: Client,
): Promise<Uint8Array[] | undefined> {
  const { apiVersion: version, correlationId, clientId } = header;
  const failed = (error: unknown, code: ErrorName): Uint8Array[] => {
    context.logger.error({ error, api: api.name, version, clientId }, 'a request failed');
    return encodeErrorResponse(api, version, correlationId, code);
  };
  let request;
  try {
    request = decodeRequest(api, header, frame);
  } catch (error) {
    return failed(error, 'INVALID_REQUEST');
  }
  try {
    const { clientHost, localHost, gone } = connection;
    const host = context.advertisedHost ?? localHost;
    const response = await handler(context, request, { version, clientId: clientId ?? '', clientHost, host, gone });
    return response === undefined ? undefined : encodeResponse(api, version, correlationId, response);
  } catch (error) {
    return failed(error, 'UNKNOWN_SERVER_ERROR');
  }
}

/** ApiVersions in a version that we do not know is answered in version 0, with all that is served (KIP-511). */
function refuseVersion(context: BrokerContext, route: Route, header: RequestHeader): Promise<Uint8Array[]> {
  if (header.apiKey !== apiVersionsKey) return refuse(header, 'UNSUPPORTED_VERSION');
  const body = { errorCode: 35, apiKeys: context.offered };
  return Promise.resolve(encodeResponse(route.api, 0, header.correlationId, body));
}

function refuse(header: RequestHeader, error: ErrorName): Promise<Uint8Array[]> {
  const { apiKey, apiVersion, correlationId } = header;
  return Promise.resolve(encodeErrorResponse(apiOf(apiKey), apiVersion, correlationId, error));
}
