import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { isMainThread, parentPort } from 'node:worker_threads';
import type { Api, ResponseInput } from '@millrace/kafka-wire';
import {
  apiOf,
  apis,
  decodeRequest,
  decodeRequestHeader,
  encodeResponse,
  initProducerIdApi,
  metadataApi,
  produceApi,
} from '@millrace/kafka-wire';

/**
 * A broker that answers every produce and keeps nothing: what is left is the cost of the client. Runs in a worker, which
 * tells its port.
 */
export function startNullBroker(partitions: number): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => serve(socket, partitions, () => portOf(server.address())));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(portOf(server.address()))));
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Reads frames without keeping those of record batches: only their beginning is needed to answer. */
function serve(socket: Socket, partitions: number, port: () => number): void {
  let frame: Buffer | null = null;
  let filled = 0;
  let head: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    let rest = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
    head = Buffer.alloc(0);
    while (rest.length > 0) {
      if (frame === null) {
        if (rest.length < 4) {
          head = rest;
          return;
        }
        frame = Buffer.allocUnsafe(rest.readInt32BE(0));
        filled = 0;
        rest = rest.subarray(4);
      }
      const copied = rest.copy(frame, filled);
      filled += copied;
      rest = rest.subarray(copied);
      if (filled === frame.length) {
        answer(socket, frame, partitions, port());
        frame = null;
      }
    }
  });
}

function answer(socket: Socket, frame: Buffer, partitions: number, port: number): void {
  const header = decodeRequestHeader(frame);
  const api = apiOf(header.apiKey);
  if (api === undefined) throw new Error(`no API ${header.apiKey}`);
  const respond = <A extends Api>(to: A, body: ResponseInput<A>): void => {
    for (const part of encodeResponse(to, header.apiVersion, header.correlationId, body)) socket.write(part);
  };
  if (api.name === 'ApiVersions') {
    const apiKeys = apis.map(({ key, versions }) => ({
      apiKey: key,
      minVersion: versions.min,
      maxVersion: versions.max,
    }));
    respond(api, { apiKeys });
  } else if (api.name === 'Metadata') {
    const names = decodeRequest(metadataApi, header, frame).topics ?? [];
    respond(
      metadataApi,
      metadataOf(
        names.map(({ name }) => name ?? ''),
        partitions,
        port,
      ),
    );
  } else if (api.name === 'InitProducerId') {
    respond(initProducerIdApi, { producerId: 1, producerEpoch: 0 });
  } else if (api.name === 'Produce') {
    const { acks, topicData } = decodeRequest(produceApi, header, frame);
    if (acks === 0) return;
    const responses = topicData.map(({ name, partitionData }) => ({
      name,
      partitionResponses: partitionData.map(({ index }) => ({ index, baseOffset: 0 })),
    }));
    respond(produceApi, { responses });
  } else throw new Error(`the null broker does not answer ${api.name}`);
}

function metadataOf(names: readonly string[], partitions: number, port: number): ResponseInput<typeof metadataApi> {
  return {
    brokers: [{ nodeId: 1, host: '127.0.0.1', port }],
    clusterId: 'null',
    controllerId: 1,
    topics: names.map((name) => ({
      name,
      topicId: '00000000-0000-0000-0000-000000000001',
      partitions: Array.from({ length: partitions }, (_, partitionIndex) => ({
        partitionIndex,
        leaderId: 1,
        leaderEpoch: 0,
        replicaNodes: [1],
        isrNodes: [1],
      })),
    })),
  };
}

if (!isMainThread) parentPort?.postMessage(await startNullBroker(6));
