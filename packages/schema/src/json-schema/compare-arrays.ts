import { compareAdditional } from './compare-content.ts';
import { compareLimits } from './compare-limits.ts';
import { targetOf, type ArraySchema, type JsonSchema } from './schema.ts';
import { at, compare, tell, verdictOf, type Walk } from './walk.ts';

export function compareArrays(reader: ArraySchema, writer: ArraySchema, walk: Walk): void {
  compare(reader.items, writer.items, at(walk, 'items'));
  compareTuples(reader, writer, at(walk, 'items'));
  compareAdditional(reader.additional, writer.additional, 'ITEMS', at(walk, 'additionalItems'));
  compareLimits('MAX_ITEMS', reader.maxItems, writer.maxItems, at(walk, 'maxItems'));
  compareLimits('MIN_ITEMS', reader.minItems, writer.minItems, at(walk, 'minItems'));
  if (reader.uniqueItems === writer.uniqueItems) return;
  const [to, from] = [String(reader.uniqueItems), String(writer.uniqueItems)];
  tell(at(walk, 'uniqueItems'), reader.uniqueItems ? 'UNIQUE_ITEMS_ADDED' : 'UNIQUE_ITEMS_REMOVED', to, from);
}

function compareTuples(reader: ArraySchema, writer: ArraySchema, walk: Walk): void {
  const length = Math.max(reader.tuple.length, writer.tuple.length);
  for (let index = 0; index < length; index++) {
    const here = at(walk, index);
    const [to, from] = [reader.tuple[index], writer.tuple[index]];
    if (to === undefined && from !== undefined) tellRemoved(from, reader, here);
    else if (from === undefined && to !== undefined) tellAdded(to, writer, here);
    else compare(to, from, here);
  }
}

function tellRemoved(item: JsonSchema, { additional }: ArraySchema, walk: Walk): void {
  if (additional === true) return tell(walk, 'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', additional, item);
  if (additional !== false) {
    compare(additional, item, walk);
    const is = verdictOf(additional, item, walk) === 'breaks' ? 'NOT' : 'IS';
    return tell(walk, `ITEM_REMOVED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, additional, item);
  }
  const isNothing = targetOf(item).kind === 'nothing';
  const kind = isNothing
    ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL';
  return tell(walk, kind, additional, item);
}

function tellAdded(item: JsonSchema, { additional }: ArraySchema, walk: Walk): void {
  if (additional === false) return tell(walk, 'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', item, additional);
  if (additional === true) {
    const takesAnything = ['anything', 'empty'].includes(targetOf(item).kind);
    const kind = takesAnything
      ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
      : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL';
    return tell(walk, kind, item, additional);
  }
  compare(item, additional, walk);
  const is = verdictOf(item, additional, walk) === 'breaks' ? 'NOT' : 'IS';
  return tell(walk, `ITEM_ADDED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, item, additional);
}
