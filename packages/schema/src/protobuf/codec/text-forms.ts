import { bytesOfUnscaled, decimalText, unscaledOf } from '../../codec/decimal.ts';
import { dateText, durationText, momentText, nanosOf, timeText } from './moments.ts';
import { jsonOfValue, valueOfJson } from './struct-values.ts';

/** A message that people write otherwise than as a record: a moment, a decimal number, a value alone. */
export interface TextForm {
  /** The value for people of the decoded record; the record itself where that form cannot say it. */
  readonly read: (record: Raw) => unknown;
  /** The record to encode; undefined when the value is not of this form. A record is taken as it is before. */
  readonly write: (value: unknown) => Raw | undefined;
  /** Whether an object is of this form itself, and not the record. */
  readonly takesObjects?: boolean;
  /** Whether null says something, and not that there is nothing. */
  readonly takesNull?: boolean;
}

type Raw = Readonly<Record<string, unknown>>;

const wrapper: TextForm = { read: ({ value }) => value, write: (value) => ({ value }) };

/** By the message's full name. */
const forms: ReadonlyMap<string, TextForm> = new Map([
  ...['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map(
    (name): [string, TextForm] => [`google.protobuf.${name}Value`, wrapper],
  ),
  ['google.protobuf.Timestamp', texts(momentText, momentOf)],
  ['google.protobuf.Duration', texts(durationText, durationOf)],
  ['google.protobuf.FieldMask', texts(({ paths }) => (paths as string[]).join(','), fieldMaskOf)],
  ['google.protobuf.Struct', structForm('struct_value')],
  ['google.protobuf.ListValue', structForm('list_value')],
  [
    'google.protobuf.Value',
    {
      read: (record) => jsonOfValue(record),
      write: (value) => valueOfJson(value),
      takesObjects: true,
      takesNull: true,
    },
  ],
  ['google.type.Date', texts(dateText, dateOf)],
  ['google.type.TimeOfDay', texts(timeText, timeOf)],
  [
    'google.type.Decimal',
    texts(
      ({ value }) => value as string,
      (text) => ({ value: text }),
    ),
  ],
  ['confluent.type.Decimal', texts(decimalTextOf, decimalOf)],
]);

export function textForm(messageName: string): TextForm | undefined {
  return forms.get(messageName);
}

/** A form that is a string. */
function texts(read: (record: Raw) => string | undefined, write: (text: string) => Raw | undefined): TextForm {
  return {
    read: (record) => read(record) ?? record,
    write: (value) => (typeof value === 'string' ? write(value) : undefined),
  };
}

/** A struct or a list is what a value of that kind holds. */
function structForm(kind: 'struct_value' | 'list_value'): TextForm {
  return {
    read: (record) => jsonOfValue({ [kind]: record }),
    write: (value) => valueOfJson(value)?.[kind] as Raw | undefined,
    takesObjects: true,
  };
}

function momentOf(text: string): Raw | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (parts === null) return undefined;
  const [, date = '', time = '', fraction = '', zone = ''] = parts;
  const milliseconds = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : { seconds: milliseconds / 1000, nanos: nanosOf(fraction) };
}

function durationOf(text: string): Raw | undefined {
  const parts = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(text);
  if (parts === null) return undefined;
  const [, minus = '', seconds = '', fraction = ''] = parts;
  const sign = minus === '' ? 1 : -1;
  return { seconds: sign * Number(seconds), nanos: sign * nanosOf(fraction) };
}

function fieldMaskOf(text: string): Raw {
  return { paths: text === '' ? [] : text.split(',') };
}

function dateOf(text: string): Raw | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(day) };
}

function timeOf(text: string): Raw | undefined {
  const [, hours, minutes, seconds, fraction = ''] = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  return { hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds), nanos: nanosOf(fraction) };
}

/** Digits behind the point that a decimal may claim: a few bytes could ask for billions of zeros. */
const scaleMax = 10_000;

function decimalTextOf({ value, scale }: Raw): string | undefined {
  const places = Number(scale);
  return places < 0 || places > scaleMax ? undefined : decimalText(unscaledOf(value as Uint8Array), places);
}

function decimalOf(text: string): Raw | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,10000})(?:\.(\d{1,10000}))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const value = bytesOfUnscaled(sign === '-' ? -BigInt(digits) : BigInt(digits));
  return { value, precision: digits.length, scale: fraction.length };
}
