import { logicalToText } from '../../avro/codec/text-form.ts';
import { bytesOfUnscaled } from '../../codec/decimal.ts';
import { chooseBranch } from '../../avro/codec/choose-branch.ts';
import { encodedForm } from '../../avro/codec/encoder.ts';
import { simpleNameOf } from '../../avro/names.ts';
import {
  branchName,
  isPrimitive,
  type AvroPrimitive,
  type AvroSchema,
  type AvroUnion,
  type LogicalType,
} from '../../avro/schema.ts';
import { realisticInteger, realisticNumber } from './realistic-number.ts';
import { realisticText } from './realistic-text.ts';
import { chosen, isBare, momentOf, spend, type Scene } from './scene.ts';
import { wordsOf } from './words.ts';

/**
 * A value that `compileEncoder` takes: logical types as text, bytes and fixed as Uint8Array, unions bare where that is clear.
 * @throws MillraceError SCHEMA_INVALID when no value is small enough
 */
export function avroExample(schema: AvroSchema, scene: Scene, words = wordsOf('value'), depth = 0): unknown {
  spend(scene, depth);
  if (isPrimitive(schema)) return primitive(schema, scene, words);
  switch (schema.kind) {
    case 'enum':
      return chosen(scene, schema.symbols);
    case 'fixed':
      if (schema.logical !== undefined) return logicalText(schema.logical, scene, words);
      return Uint8Array.from({ length: schema.size }, () => scene.faker.number.int(255));
    case 'array':
      return Array.from(items(scene, depth), () => avroExample(schema.items, scene, words, depth + 1));
    case 'map': {
      const entries = items(scene, depth).map(() => {
        const value = avroExample(schema.values, scene, words, depth + 1);
        return [scene.faker.word.noun(), value] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'union':
      return unionExample(schema, scene, words, depth);
    case 'record': {
      const owner = simpleNameOf(schema.name);
      const fields = schema.fields.map(({ name, type }) => {
        const value = avroExample(type, scene, wordsOf(name, owner), depth + 1);
        return [name, value] as const;
      });
      return Object.fromEntries(fields);
    }
  }
}

function primitive(schema: AvroPrimitive, scene: Scene, words: string): unknown {
  const { faker } = scene;
  if (schema.logical !== undefined) return logicalText(schema.logical, scene, words);
  switch (schema.kind) {
    case 'null':
      return null;
    case 'boolean':
      return faker.datatype.boolean();
    case 'int':
      return realisticInteger(words, scene, -(2 ** 31), 2 ** 31 - 1);
    case 'long':
      return realisticInteger(words, scene, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    case 'float':
      // A float holds about seven digits: the nearest one is what reading gives back.
      return Math.fround(realisticNumber(words, scene));
    case 'double':
      return realisticNumber(words, scene);
    case 'bytes':
      return Uint8Array.from({ length: 8 }, () => faker.number.int(255));
    case 'string':
      return realisticText(words, scene);
  }
}

/** Of one to three items, or none where the value has grown deep or large. */
function items(scene: Scene, depth: number): readonly undefined[] {
  const length = isBare(scene, depth) ? 0 : scene.faker.number.int({ min: 1, max: 3 });
  return Array.from({ length }, () => undefined);
}

/** Bare, or under the name of its branch where the encoder would take it for a value of another one. */
function unionExample(union: AvroUnion, scene: Scene, words: string, depth: number): unknown {
  const branch = branchOf(union, scene, depth);
  const value = avroExample(branch, scene, words, depth + 1);
  const understood = chooseBranch(union, value, encodedForm);
  const isClear = understood !== undefined && understood.value === value && union.branches[understood.index] === branch;
  return isClear ? value : { [branchName(branch)]: value };
}

function branchOf(union: AvroUnion, scene: Scene, depth: number): AvroSchema {
  const nothing = union.branches.find((branch) => branch.kind === 'null');
  const others = union.branches.filter((branch) => branch !== nothing);
  if (nothing !== undefined && (isBare(scene, depth) || scene.faker.number.int(6) === 0)) return nothing;
  const flat = others.filter((branch) => branch.kind !== 'record');
  const choice = isBare(scene, depth) && flat.length > 0 ? flat : others;
  return chosen(scene, choice.length > 0 ? choice : union.branches);
}

function logicalText(logical: LogicalType, scene: Scene, words: string): string {
  const { faker } = scene;
  switch (logical.kind) {
    case 'decimal': {
      const unscaled = faker.number.bigInt({
        min: 1n,
        max: 10n ** BigInt(Math.min(logical.precision, logical.scale + 3)) - 1n,
      });
      return logicalToText(logical, bytesOfUnscaled(unscaled) ?? new Uint8Array(1));
    }
    case 'big-decimal':
      return realisticNumber(words, scene).toFixed(2);
    case 'uuid':
      return faker.string.uuid();
    case 'date':
      return logicalToText(logical, Math.floor(momentOf(scene) / 86_400_000));
    case 'duration':
      return `P0M${faker.number.int(10)}DT${faker.number.int(3_600)}S`;
    case 'moment': {
      const milliseconds = logical.of === 'time' ? momentOf(scene) % 86_400_000 : momentOf(scene);
      const perMillisecond = { millis: 1n, micros: 1_000n, nanos: 1_000_000n }[logical.unit];
      return logicalToText(logical, BigInt(milliseconds) * perMillisecond);
    }
  }
}
