import { compareAdditional } from './compare-objects.ts';
import { compareLimits } from './compare-scalars.ts';
import { label } from './label.ts';
import { targetOf, type ArraySchema, type JsonSchema } from './schema.ts';
import { at, attempt, tell, tellAll, type Walk } from './walk.ts';

export function compareArrays(reader: ArraySchema, writer: ArraySchema, walk: Walk): void {
  walk.compare(reader.items, writer.items, at(walk, 'items'));
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
    else walk.compare(to, from, here);
  }
}

function tellRemoved(item: JsonSchema, { additional }: ArraySchema, walk: Walk): void {
  const from = label(item);
  if (additional === true) return tell(walk, 'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', 'anything', from);
  if (additional !== false) {
    const outcome = attempt(additional, item, walk);
    tellAll(walk, outcome);
    const is = outcome.breaks ? 'NOT' : 'IS';
    return tell(walk, `ITEM_REMOVED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, label(additional), from);
  }
  const isNothing = targetOf(item).kind === 'nothing';
  const kind = isNothing
    ? 'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL'
    : 'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL';
  return tell(walk, kind, 'nothing', from);
}

function tellAdded(item: JsonSchema, { additional }: ArraySchema, walk: Walk): void {
  const to = label(item);
  if (additional === false) return tell(walk, 'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL', to, 'nothing');
  if (additional === true) {
    const takesAnything = ['anything', 'empty'].includes(targetOf(item).kind);
    const kind = takesAnything
      ? 'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL'
      : 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL';
    return tell(walk, kind, to, 'anything');
  }
  const outcome = attempt(item, additional, walk);
  tellAll(walk, outcome);
  const is = outcome.breaks ? 'NOT' : 'IS';
  return tell(walk, `ITEM_ADDED_${is}_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL`, to, label(additional));
}
