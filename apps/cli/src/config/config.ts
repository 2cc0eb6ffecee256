import { MillraceError } from '@millrace/base';

/** A server of a protocol: ours on this port, or the user's own at this address. */
export type ServicePlace =
  | {
      readonly kind: 'embedded';
      readonly port: number;
      /** The user named this port, so no other will do. */ readonly portChosen: boolean;
    }
  | { readonly kind: 'foreign'; readonly address: string }
  | { readonly kind: 'off' };

export interface Config {
  readonly host: string;
  readonly dataDir: string;
  readonly broker: ServicePlace;
  readonly registry: ServicePlace;
  readonly ksql: ServicePlace;
  readonly mesh: ServicePlace;
  /** Domains, teams and people; absent for the example's or the built-in one. */
  readonly meshFile?: string;
  readonly policyFile?: string;
  /** Who may sign in at the embedded registry; absent for everybody without. */
  readonly registryAuthFile?: string;
  /** What the keys of the embedded registry's local KMS are made from. */
  readonly registryKmsSecret?: SecretPlace;
  /** How to sign in at the user's own registry. */
  readonly registryCredential?: Credential;
  readonly example?: string;
  readonly logLevel: string;
}

/** A secret by where it is, since settings are shown, logged and kept in files. */
export type SecretPlace =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string };

export interface Credential {
  readonly scheme: 'Basic' | 'Bearer';
  readonly from: SecretPlace;
}

/** One layer of settings, by dotted key as in `millrace.yaml`: `broker.bootstrap`, `mesh.port`. */
export type Settings = Readonly<Partial<Record<SettingKey, string>>>;

/** Every setting: what it is for, and its default where it is not that of its service. */
export const settings = {
  host: 'Address to listen on (default 127.0.0.1).',
  data: 'Folder for everything that is kept (default .millrace).',
  only: 'Start only these services, separated by commas: broker, registry, ksql, mesh.',
  example: 'Fill the mesh with an example: flights or trading.',
  'broker.port': 'Port of the embedded broker (default 9092).',
  'broker.bootstrap': 'Your own Kafka, in place of the embedded broker.',
  'registry.port': 'Port of the embedded schema registry (default 8081).',
  'registry.auth': 'File that says who may sign in at the embedded schema registry, and do what.',
  'registry.url': 'Your own schema registry.',
  'registry.kms.local': 'Secret of the local-kms of the embedded DEK registry, for shared keys: env:NAME or file:PATH.',
  'registry.basic': 'Sign-in at your own schema registry: env:NAME or file:PATH, which holds user:password.',
  'registry.bearer': 'Token for your own schema registry: env:NAME or file:PATH.',
  'ksql.port': 'Port of the embedded streaming SQL server (default 8088).',
  'ksql.url': 'Your own ksqlDB.',
  'mesh.port': 'Port of the mesh: API and UI (default 8080).',
  'mesh.file': 'File with domains, teams and people.',
  'mesh.policies': 'File with the policies of the gate.',
  'log.level': 'How much is logged to standard error: debug, info, warn (default), error.',
} as const;

export type SettingKey = keyof typeof settings;
export const settingKeys = Object.keys(settings) as readonly SettingKey[];

/** `broker.port` → `MILLRACE_BROKER_PORT`. */
export function environmentName(key: SettingKey): string {
  return `MILLRACE_${key.replaceAll('.', '_').toUpperCase()}`;
}

export function settingsOfEnvironment(environment: Readonly<Partial<Record<string, string>>>): Settings {
  const found = settingKeys.flatMap((key) => {
    const value = environment[environmentName(key)];
    return value === undefined || value === '' ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

/** Settings of a parsed `millrace.yaml`. An unknown key is an error: it would otherwise be ignored in silence. */
export function settingsOfDocument(document: unknown, file: string): Settings {
  const found: Partial<Record<SettingKey, string>> = {};
  const walk = (value: unknown, path: string): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path === '' ? name : `${path}.${name}`);
      return;
    }
    const key = settingKeys.find((known) => known === path);
    if (key === undefined) {
      throw new MillraceError(
        'CONFIG_INVALID',
        `${file}: there is no setting "${path}". Settings are: ${settingKeys.join(', ')}.`,
      );
    }
    found[key] = Array.isArray(value) ? value.join(',') : `${value as string | number | boolean}`;
  };
  walk(document, '');
  return found;
}

const services = ['broker', 'registry', 'ksql', 'mesh'] as const;
export type ServiceName = (typeof services)[number];

const defaultPorts: Readonly<Record<ServiceName, number>> = { broker: 9092, registry: 8081, ksql: 8088, mesh: 8080 };

function port(key: SettingKey, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new MillraceError(
      'CONFIG_INVALID',
      `${key} is "${text}"; a port is a whole number from 0 (any free one) to 65535.`,
    );
  }
  return value;
}

function place(service: ServiceName, merged: Settings, only: ReadonlySet<string> | undefined): ServicePlace {
  const address =
    service === 'broker' ? merged['broker.bootstrap'] : service === 'mesh' ? undefined : merged[`${service}.url`];
  if (address !== undefined) return { kind: 'foreign', address };
  if (only !== undefined && !only.has(service)) return { kind: 'off' };
  const key: SettingKey = `${service}.port`;
  const chosen = merged[key];
  return {
    kind: 'embedded',
    port: chosen === undefined ? defaultPorts[service] : port(key, chosen),
    portChosen: chosen !== undefined,
  };
}

function secretPlace(merged: Settings, key: SettingKey): SecretPlace | undefined {
  const text = merged[key];
  if (text === undefined) return undefined;
  const [, kind, place = ''] = /^(env|file):(.+)$/.exec(text) ?? [];
  if (kind !== undefined) return kind === 'env' ? { kind, name: place } : { kind: 'file', path: place };
  // The text may be the secret itself: it is not repeated.
  throw new MillraceError('CONFIG_INVALID', `${key} names where the secret is: env:NAME or file:PATH.`);
}

function credential(merged: Settings): Credential | undefined {
  const basic = secretPlace(merged, 'registry.basic');
  if (basic !== undefined) return { scheme: 'Basic', from: basic };
  const bearer = secretPlace(merged, 'registry.bearer');
  return bearer === undefined ? undefined : { scheme: 'Bearer', from: bearer };
}

/** Pure: merges the layers (first wins) into a checked configuration. */
export function configOf(layers: readonly Settings[]): Config {
  const merged: Settings = Object.assign({}, ...layers.toReversed());
  const only = merged.only === undefined ? undefined : new Set(merged.only.split(',').map((name) => name.trim()));
  for (const name of only ?? []) {
    if (!services.some((service) => service === name)) {
      throw new MillraceError('CONFIG_INVALID', `"only" names "${name}"; services are ${services.join(', ')}.`);
    }
  }
  const host = merged.host ?? '127.0.0.1';
  if (!/^(localhost|::1|127\.\d+\.\d+\.\d+)$/.test(host)) {
    throw new MillraceError(
      'CONFIG_INVALID',
      `Nobody has to sign in yet, so Millrace listens on this machine only: ${host} is refused. Use 127.0.0.1.`,
    );
  }
  if (merged['registry.auth'] !== undefined && merged['registry.url'] !== undefined)
    throw new MillraceError(
      'CONFIG_INVALID',
      'registry.auth is of the embedded registry, and registry.url puts yours in its place: leave out one of them.',
    );
  const registryCredential = credential(merged);
  const registryKmsSecret = secretPlace(merged, 'registry.kms.local');
  return {
    host,
    dataDir: merged.data ?? '.millrace',
    broker: place('broker', merged, only),
    registry: place('registry', merged, only),
    ksql: place('ksql', merged, only),
    mesh: place('mesh', merged, only),
    logLevel: merged['log.level'] ?? 'warn',
    ...(merged['mesh.file'] === undefined ? {} : { meshFile: merged['mesh.file'] }),
    ...(merged['registry.auth'] === undefined ? {} : { registryAuthFile: merged['registry.auth'] }),
    ...(registryCredential === undefined ? {} : { registryCredential }),
    ...(registryKmsSecret === undefined ? {} : { registryKmsSecret }),
    ...(merged['mesh.policies'] === undefined ? {} : { policyFile: merged['mesh.policies'] }),
    ...(merged.example === undefined ? {} : { example: merged.example }),
  };
}
