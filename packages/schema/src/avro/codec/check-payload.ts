import { problemOf, within } from '../../misfit.ts';
import type { PayloadCheck } from '../../payload-check.ts';
import type { AvroRecord, AvroSchema } from '../schema.ts';
import { ByteReader } from './byte-reader.ts';
import { mayBeByteless } from './byteless.ts';

/** Passes over one value, and raises what is wrong with it. */
type Step = (reader: ByteReader) => void;

/** Makes a check that the bytes are one datum of this schema and nothing more. Nothing is decoded, only passed over. */
export function compileAvroCheck(schema: AvroSchema): PayloadCheck {
  const step = stepOf(schema, new Map());
  const reader = new ByteReader();
  return (bytes, offset) =>
    problemOf(() => {
      reader.begin(bytes, offset);
      step(reader);
      if (reader.position !== bytes.length) throw reader.error('the value ends, and more bytes follow');
    });
}

function stepOf(schema: AvroSchema, records: Map<AvroRecord, Step>): Step {
  switch (schema.kind) {
    case 'null':
      return () => undefined;
    case 'boolean':
      return (reader) => void reader.boolean();
    case 'int':
      return (reader) => void reader.int();
    case 'long':
      return (reader) => void reader.long();
    case 'float':
      return (reader) => pass(reader, 4);
    case 'double':
      return (reader) => pass(reader, 8);
    case 'bytes':
    case 'string':
      return (reader) => reader.skip(reader.length());
    case 'fixed':
      return (reader) => pass(reader, schema.size);
    case 'enum':
      return (reader) => void reader.index(schema.symbols.length);
    case 'array':
      return blocksStep(mayBeByteless(schema.items), stepOf(schema.items, records));
    case 'map': {
      const value = stepOf(schema.values, records);
      return blocksStep(false, (reader) => {
        reader.skip(reader.length());
        value(reader);
      });
    }
    case 'union': {
      const branches = schema.branches.map((branch) => stepOf(branch, records));
      return (reader) => branches[reader.index(branches.length)]?.(reader);
    }
    case 'record':
      return recordStep(schema, records);
  }
}

/** A record that holds itself is entered before its fields are known. */
function recordStep(schema: AvroRecord, records: Map<AvroRecord, Step>): Step {
  const known = records.get(schema);
  if (known !== undefined) return known;
  const fields: Step[] = [];
  const step: Step = (reader) => {
    let index = 0;
    reader.enter();
    try {
      for (; index < fields.length; index++) fields[index]?.(reader);
    } catch (error) {
      throw within(schema.fields[index]?.name ?? '', error);
    }
    reader.leave();
  };
  records.set(schema, step);
  for (const field of schema.fields) fields.push(stepOf(field.type, records));
  return step;
}

function blocksStep(byteless: boolean, item: Step): Step {
  return (reader) => {
    let index = 0;
    try {
      for (let count = reader.blockCount(); count > 0; count = reader.blockCount()) {
        if (byteless) reader.expectByteless(count);
        for (const end = index + count; index < end; index++) {
          if (!byteless) reader.expectItem();
          item(reader);
        }
      }
    } catch (error) {
      throw within(`[${index}]`, error);
    }
  };
}

function pass(reader: ByteReader, size: number): void {
  reader.skip(size);
  reader.finish();
}
