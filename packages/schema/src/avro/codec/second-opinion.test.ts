import { MillraceError } from '@millrace/base';
import avsc from 'avsc';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryEvolution } from '../../testing/arbitrary-evolution.ts';
import { arbitrarySchema, arbitraryValue } from '../../testing/arbitrary-schema.ts';
import { coveringValues } from '../../testing/covering-values.ts';
import { avroDifferences } from '../compatibility.ts';
import { parseAvroJson } from '../parse.ts';
import type { AvroSchema } from '../schema.ts';
import { compileDecoder } from './decoder.ts';
import { compileEncoder } from './encoder.ts';

/*
 * avsc is the second opinion: what we call compatible it must read, to the same value; what we refuse it must refuse too. Where it
 * and the specification part, a rule here says so, and is as narrow as it can be.
 */

/** avsc matches named types by their full names; the specification by the unqualified ones. It gets a reader without namespaces. */
function withoutNamespaces(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json).replaceAll('"other.', '"')) as unknown;
}

/** Of several branches of the reader that fit avsc takes the first, we (as Avro's Java library) the one of the writer's own type. */
function hasRivalBranches(schema: AvroSchema): boolean {
  if (schema.kind === 'record') return schema.fields.some((field) => hasRivalBranches(field.type));
  if (schema.kind === 'array') return hasRivalBranches(schema.items);
  if (schema.kind === 'map') return hasRivalBranches(schema.values);
  if (schema.kind !== 'union') return false;
  const families = [
    ['int', 'long', 'float', 'double'],
    ['string', 'bytes'],
  ];
  const rivals = families.some((family) => schema.branches.filter(({ kind }) => family.includes(kind)).length > 1);
  return rivals || schema.branches.some(hasRivalBranches);
}

/** A reader's field that aliases make two of the writer's: avsc reads the first, Avro's Java library raises an exception. */
const readByAvscAlone = new Set(['READER_FIELD_AMBIGUOUS']);

const theirs = (json: unknown): avsc.Type => avsc.Type.forSchema(json as avsc.Schema, { wrapUnions: true });

const pair = arbitrarySchema().chain((writer) => arbitraryEvolution(writer).map((reader) => ({ writer, reader })));

function fails(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

it('a pair that we call compatible decodes every datum, with avsc as with us, to equal values', () => {
  let compared = 0;
  const withDatum = pair
    .map((json) => ({ json, writer: parseAvroJson(json.writer), reader: parseAvroJson(json.reader) }))
    .filter(({ writer, reader }) => avroDifferences(reader, writer).length === 0)
    .chain((each) => arbitraryValue(each.writer).map((value) => ({ ...each, value })));
  fc.assert(
    fc.property(withDatum, ({ json, writer, reader, value }) => {
      const bytes = Buffer.from(compileEncoder(writer)(value));
      const decoded = compileDecoder(writer, reader)(bytes);
      const type = theirs(withoutNamespaces(json.reader));
      const resolved: unknown = type.fromBuffer(bytes, type.createResolver(theirs(json.writer)));
      if (hasRivalBranches(reader)) return;
      compared++;
      expect(Buffer.from(compileEncoder(reader)(decoded))).toEqual(type.toBuffer(resolved));
    }),
    { numRuns: 250 },
  );
  expect(compared).toBeGreaterThan(150);
});

it('a pair that we refuse has a value that neither avsc nor we can decode', () => {
  const refused = pair
    .map((json) => {
      const [writer, reader] = [parseAvroJson(json.writer), parseAvroJson(json.reader)];
      return { json, writer, reader, differences: avroDifferences(reader, writer) };
    })
    .filter(({ differences }) => differences.length > 0);
  const kinds = new Set<string>();
  fc.assert(
    fc.property(refused, ({ json, writer, reader, differences }) => {
      const data = coveringValues(writer).map((value) => Buffer.from(compileEncoder(writer)(value)));
      const decode = compileDecoder(writer, reader);
      const witness = data.find((bytes) => fails(() => decode(bytes)));
      expect(witness).toBeDefined();
      expect(() => decode(witness ?? Buffer.of())).toThrow(MillraceError);
      for (const { kind } of differences) kinds.add(kind);
      if (differences.every(({ kind }) => readByAvscAlone.has(kind))) return;
      const type = theirs(json.reader);
      const avscFails = fails(() => {
        const resolver = type.createResolver(theirs(json.writer));
        for (const bytes of data) type.fromBuffer(bytes, resolver);
      });
      expect(avscFails).toBe(true);
    }),
    { numRuns: 250 },
  );
  expect(kinds.size).toBeGreaterThanOrEqual(6);
});
