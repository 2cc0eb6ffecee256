/**
 * Protobuf of the flights record: our compiled codecs beside protobufjs. Prints million records a second, the best of several rounds.
 * Run: node bench/protobuf.ts
 */
import protobufjs from 'protobufjs';
import {
  compileProtobufColumnDecoder,
  compileProtobufDecoder,
  compileProtobufEncoder,
  parseProtobuf,
} from '@millrace/schema';

const text = `syntax = "proto3";
package io.millrace.flights;
message Flight {
  int64 date = 1;
  int32 delay = 2;
  int32 distance = 3;
  string origin = 4;
  string destination = 5;
}`;
const airports = ['SFO', 'LAX', 'ORD', 'ATL', 'DFW', 'DEN', 'PHX', 'LAS', 'MSP', 'SEA'];
const count = 100_000;
const objects = Array.from({ length: count }, (_, index) => ({
  date: 978_307_200_000 + index * 60_000,
  delay: (index % 90) - 15,
  distance: 100 + (index % 2500),
  origin: airports[index % 10] ?? '',
  destination: airports[(index * 7) % 10] ?? '',
}));

const schema = parseProtobuf(text);
const theirs = protobufjs.parse(text).root.lookupType('io.millrace.flights.Flight');
const encode = compileProtobufEncoder(schema);
const encoded = objects.map((value) => Buffer.from(encode(value)));
const decode = compileProtobufDecoder(schema);
const decodeAll = compileProtobufColumnDecoder(schema, ['date', 'delay', 'distance', 'origin', 'destination']);
const decodeThree = compileProtobufColumnDecoder(schema, ['date', 'delay', 'origin']);

let sink: unknown;
const cases: Record<string, () => void> = {
  'decode, protobufjs': () => encoded.forEach((bytes) => (sink = theirs.decode(bytes))),
  'decode to objects': () => encoded.forEach((bytes) => (sink = decode(bytes))),
  'decode 5 of 5 columns': () => encoded.forEach((bytes) => (sink = decodeAll(bytes, 0))),
  'decode 3 of 5 columns': () => encoded.forEach((bytes) => (sink = decodeThree(bytes, 0))),
  'encode, protobufjs': () => objects.forEach((value) => (sink = theirs.encode(value).finish())),
  'encode objects': () => objects.forEach((value) => (sink = encode(value))),
};

const best = new Map<string, number>();
for (let round = 0; round < 15; round++) {
  for (const [name, run] of Object.entries(cases)) {
    const start = performance.now();
    run();
    best.set(name, Math.max(best.get(name) ?? 0, count / (performance.now() - start) / 1000));
  }
}
for (const [name, rate] of best) console.log(`${name.padEnd(30)} ${rate.toFixed(2)} M/s`);
if (sink === undefined) throw new Error('nothing ran');
