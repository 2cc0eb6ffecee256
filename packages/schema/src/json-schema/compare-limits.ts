import type { Limit } from './schema.ts';
import { tell, type Walk } from './walk.ts';

type LimitPrefix =
  | 'MAX_LENGTH'
  | 'MIN_LENGTH'
  | 'MAXIMUM'
  | 'MINIMUM'
  | 'EXCLUSIVE_MAXIMUM'
  | 'EXCLUSIVE_MINIMUM'
  | 'MAX_PROPERTIES'
  | 'MIN_PROPERTIES'
  | 'MAX_ITEMS'
  | 'MIN_ITEMS';

export function compareLimits(prefix: LimitPrefix, reader: Limit, writer: Limit, walk: Walk): void {
  const [to, from] = [textOf(reader), textOf(writer)];
  if (reader === undefined && writer === undefined) return;
  if (writer === undefined) return tell(walk, `${prefix}_ADDED`, to, from);
  if (reader === undefined) return tell(walk, `${prefix}_REMOVED`, to, from);
  if (reader > writer) tell(walk, `${prefix}_INCREASED`, to, from);
  if (reader < writer) tell(walk, `${prefix}_DECREASED`, to, from);
}

export function textOf(limit: Limit): string {
  return limit === undefined ? '' : limit.toString();
}
