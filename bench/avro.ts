/**
 * Avro of the flights record: our compiled codecs beside avsc. Prints million records a second, the best of several rounds.
 * Run: node bench/avro.ts
 */
import avsc from 'avsc';
import {
  ByteWriter,
  compileColumnDecoder,
  compileColumnEncoder,
  compileDecoder,
  compileEncoder,
  parseAvro,
} from '@millrace/schema';

const schemaText = JSON.stringify({
  type: 'record',
  name: 'Flight',
  namespace: 'io.millrace.flights',
  fields: [
    { name: 'date', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'delay', type: 'int' },
    { name: 'distance', type: 'int' },
    { name: 'origin', type: 'string' },
    { name: 'destination', type: 'string' },
  ],
});
const airports = ['SFO', 'LAX', 'ORD', 'ATL', 'DFW', 'DEN', 'PHX', 'LAS', 'MSP', 'SEA'];
const count = 100_000;
const rows = Array.from({ length: count }, (_, index): [number, number, number, string, string] => [
  978_307_200_000 + index * 60_000,
  (index % 90) - 15,
  100 + (index % 2500),
  airports[index % 10] ?? '',
  airports[(index * 7) % 10] ?? '',
]);
const objects = rows.map(([date, delay, distance, origin, destination]) => ({
  date,
  delay,
  distance,
  origin,
  destination,
}));

const schema = parseAvro(schemaText);
const theirs = avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema);
const encode = compileEncoder(schema);
const encoded = objects.map((value) => Buffer.from(encode(value)));
const decode = compileDecoder(schema);
const decodeAll = compileColumnDecoder(schema, ['date', 'delay', 'distance', 'origin', 'destination']);
const decodeThree = compileColumnDecoder(schema, ['date', 'delay', 'origin']);
const encodeRow = compileColumnEncoder(schema);
const out = new ByteWriter(1 << 20);

let sink: unknown;
const cases: Record<string, () => void> = {
  'decode, avsc': () => encoded.forEach((bytes) => (sink = theirs.fromBuffer(bytes))),
  'decode to objects': () => encoded.forEach((bytes) => (sink = decode(bytes))),
  'decode 5 of 5 columns': () => encoded.forEach((bytes) => (sink = decodeAll(bytes, 0))),
  'decode 3 of 5 columns': () => encoded.forEach((bytes) => (sink = decodeThree(bytes, 0))),
  'encode, avsc': () => objects.forEach((value) => (sink = theirs.toBuffer(value))),
  'encode objects': () => objects.forEach((value) => (sink = encode(value))),
  'encode rows into one buffer': () => {
    out.position = 0;
    for (const row of rows) encodeRow(row, out);
  },
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
