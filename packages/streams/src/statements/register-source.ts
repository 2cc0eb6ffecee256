import { type DataSource, registeredSchema, subjectOf } from '@millrace/sql';
import type { StatementContext } from './context.ts';

/** Registers the schemas of a source that was made with columns, under those of its subjects that have none yet. */
export async function registerSource(context: StatementContext, source: DataSource): Promise<void> {
  for (const isKey of [true, false]) {
    const columns = (isKey ? source.schema.key : source.schema.value).filter((column) => column.headers === undefined);
    const schema = registeredSchema({ serde: isKey ? source.keySerde : source.valueSerde, columns, isKey });
    if (schema === null) continue;
    const subject = subjectOf(source.topic, isKey);
    if (await context.schemas.learn(subject)) continue;
    await context.schemas.register([{ ...schema, subject, topic: source.topic }]);
  }
}
