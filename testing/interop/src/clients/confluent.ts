import { join as joinPath } from 'node:path';
import { spawnLines } from '../child-lines.ts';
import type { ForeignClient, Member } from '../foreign-client.ts';

const script = joinPath(import.meta.dirname, 'confluent.py');

interface Said {
  readonly topics?: readonly string[];
  readonly value?: string;
  readonly assigned?: number[];
}

/** Python's confluent-kafka, on the newest librdkafka. */
export function confluent(bootstrap: string, python: string): ForeignClient {
  const run = (args: readonly string[], onSaid: (said: Said) => void, values: readonly string[] = []) => {
    const onLine = (line: string, stream: 'out' | 'error'): void => {
      if (stream === 'out') onSaid(JSON.parse(line) as Said);
    };
    return spawnLines(python, [script, ...args], onLine, values.join('\n'));
  };
  return {
    name: 'confluent-kafka',
    async topics() {
      let names: readonly string[] = [];
      await run(['topics', bootstrap], ({ topics = [] }) => (names = topics)).ended;
      return names;
    },
    async produce(topic, values) {
      await run(['produce', bootstrap, topic], () => undefined, values).ended;
    },
    async join(group, topic): Promise<Member> {
      const values: string[] = [];
      let partitions: number[] = [];
      const running = run(['join', bootstrap, group, topic], ({ value, assigned }) => {
        if (value !== undefined) values.push(value);
        partitions = assigned ?? partitions;
      });
      return {
        values,
        get partitions() {
          return partitions;
        },
        leave: () => running.stop(),
      };
    },
    transactions: {
      async run(topic, transactionalId, values, outcome) {
        await run(['transact', bootstrap, topic, transactionalId, outcome], () => undefined, values).ended;
      },
      async readCommitted(topic, last) {
        const values: string[] = [];
        await run(['read-committed', bootstrap, topic, last], ({ value }) => value !== undefined && values.push(value))
          .ended;
        return values;
      },
    },
  };
}
