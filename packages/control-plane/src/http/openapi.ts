import type { TSchema } from 'typebox';
import type { Operation } from './route.ts';
import { components } from './shapes/answers.ts';

type AnyOperation = Operation<TSchema, TSchema, TSchema>;

/** The OpenAPI 3.1 document of the operations, made from the schemas that validate them. */
export function openApi(operations: readonly AnyOperation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replaceAll(/:(id)\b/g, '{$1}')}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace',
      version,
      description: 'The control plane of a data mesh: products, consumers, lineage, policies, audit, SQL.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: components },
  };
}

function describe(operation: AnyOperation): object {
  const { method, path, summary, tag, params, query, body, answer, contentType } = operation;
  const status = operation.status ?? (answer === undefined ? 204 : 200);
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), asHeader];
  return {
    operationId: operationId(method, path),
    summary,
    tags: [tag],
    parameters,
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [status]: {
        description: answer === undefined ? 'Done.' : 'The answer.',
        ...(answer === undefined ? {} : { content: { [contentType ?? 'application/json']: { schema: answer } } }),
      },
      default: {
        description: 'A problem.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const asHeader = {
  name: 'X-Millrace-As',
  in: 'header',
  required: false,
  description:
    'Who acts, percent-encoded where it is not ASCII. Taken at its word, on a loopback address without sign-in only.',
  schema: { type: 'string' },
};

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query'): readonly object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    // A query parameter with a default may be left out although its value is always there.
    required: place === 'path' || (required.includes(name) && !('default' in property)),
    ...(property.description === undefined ? {} : { description: property.description }),
    schema: property,
  }));
}

/** `GET /products/:id/lineage` is `getProductsLineage`. */
const operationId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .split(/[/:]/)
    .filter((part) => part !== '' && part !== 'id')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('') +
  (path.endsWith('/:id') ? 'ById' : '');
