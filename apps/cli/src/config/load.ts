import { readFile } from 'node:fs/promises';
import { MillraceError } from '@millrace/base';
import { parse } from 'yaml';
import { configOf, settingsOfDocument, settingsOfEnvironment } from './config.ts';
import type { Config, Settings } from './config.ts';
import { environment } from './env.ts';

const defaultFile = 'millrace.yaml';

async function settingsOfFile(file: string | undefined): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file ?? defaultFile, 'utf8');
  } catch (cause) {
    if (file === undefined) return {}; // The default file need not be there.
    throw new MillraceError('CONFIG_INVALID', `${file} cannot be read.`, { cause });
  }
  try {
    return settingsOfDocument(parse(text), file ?? defaultFile);
  } catch (cause) {
    if (cause instanceof MillraceError) throw cause;
    throw new MillraceError(
      'CONFIG_INVALID',
      `${file ?? defaultFile}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** Flags over `MILLRACE_*` over the file (default `millrace.yaml`, if there is one). */
export async function loadConfig(flags: Settings, file: string | undefined): Promise<Config> {
  return configOf([flags, settingsOfEnvironment(environment), await settingsOfFile(file)]);
}
