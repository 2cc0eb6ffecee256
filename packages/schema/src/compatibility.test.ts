import { describe, expect, it } from 'vitest';
import { avroKind } from './avro/avro-kind.ts';
import { checkCompatibility, explainCompatibility, type CompatibilityLevel } from './compatibility.ts';

const schema = (...fields: object[]) => avroKind.parse(JSON.stringify({ type: 'record', name: 'Order', fields }));
const id = { name: 'id', type: 'int' };
const note = { name: 'note', type: 'string' };
const plain = schema(id);
const withNote = schema(id, note);
const withDefault = schema(id, { ...note, default: '' });

const compatible = (level: CompatibilityLevel, next: typeof plain, ...previous: (typeof plain)[]): boolean =>
  checkCompatibility(previous, next, level).compatible;

describe('levels', () => {
  it('look in their direction, at the last schema or at all', () => {
    expect(compatible('BACKWARD', withNote, plain)).toBe(false);
    expect(compatible('FORWARD', withNote, plain)).toBe(true);
    expect(compatible('FORWARD', plain, withNote)).toBe(false);
    expect(compatible('FULL', withNote, plain)).toBe(false);
    expect(compatible('FULL', withDefault, plain)).toBe(true);
    expect(compatible('NONE', withNote, plain)).toBe(true);
    expect(compatible('BACKWARD', withNote, plain, withDefault)).toBe(true);
    expect(compatible('BACKWARD_TRANSITIVE', withNote, plain, withDefault)).toBe(false);
    expect(compatible('FULL_TRANSITIVE', withNote)).toBe(true);
  });

  it('explain who breaks, and against which schema', () => {
    const result = checkCompatibility([plain, withDefault], withNote, 'FULL_TRANSITIVE', {
      names: ['version 1', 'version 2'],
    });
    expect(result.breaks).toMatchObject([
      { against: 0, direction: 'backward', kind: 'READER_FIELD_MISSING_DEFAULT_VALUE' },
    ]);
    expect(explainCompatibility(result)).toEqual([
      'READER_FIELD_MISSING_DEFAULT_VALUE /fields/1: Consumers that move to the new schema cannot read data written with ' +
        'version 1: the reader needs field "note", which the writer does not send and which has no default. ' +
        'Nobody would break if you give "note" a default, or an alias that the writer\'s field has as its name.',
    ]);
    const forward = checkCompatibility([withNote], plain, 'FORWARD');
    expect(explainCompatibility(forward)[0]).toContain('Consumers that stay with the previous schema cannot read');
    expect(explainCompatibility(checkCompatibility([plain], plain, 'FULL'))).toEqual(['Compatible (FULL).']);
  });
});
