import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message as Kafka's own repository defines it. */
export interface OfficialMessage {
  readonly apiKey?: number;
  readonly type: 'request' | 'response' | 'header' | 'data';
  readonly name: string;
  readonly listeners?: readonly string[];
  readonly validVersions: string;
  readonly flexibleVersions?: string;
  readonly fields?: readonly OfficialField[];
  readonly commonStructs?: readonly { readonly name: string; readonly fields: readonly OfficialField[] }[];
}

export interface OfficialField {
  readonly name: string;
  readonly type: string;
  readonly versions: string;
  readonly nullableVersions?: string;
  readonly taggedVersions?: string;
  readonly flexibleVersions?: string;
  readonly tag?: number;
  readonly default?: string | number | boolean;
  readonly ignorable?: boolean;
  readonly fields?: readonly OfficialField[];
}

/** The official messages in a folder, in the order of their names. */
export function readOfficialMessages(folder: string): OfficialMessage[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(withoutComments(readFileSync(join(folder, file), 'utf8'))) as OfficialMessage);
}

/** The files are JSON with `//` comments, which never stand within a line's strings. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/(?<=[,[{}\]])\s*\/\/.*$/gm, '');
}
