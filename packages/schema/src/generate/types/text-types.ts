/** A type that is a text, or a number, with a meaning. */
interface Alias {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

const alias = (name: string, type: string, doc: string): Alias => ({ name, type, doc });

/** By the format of the JSON Schema. */
const byFormat: Readonly<Record<string, Alias>> = {
  'date-time': alias('Timestamp', 'string', 'A moment in ISO 8601: `2026-01-01T12:00:00.000Z`.'),
  'date-time-local': alias('LocalTimestamp', 'string', 'A date and a time of no time zone: `2026-01-01T12:00:00.000`.'),
  date: alias('CalendarDate', 'string', 'A day: `2026-01-01`.'),
  time: alias('TimeOfDay', 'string', 'A time of day: `12:00:00Z`.'),
  'time-local': alias('TimeOfDay', 'string', 'A time of day: `12:00:00.000`.'),
  duration: alias('Duration', 'string', 'A duration in ISO 8601: `P1M2DT3S`.'),
  decimal: alias('Decimal', 'string', 'An exact decimal number: `12.50`.'),
  uuid: alias('Uuid', 'string', 'A UUID: `00112233-4455-6677-8899-aabbccddeeff`.'),
};
const long = alias(
  'Long',
  'number | bigint',
  'An integer of 64 bits: a number while that holds it exactly, else a bigint.',
);
const bytes = alias('Bytes', 'Uint8Array', 'Bytes; in JSON their base64 text.');

/** The aliases that one text uses, each declared once. */
export class TextTypes {
  readonly #used = new Map<string, Alias>();
  readonly #decodedBytes: boolean;

  /** `decodedBytes`: text in base64 was bytes before it was JSON. */
  constructor(decodedBytes: boolean) {
    this.#decodedBytes = decodedBytes;
  }

  /** The names that it may declare. */
  static names(): readonly string[] {
    return [...Object.values(byFormat), long, bytes].map(({ name }) => name);
  }

  string(format: unknown, contentEncoding: unknown): string {
    if (this.#decodedBytes && contentEncoding === 'base64') return this.#use(bytes);
    const found = typeof format === 'string' && Object.hasOwn(byFormat, format) ? byFormat[format] : undefined;
    return found === undefined ? 'string' : this.#use(found);
  }

  integer(format: unknown): string {
    return this.#decodedBytes && format === 'int64' ? this.#use(long) : 'number';
  }

  declarations(): readonly string[] {
    return [...this.#used.values()].map(({ name, type, doc }) => `/** ${doc} */\nexport type ${name} = ${type};\n`);
  }

  #use(used: Alias): string {
    this.#used.set(used.name, used);
    return used.name;
  }
}
