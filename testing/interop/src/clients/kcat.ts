import { execFileSync } from 'node:child_process';
import { spawnLines } from '../child-lines.ts';
import type { ForeignClient, Member } from '../foreign-client.ts';

export function hasKcat(): boolean {
  try {
    execFileSync('kcat', ['-V'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** kcat (Debian's, on librdkafka 2.0): no transactions of its own, but it reads committed records only when told to. */
export function kcat(bootstrap: string): ForeignClient {
  return {
    name: 'kcat',
    async topics() {
      const lines: string[] = [];
      await spawnLines('kcat', ['-b', bootstrap, '-L'], (line) => lines.push(line)).ended;
      return lines.flatMap((line) => / topic "(.*)" with /.exec(line)?.slice(1) ?? []);
    },
    async produce(topic, values) {
      await spawnLines(
        'kcat',
        ['-b', bootstrap, '-P', '-t', topic],
        () => undefined,
        values.map((v) => `${v}\n`).join(''),
      ).ended;
    },
    async join(group, topic): Promise<Member> {
      const values: string[] = [];
      let partitions: number[] = [];
      const flags = ['-u', '-f', '%s\n', '-X', 'auto.offset.reset=earliest', '-X', 'session.timeout.ms=6000'];
      const running = spawnLines('kcat', ['-b', bootstrap, '-G', group, ...flags, topic], (line, stream) => {
        if (stream === 'out') values.push(line);
        const assigned = /rebalanced .*: (assigned|revoked): (.*)$/.exec(line);
        if (assigned === null) return;
        const named = Array.from(assigned[2]?.matchAll(/\[(\d+)\]/g) ?? [], (match) => Number(match[1]));
        partitions = assigned[1] === 'assigned' ? named : [];
      });
      return {
        values,
        get partitions() {
          return partitions;
        },
        leave: () => running.stop('SIGINT'),
      };
    },
  };
}
