import { Connection } from '../transport/connection.ts';
import { closedClient, unreachableBroker } from '../kafka-error.ts';
import type { BrokerNode } from './metadata.ts';

export interface ConnectionsOptions {
  /** Addresses `host:port`, of which one must answer. */
  readonly bootstrap: readonly string[];
  readonly clientId: string;
  readonly connectTimeoutMs: number;
}

/**
 * The connections to the brokers, opened when first used. A broker answers the requests of a connection one after the
 * other, so whoever waits long (a fetch) takes a channel of its own.
 */
export class Connections {
  private readonly options: ConnectionsOptions;
  private readonly open = new Map<string, Promise<Connection>>();
  private nodes = new Map<number, BrokerNode>();
  private closed = false;

  constructor(options: ConnectionsOptions) {
    this.options = options;
  }

  /** Learns where the brokers are. */
  learn(brokers: readonly BrokerNode[]): void {
    if (brokers.length > 0) this.nodes = new Map(brokers.map((broker) => [broker.id, broker]));
  }

  get known(): readonly BrokerNode[] {
    return [...this.nodes.values()];
  }

  /** The connection to a node. Raises UNREACHABLE. */
  async toNode(id: number, channel: string): Promise<Connection> {
    const node = this.nodes.get(id);
    if (node === undefined) throw unreachableBroker(`node ${id}`, 'the cluster does not name it');
    return this.to(node.host, node.port, channel);
  }

  /** A connection to whichever broker answers. Raises UNREACHABLE with all that were tried. */
  async toAny(channel: string): Promise<Connection> {
    const addresses = new Set([...this.nodes.values()].map(({ host, port }) => `${host}:${port}`));
    for (const address of this.options.bootstrap) addresses.add(address);
    let failure: unknown;
    for (const address of addresses) {
      const { host, port } = parseAddress(address);
      try {
        return await this.to(host, port, channel);
      } catch (error) {
        failure = error;
        if (this.closed) break;
      }
    }
    if (addresses.size === 1) throw failure;
    throw unreachableBroker([...addresses].join(', '), 'none of them can be reached', failure);
  }

  private async to(host: string, port: number, channel: string): Promise<Connection> {
    if (this.closed) throw closedClient();
    const key = `${host}:${port}/${channel}`;
    const existing = this.open.get(key);
    if (existing !== undefined) {
      const connection = await existing;
      if (connection.isOpen) return connection;
      if (this.open.get(key) === existing) this.open.delete(key);
      return this.to(host, port, channel);
    }
    const { clientId, connectTimeoutMs } = this.options;
    const opening = Connection.open({ host, port, clientId, connectTimeoutMs });
    this.open.set(key, opening);
    try {
      const connection = await opening;
      if (this.closed) connection.close();
      return connection;
    } catch (error) {
      this.open.delete(key);
      throw error;
    }
  }

  /** Closes the connections of one channel. */
  closeChannel(channel: string): void {
    for (const [key, opening] of this.open) {
      if (!key.endsWith(`/${channel}`)) continue;
      this.open.delete(key);
      closeWhenOpen(opening);
    }
  }

  close(): void {
    this.closed = true;
    for (const opening of this.open.values()) closeWhenOpen(opening);
    this.open.clear();
  }
}

function closeWhenOpen(opening: Promise<Connection>): void {
  opening.then(
    (connection) => connection.close(),
    () => undefined,
  );
}

/** Splits `host:port`; an IPv6 address stands in brackets. */
export function parseAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw unreachableBroker(address, 'this is no address of the form host:port');
  }
  return { host, port };
}
