import { MillraceError } from '@millrace/base';
import type { Enforcement, TopicSettings } from '@millrace/mesh';
import { enforcements } from '@millrace/mesh';
import type { Command } from 'commander';
import { answer, common, withMesh } from './context.ts';

const meanings: Readonly<Record<Enforcement, string>> = {
  none: 'takes events of any form',
  id: 'takes only events that name a schema registered for it',
  full: 'takes only events that fit a schema registered for it',
};

export function enforceCommand(schema: Command): void {
  common(schema.command('enforce').argument('<topic>', 'e.g. operations.flights'))
    .description('have the broker check the values of a topic before it takes them')
    .requiredOption('--level <level>', 'none, id (a registered schema is named) or full (the value fits it, too)')
    .action((topic: string, options) =>
      withMesh(options, async ({ api, output }) => {
        const level = enforcements.find((each) => each === options.level);
        if (level === undefined)
          throw new MillraceError('USAGE', `There is no level "${options.level}": ${enforcements.join(', ')}.`);
        const body = { enforcement: level };
        const set = await api.patch<TopicSettings>(`/topics/${encodeURIComponent(topic)}`, body);
        answer(output, set, (it) => `${it.topic} ${meanings[it.enforcement]}\n`);
      }),
    );
}
