import { MillraceError } from '@millrace/base';
import { isObject, pointer } from '../json.ts';
import type { Draft } from './draft.ts';
import { resolveUri, splitFragment } from './uri.ts';

/** A schema where it stands in its document. */
export interface Place {
  readonly json: unknown;
  readonly draft: Draft;
  /** What the references in it are resolved against, without a fragment. */
  readonly base: string;
  /** JSON pointer in the document. */
  readonly path: string;
  /** The name of the reference that the document is; undefined for the schema itself. */
  readonly document: string | undefined;
}

/** The place inside, at the end of the members that lead there; an `$id` on it changes the base. */
export function inside(place: Place, members: readonly (string | number)[], json: unknown): Place {
  const path = members.reduce<string>(pointer, place.path);
  return based({ ...place, json, path });
}

/** The place with its own `$id` as the base of what is in it. */
export function based(place: Place): Place {
  const id = idOf(place);
  return id === undefined ? place : { ...place, base: splitFragment(resolveUri(place.base, id))[0] };
}

/** The schema's own id. Up to draft-07 a `$ref` hides every member beside it, but the whole document keeps its name. */
export function idOf({ json, draft, path }: Place): string | undefined {
  if (!isObject(json) || (draft <= 7 && path !== '' && typeof json['$ref'] === 'string')) return undefined;
  const id = json[draft === 4 ? 'id' : '$id'];
  return typeof id === 'string' ? id : undefined;
}

export function invalid(place: Place, problem: string): MillraceError {
  const path = place.path === '' ? '/' : place.path;
  const where = place.document === undefined ? path : `in the reference ${JSON.stringify(place.document)}, ${path}`;
  return new MillraceError('SCHEMA_INVALID', `The JSON Schema is wrong: ${where} ${problem}.`, { details: { path } });
}
