import type { Content } from './schema.ts';
import { compare, tell, type Walk } from './walk.ts';

/** What may come beside the named properties or items. */
export function compareAdditional(reader: Content, writer: Content, what: 'PROPERTIES' | 'ITEMS', walk: Walk): void {
  if ((reader === false) !== (writer === false)) {
    return tell(walk, reader === false ? `ADDITIONAL_${what}_REMOVED` : `ADDITIONAL_${what}_ADDED`, reader, writer);
  }
  if (typeof reader !== 'boolean' && typeof writer !== 'boolean') return compare(reader, writer, walk);
  if (typeof reader !== 'boolean') return tell(walk, `ADDITIONAL_${what}_NARROWED`, reader, writer);
  return typeof writer === 'boolean' ? undefined : tell(walk, `ADDITIONAL_${what}_EXTENDED`, reader, writer);
}
