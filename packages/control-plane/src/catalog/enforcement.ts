import { MillraceError } from '@millrace/base';
import type { Enforcement, TopicSettings } from '@millrace/mesh';
import type { MeshContext } from '../context.ts';

/** Confluent's setting, which its own brokers know too, and ours, which goes further. Of the two the stricter holds. */
const byId = 'confluent.value.schema.validation';
const byLevel = 'millrace.value.schema.validation';

type Configs = Readonly<Record<string, string>>;

/** What the cluster checks of a topic's values, by the topic's settings. */
export function enforcementOf(configs: Configs): Enforcement {
  const level = configs[byLevel];
  if (level === 'full') return 'full';
  return level === 'id' || configs[byId] === 'true' ? 'id' : 'none';
}

/** Lets the cluster check the topic's values at this level from now on, in the name of the person. */
export async function enforce(
  { cluster, live, store }: MeshContext,
  topic: string,
  level: Enforcement,
  actor: string,
): Promise<TopicSettings> {
  const configs = (await cluster.configs([topic])).get(topic);
  if (configs === undefined) throw new MillraceError('NOT_FOUND', `There is no topic "${topic}".`);
  const before = enforcementOf(configs);
  const command = { kind: 'enforce-schema', topic, level, before } as const;
  store.check(command, { actor });
  if (level !== before) await cluster.alterConfigs(topic, changesTo(configs, level));
  await live.refresh([topic], 0);
  await store.execute(command, { actor });
  return { topic, enforcement: level };
}

/** Only what has to change: a cluster that does not know a setting is not asked to take it back. */
function changesTo(configs: Configs, level: Enforcement): Record<string, string | null> {
  if (level === 'full') return { [byLevel]: 'full' };
  return {
    ...((configs[byLevel] ?? 'none') === 'none' ? {} : { [byLevel]: null }),
    ...(level === 'id' ? { [byId]: 'true' } : configs[byId] === 'true' ? { [byId]: null } : {}),
  };
}
