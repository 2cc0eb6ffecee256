import { MillraceError } from '@millrace/base';
import type { JSONWebKeySet } from 'jose';
import { isObject, type JsonObject } from '../state/json.ts';
import type { StoredPassword, User } from './basic.ts';
import { hashToken, type JwtOptions, type StaticToken } from './bearer.ts';
import { parsePasswordHash } from './password-hash.ts';
import { operations, type Operation, type ResourcePattern, type Rule } from './rights.ts';
import type { RegistryAuth } from './sign-in.ts';

type Environment = Readonly<Partial<Record<string, string>>>;

/**
 * Reads the parsed YAML of the file that `registry.auth` names:
 * `users` (name, password), `tokens` (principal, token), `jwt` (issuer, audience, jwks, principalClaim, clockSkewSeconds), `superUsers`,
 * and `rules` (principal, permission, operations, one of subject, context, kek or registry, pattern).
 * A password is a hash, a token `sha256:…`, or either of them `{env: NAME}`: secrets are not written into files.
 * @throws MillraceError CONFIG_INVALID with the place
 */
export function parseAuthDocument(document: unknown, file: string, environment: Environment): RegistryAuth {
  const reader = new Reader(file, environment);
  const members = ['users', 'tokens', 'jwt', 'superUsers', 'rules'] as const;
  const content = reader.object(document, '', members);
  const jwt = content['jwt'];
  const auth = {
    users: reader.list(content['users'], 'users', (value, path) => user(reader, value, path)),
    tokens: reader.list(content['tokens'], 'tokens', (value, path) => token(reader, value, path)),
    superUsers: reader.list(content['superUsers'], 'superUsers', (value, path) => principal(reader, value, path)),
    rules: reader.list(content['rules'], 'rules', (value, path) => rule(reader, value, path)),
    ...(jwt === undefined ? {} : { jwt: jwtOptions(reader, jwt, 'jwt') }),
  };
  if (auth.users.length + auth.tokens.length === 0 && jwt === undefined) {
    reader.refuse('', 'names nobody who can sign in: give users, tokens or jwt');
  }
  return auth;
}

/** Values of a document by their place, for messages. */
class Reader {
  readonly #file: string;
  readonly environment: Environment;

  constructor(file: string, environment: Environment) {
    this.#file = file;
    this.environment = environment;
  }

  refuse(path: string, reason: string): never {
    throw new MillraceError('CONFIG_INVALID', `${this.#file}: ${path === '' ? 'the file' : path} ${reason}.`);
  }

  /** An unknown member is an error: a misspelt rule would otherwise be no rule. */
  object(value: unknown, path: string, members: readonly string[]): JsonObject {
    if (!isObject(value)) return this.refuse(path, `must be an object with ${members.join(', ')}`);
    const unknown = Object.keys(value).find((name) => !members.includes(name));
    if (unknown !== undefined) this.refuse(path, `has no "${unknown}"; it has ${members.join(', ')}`);
    return value;
  }

  list<A>(value: unknown, path: string, read: (item: unknown, path: string) => A): readonly A[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.refuse(path, 'must be a list');
    return value.map((item, index) => read(item, `${path}[${index}]`));
  }

  text(value: unknown, path: string): string {
    return typeof value === 'string' && value !== '' ? value : this.refuse(path, 'must be a text');
  }

  oneOf<A extends string>(value: unknown, path: string, words: readonly A[]): A {
    return words.find((word) => word === value) ?? this.refuse(path, `must be one of ${words.join(', ')}`);
  }

  /** `{env: NAME}`: what the variable says. Undefined when it is not of this form. */
  fromEnvironment(value: unknown, path: string): string | undefined {
    if (!isObject(value)) return undefined;
    const name = this.text(this.object(value, path, ['env'])['env'], `${path}.env`);
    const secret = this.environment[name];
    return secret === undefined || secret === ''
      ? this.refuse(path, `is to be in the environment as ${name}, which is not set`)
      : secret;
  }
}

function user(reader: Reader, value: unknown, path: string): User {
  const { name, password } = reader.object(value, path, ['name', 'password']) as Record<keyof User, unknown>;
  const userName = reader.text(name, `${path}.name`);
  // RFC 7617: the name ends at the first colon.
  if (userName.includes(':')) reader.refuse(`${path}.name`, 'may not hold a colon');
  return { name: userName, password: storedPassword(reader, password, `${path}.password`) };
}

function storedPassword(reader: Reader, value: unknown, path: string): StoredPassword {
  const password = reader.fromEnvironment(value, path);
  if (password !== undefined) return { kind: 'plain', password };
  const hash = parsePasswordHash(reader.text(value, path));
  if (hash !== undefined) return { kind: 'hash', hash };
  return reader.refuse(path, 'must be what `millrace registry hash-password` prints, or {env: NAME}');
}

function token(reader: Reader, value: unknown, path: string): StaticToken {
  const content = reader.object(value, path, ['principal', 'token']);
  const name = principal(reader, content['principal'], `${path}.principal`);
  const secret = reader.fromEnvironment(content['token'], `${path}.token`);
  if (secret !== undefined) return { principal: name, hash: hashToken(secret) };
  const hash = reader.text(content['token'], `${path}.token`);
  if (/^sha256:[\w-]{43}$/.test(hash)) return { principal: name, hash };
  return reader.refuse(`${path}.token`, 'must be the hash that `millrace registry new-token` prints, or {env: NAME}');
}

function principal(reader: Reader, value: unknown, path: string): string {
  const text = reader.text(value, path);
  return /^User:./.test(text) ? text : reader.refuse(path, 'must be a principal such as User:alice');
}

const jwtMembers = ['issuer', 'audience', 'jwks', 'principalClaim', 'clockSkewSeconds'] as const;

function jwtOptions(reader: Reader, value: unknown, path: string): JwtOptions {
  const content = reader.object(value, path, jwtMembers) as Partial<Record<(typeof jwtMembers)[number], unknown>>;
  const { issuer, audience, jwks, principalClaim = 'sub', clockSkewSeconds = 30 } = content;
  if (typeof clockSkewSeconds !== 'number' || !(clockSkewSeconds >= 0)) {
    return reader.refuse(`${path}.clockSkewSeconds`, 'must be a number of seconds, 0 or more');
  }
  return {
    issuer: reader.text(issuer, `${path}.issuer`),
    audience: reader.text(audience, `${path}.audience`),
    keys: issuerKeys(reader, jwks, `${path}.jwks`),
    principalClaim: reader.text(principalClaim, `${path}.principalClaim`),
    clockSkewSeconds,
  };
}

function issuerKeys(reader: Reader, value: unknown, path: string): JwtOptions['keys'] {
  if (isKeySet(value)) return { kind: 'local', set: value };
  const text = reader.text(value, path);
  const url = URL.canParse(text) ? new URL(text) : reader.refuse(path, 'must be a URL, or a JSON Web Key Set');
  // Whoever can change the answer on its way can sign in as anybody.
  const isSafe = url.protocol === 'https:' || /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(url.href);
  return isSafe ? { kind: 'url', url } : reader.refuse(path, 'must be an https URL');
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return isObject(value) && Array.isArray(value['keys']) && value['keys'].every(isObject);
}

function rule(reader: Reader, value: unknown, path: string): Rule {
  const members = [
    'principal',
    'permission',
    'operations',
    'subject',
    'context',
    'kek',
    'registry',
    'pattern',
  ] as const;
  const content = reader.object(value, path, members);
  const listed = reader.list<Operation | 'ALL'>(content['operations'], `${path}.operations`, (item, place) =>
    reader.oneOf(item, place, ['ALL', ...operations]),
  );
  if (listed.length === 0) reader.refuse(`${path}.operations`, 'must name at least one');
  return {
    principal: principal(reader, content['principal'], `${path}.principal`),
    permission: reader.oneOf(content['permission'], `${path}.permission`, ['allow', 'deny']),
    operations: operations.filter((operation) => listed.includes(operation) || listed.includes('ALL')),
    resource: resourcePattern(reader, content, path),
  };
}

function resourcePattern(reader: Reader, content: JsonObject, path: string): ResourcePattern {
  const named = (['subject', 'context', 'kek', 'registry'] as const).filter((kind) => content[kind] !== undefined);
  const [kind] = named;
  if (kind === undefined || named.length > 1) {
    return reader.refuse(path, 'must be about one of subject, context, kek and registry');
  }
  if (kind === 'registry') return content[kind] === true ? { kind } : reader.refuse(`${path}.registry`, 'must be true');
  const pattern = reader.oneOf(content['pattern'] ?? 'literal', `${path}.pattern`, ['literal', 'prefixed']);
  return { kind, name: reader.text(content[kind], `${path}.${kind}`), pattern };
}
