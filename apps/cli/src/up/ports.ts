import { MillraceError } from '@millrace/base';
import type { ServicePlace } from '../config/config.ts';

type Embedded = Extract<ServicePlace, { kind: 'embedded' }>;

export interface Listening<T> {
  readonly service: T;
  /** The usual port, when another program has it and a free one was taken instead. */
  readonly taken?: number;
}

function addressInUse(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    (('code' in error && (error.code === 'EADDRINUSE' || error.code === 'ADDRESS_IN_USE')) ||
      ('cause' in error && addressInUse(error.cause)))
  );
}

/** Starts a service on its usual port, or on any free one when that is taken; a port that the user named is never exchanged. */
export async function listen<T>(
  name: string,
  place: Embedded,
  start: (port: number) => Promise<T>,
): Promise<Listening<T>> {
  try {
    return { service: await start(place.port) };
  } catch (error) {
    if (!addressInUse(error)) throw error;
    if (place.portChosen)
      throw new MillraceError(
        'ADDRESS_IN_USE',
        `Port ${place.port}, chosen for ${name}, is taken by another program.`,
        { cause: error },
      );
    return { service: await start(0), taken: place.port };
  }
}
