import type { FastifyRequest } from 'fastify';
import { bodyOf, isTrue, pathOf, queryOf, versionIn } from '../http/request.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { algorithms, defaultAlgorithm, isAlgorithm, type Algorithm } from './algorithm.ts';
import type { KekChange } from './decide-kek.ts';
import type { DekSeries, SentDek } from './decide-dek.ts';
import { invalidKey } from './errors.ts';
import { isVersion, textsOf } from './key-record.ts';
import type { Dek, Kek, Stored } from './key-state.ts';

const nameCharsMax = 64;

export const wantsDeleted = (request: FastifyRequest): boolean => isTrue(queryOf(request)['deleted']);
export const isPermanent = (request: FastifyRequest): boolean => isTrue(queryOf(request)['permanent']);

/** @throws RegistryError 42271 */
export function sentKek(request: FastifyRequest): Kek {
  const body = bodyOf(request);
  const { doc } = body;
  return {
    name: kekName(textOf(body, 'name')),
    kmsType: kmsTypeOf(textOf(body, 'kmsType')),
    kmsKeyId: textOf(body, 'kmsKeyId'),
    kmsProps: textsOf(body['kmsProps']),
    ...(typeof doc === 'string' ? { doc } : {}),
    shared: body['shared'] === true,
    deleted: body['deleted'] === true,
  };
}

export function sentKekChange(request: FastifyRequest): KekChange {
  const { kmsProps, doc, shared } = bodyOf(request);
  return {
    ...(isObject(kmsProps) ? { kmsProps: textsOf(kmsProps) } : {}),
    ...(typeof doc === 'string' ? { doc } : {}),
    ...(typeof shared === 'boolean' ? { shared } : {}),
  };
}

/** A DEK of the KEK of the path; the subject is that of the path, or of the body where the path has none. */
export function sentDek(request: FastifyRequest): SentDek {
  const body = bodyOf(request);
  const { algorithm = null, version = null, encryptedKeyMaterial } = body;
  const subject = pathOf(request, 'subject') || textOf(body, 'subject');
  if ((body['subject'] ?? subject) !== subject) throw invalidKey('subject is not that of the path');
  if (/\p{Cc}/u.test(subject)) throw invalidKey('subject has characters that cannot be seen');
  if (version !== null && !isVersion(version)) throw invalidKey('version must be a number from 1 to 2^31-1');
  return {
    kekName: pathOf(request, 'name'),
    subject,
    algorithm: algorithmFrom(algorithm),
    version: version ?? 1,
    ...(typeof encryptedKeyMaterial === 'string' && encryptedKeyMaterial !== '' ? { encryptedKeyMaterial } : {}),
    deleted: body['deleted'] === true,
  };
}

export function seriesOf(request: FastifyRequest): DekSeries {
  return {
    kekName: pathOf(request, 'name'),
    subject: pathOf(request, 'subject'),
    algorithm: algorithmFrom(queryOf(request)['algorithm']),
  };
}

/** The version of the path. Without one it is the first: a DEK that is not rotated has no other. */
export function dekVersionOf(request: FastifyRequest): number | 'latest' {
  return pathOf(request, 'version') === '' ? 1 : versionIn(request);
}

export function kekView({ key, timestamp }: Stored<Kek>): JsonObject {
  const { name, kmsType, kmsKeyId, kmsProps, doc, shared, deleted } = key;
  return {
    name,
    kmsType,
    kmsKeyId,
    ...(Object.keys(kmsProps).length === 0 ? {} : { kmsProps }),
    ...(doc === undefined ? {} : { doc }),
    shared,
    ts: timestamp,
    ...(deleted ? { deleted } : {}),
  };
}

/** `keyMaterial` is the data key itself, which only the registry of a shared KEK has. */
export function dekView({ key, timestamp }: Stored<Dek>, keyMaterial: string | undefined): JsonObject {
  const { kekName: kek, subject, version, algorithm, encryptedKeyMaterial, deleted } = key;
  return {
    kekName: kek,
    subject,
    version,
    algorithm,
    encryptedKeyMaterial,
    ...(keyMaterial === undefined ? {} : { keyMaterial }),
    ts: timestamp,
    ...(deleted ? { deleted } : {}),
  };
}

function textOf(body: JsonObject, member: string): string {
  const value = body[member];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidKey(`${member} is missing`);
}

function kekName(name: string): string {
  if (name.length <= nameCharsMax && /^[\p{L}_][\p{L}\p{Nd}_-]*$/u.test(name)) return name;
  throw invalidKey(`name must be at most ${nameCharsMax} letters, digits, _ and -, beginning with a letter or _`);
}

/** Clients know the services of the three clouds by lower case. */
function kmsTypeOf(type: string): string {
  const lower = type.toLowerCase();
  return ['aws-kms', 'azure-kms', 'gcp-kms'].includes(lower) ? lower : type;
}

function algorithmFrom(text: unknown): Algorithm {
  if (text === undefined || text === null || text === '') return defaultAlgorithm;
  if (isAlgorithm(text)) return text;
  throw invalidKey(`algorithm must be one of ${algorithms.join(', ')}`);
}
