import { parseFormat } from '../analysis/format-names.ts';
import type { Settings } from '../analysis/serde.ts';
import type { KeyFormat } from './stage.ts';

/** `ksql.persistence.default.format.key`, or KAFKA. */
export function defaultKeyFormat(settings: Settings): KeyFormat {
  return { format: parseFormat(settings['ksql.persistence.default.format.key'] ?? 'KAFKA'), properties: {} };
}
