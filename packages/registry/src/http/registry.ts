import type { ParsedSchemas } from '../decide/parsed-schemas.ts';
import type { RegistryStore } from '../registry-store.ts';

/** What the routes work on. */
export interface Registry {
  readonly store: RegistryStore;
  readonly parsed: ParsedSchemas;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
