import type { Unknown } from './facts.ts';
import type { Part } from './part.ts';
import type { SchemaRef } from './registrations.ts';

/** Why a record is refused: sentences for the people behind the producer, who see nothing else. */

export function namesNoSchema(part: Part, topic: string, problem: string): string {
  return `Topic "${topic}" takes ${part}s of registered schemas only. ${problem}`;
}

export function isUnknown(part: Part, ref: SchemaRef, subject: string | undefined, { kind, why }: Unknown): string {
  const place = subject === undefined ? '' : ` under subject "${subject}"`;
  const names = `The ${part} names schema ${ref}`;
  switch (kind) {
    case 'failed':
      return `${names}, which could not be looked up. ${why} Nothing was written; send it again later.`;
    case 'unreadable':
      return `${names}, which cannot be read here. ${why}`;
    case 'absent':
      return `${names}, which is not registered${place}: ${why}. Register it there, and write with the id that it gets.`;
  }
}

export function hasNoName(part: Part, ref: SchemaRef, strategy: string): string {
  return (
    `The ${part} names schema ${ref}, which has no name of its own, and ${strategy} names its subject by it. ` +
    'Give the schema a name, or set the strategy of the topic to TopicNameStrategy.'
  );
}

export function doesNotFit(part: Part, ref: SchemaRef, problem: string): string {
  return `The ${part} is no value of schema ${ref}, which it names. ${problem}`;
}
