import { MillraceError } from '@millrace/base';
import { askJson, isObject, itemsOf, textOf } from './http-json.ts';

type Entity = Readonly<Record<string, unknown>>;

/** Products are read from their first event unless the statement's sender asks otherwise. */
const defaultProperties = { 'ksql.streams.auto.offset.reset': 'earliest' };
const headers = { 'content-type': 'application/vnd.ksql.v1+json', accept: 'application/vnd.ksql.v1+json' };
/** Creating a query makes topics and registers schemas; that may take longer than an answer should. */
const statementTimeoutMs = 60_000;

/** A ksqlDB server over its REST API. */
export class KsqlClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/$/, '');
  }

  /** Runs statements; gives one entity each. A refused statement is SQL_INVALID with the server's words. */
  async execute(ksql: string, properties: Readonly<Record<string, string>> = {}): Promise<readonly Entity[]> {
    const { status, body } = await askJson('SQL server', `${this.url}/ksql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ksql, streamsProperties: { ...defaultProperties, ...properties } }),
      timeoutMs: statementTimeoutMs,
    });
    if (status !== 200) throw refusal(status, body);
    const entities = itemsOf(body).filter(isObject);
    for (const entity of entities) {
      const commandStatus = entity['commandStatus'];
      if (isObject(commandStatus) && commandStatus['status'] === 'ERROR')
        throw new MillraceError('SQL_INVALID', textOf(commandStatus['message']));
    }
    return entities;
  }

  /** Starts a query whose rows stream as they come: lines of a JSON array. Ends when `signal` aborts. */
  async stream(
    sql: string,
    signal: AbortSignal,
    properties: Readonly<Record<string, string>> = {},
  ): Promise<ReadableStream<Uint8Array>> {
    let response: Response;
    try {
      response = await fetch(`${this.url}/query`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ksql: sql, streamsProperties: { ...defaultProperties, ...properties } }),
        signal,
      });
    } catch (cause) {
      throw new MillraceError('UNREACHABLE', `The SQL server at ${this.url} did not answer.`, { cause });
    }
    if (!response.ok || response.body === null)
      throw refusal(response.status, await response.json().catch(() => undefined));
    return response.body;
  }
}

function refusal(status: number, body: unknown): MillraceError {
  const message = isObject(body) ? textOf(body['message']) : '';
  return status >= 500
    ? new MillraceError('UNREACHABLE', `The SQL server answered ${status}${message === '' ? '' : `: ${message}`}`)
    : new MillraceError('SQL_INVALID', message === '' ? `The SQL server answered ${status}.` : message);
}
