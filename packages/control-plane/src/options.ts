import { MillraceError } from '@millrace/base';
import type { Clock, Logger } from '@millrace/base';
import type { ServiceName } from './status/status-board.ts';

export interface ControlPlaneOptions {
  readonly kafka: { readonly bootstrap: string };
  readonly registryUrl: string;
  /** The `Authorization` header for the registry; absent for one that asks for none. */
  readonly registryAuthorization?: string;
  readonly ksqlUrl: string;
  /** A loopback address: without sign-in the API believes whoever calls. */
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  readonly version: string;
  /** Folder of the built UI. Without it only the API is served. */
  readonly webRoot?: string;
  /** `mesh.yaml`: domains, teams, people, SQL examples. Without it one domain takes every topic. */
  readonly meshFile?: string;
  /** Policies of the gate. Without it the ones of the book. */
  readonly policyFile?: string;
  /** Which services run in this process, for `/status`. Default: none. */
  readonly embedded?: readonly ServiceName[];
  readonly logger?: Logger;
  readonly clock?: Clock;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** Nobody signs in yet, so nobody else may reach it. */
export function requireLoopback(host: string): void {
  if (!isLoopback(host))
    throw new MillraceError(
      'CONFIG_INVALID',
      `The mesh may listen on ${host} only with sign-in (auth) configured; without it, use a loopback address such as 127.0.0.1.`,
    );
}

/** Whether a request's Host names this machine: a foreign name that was bent to it could act for whoever browses. */
export function isLocalHostHeader(header: string | undefined): boolean {
  const host = (header ?? '').replace(/:\d+$/, '');
  return isLoopback(host);
}
