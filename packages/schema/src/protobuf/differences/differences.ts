import type { Difference } from '../../difference.ts';
import type { ParsedProtobuf } from '../parsed.ts';
import { fieldLabel } from './compare-fields.ts';
import { compareMessages } from './compare-messages.ts';
import { compareTypes } from './compare-types.ts';
import { at, startWalk, tell, type Walk } from './walk.ts';

/** How `reader` differs from `writer`, with the names, places and order of the reference registry (Confluent's). */
export function protobufDifferences(reader: ParsedProtobuf, writer: ParsedProtobuf): readonly Difference[] {
  const walk = startWalk(compareMessages);
  const [update, original] = [reader, writer].map(({ file }) => file.tree.package.name);
  if (update !== original) tell(walk, 'PACKAGE_CHANGED', update || 'none', original || 'none');
  compareReserved(reader, writer, walk);
  compareTypes(reader.file, writer.file, walk);
  return walk.found;
}

/** A name that was reserved stays so, and no field at the top has it. */
function compareReserved(reader: ParsedProtobuf, writer: ParsedProtobuf, walk: Walk): void {
  for (const name of writer.reserved) {
    if (!reader.reserved.includes(name)) tell(at(walk, name), 'RESERVED_FIELD_REMOVED', '', name);
  }
  for (const { localName, fields } of reader.file.messages) {
    for (const field of fields.filter(({ name }) => reader.reserved.includes(name))) {
      const here = at(walk, localName, field.number);
      tell(here, 'FIELD_CONFLICTS_WITH_RESERVED_FIELD', fieldLabel(field), field.name);
    }
  }
}
