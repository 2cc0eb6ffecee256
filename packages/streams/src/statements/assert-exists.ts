import type { AssertSchema, AssertTopic } from '@millrace/sql';
import type { Entity } from '../rest/entities.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import type { StatementContext } from './context.ts';

const retryMs = 200;
const timeoutDefaultMs = 1000;

/** ASSERT [NOT EXISTS] TOPIC: waits for the topic until the statement's timeout. */
export async function assertTopic(context: StatementContext, statement: AssertTopic, text: string): Promise<Entity> {
  const { topic, exists } = statement;
  const holds = await within(context, statement.timeoutMs, async () => {
    return ((await context.kafka.topic(topic)) !== undefined) === exists;
  });
  if (!holds) throw failed(`Topic ${topic} ${exists ? 'does not exist' : 'exists'}.`);
  return { '@type': 'assert_topic', statementText: text, warnings: [], topicName: topic, exists };
}

/** ASSERT [NOT EXISTS] SCHEMA, by subject, by id, or by both. */
export async function assertSchema(context: StatementContext, statement: AssertSchema, text: string): Promise<Entity> {
  const { subject, schemaId, exists } = statement;
  const holds = await within(context, statement.timeoutMs, async () => {
    const found = subject === null ? undefined : await context.registry.version(subject);
    if (schemaId === null) return (found !== undefined) === exists;
    const asked = { kind: 'id', id: schemaId } as const;
    const byId = subject === null ? (await context.registry.identified(asked)) !== undefined : found?.id === schemaId;
    return byId === exists;
  });
  if (!holds) {
    const what = [subject === null ? '' : ` subject name ${subject}`, schemaId === null ? '' : ` id ${schemaId}`];
    throw failed(
      `Schema with${what.filter((part) => part !== '').join(' and')} ${exists ? 'does not exist' : 'exists'}.`,
    );
  }
  return { '@type': 'assert_schema', statementText: text, warnings: [], subject, id: schemaId, exists };
}

async function within(
  context: StatementContext,
  timeoutMs: number | null,
  holds: () => Promise<boolean>,
): Promise<boolean> {
  const until = context.now() + (timeoutMs ?? timeoutDefaultMs);
  for (;;) {
    if (await holds()) return true;
    if (context.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

function failed(message: string): RestError {
  return new RestError(restErrorCode.assertionFailed, message);
}
