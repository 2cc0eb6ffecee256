/** One setting, as `kafka-configs` shows it. Values travel as text, as in Kafka. */
export interface ConfigDefinition {
  readonly name: string;
  readonly type: ConfigType;
  readonly fallback: string;
  readonly documentation: string;
  /** For a topic's setting: the broker's setting that gives its default. */
  readonly brokerName?: string;
  readonly allowed?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

export type ConfigType = 'boolean' | 'string' | 'int' | 'long' | 'double' | 'list';

/** Says what is wrong with a value, or nothing. */
export function refuseConfigValue(definition: ConfigDefinition, value: string): string | undefined {
  const { name, type, allowed } = definition;
  const wrong = (why: string): string => `Invalid value ${value} for configuration ${name}: ${why}`;
  if (type === 'boolean') return value === 'true' || value === 'false' ? undefined : wrong('must be true or false');
  if (type === 'list' || type === 'string') {
    if (allowed === undefined) return undefined;
    const parts = type === 'list' ? splitList(value) : [value];
    return parts.every((part) => allowed.includes(part)) ? undefined : wrong(`must be one of ${allowed.join(', ')}`);
  }
  const isNumber = type === 'double' ? /^-?\d+(\.\d+)?$/.test(value) : /^-?\d+$/.test(value);
  if (!isNumber) return wrong(`must be a number of type ${type}`);
  const number = Number(value);
  const min = definition.min ?? Number.NEGATIVE_INFINITY;
  const max = definition.max ?? (type === 'int' ? 0x7fff_ffff : Number.POSITIVE_INFINITY);
  return number < min || number > max ? wrong(`must be between ${min} and ${max}`) : undefined;
}

export function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
