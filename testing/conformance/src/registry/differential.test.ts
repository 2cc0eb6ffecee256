import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRegistries } from './differential.ts';
import { startBoth, type BothRegistries } from './start-both.ts';

let both: BothRegistries | undefined;
beforeAll(async () => {
  both = await startBoth();
});
afterAll(async () => {
  await both?.close();
});

describe('our registry and Apicurio', () => {
  it.for(['AVRO', 'JSON', 'PROTOBUF'] as const)(
    'answer random walks of requests alike, or differ as is known: %s',
    async (type, context) => {
      if (both === undefined) return context.skip('skipped: no shared corpus');
      const { alike, known, unknown } = await compareRegistries(type, { ...both, walks: 60 });
      expect(unknown).toBeUndefined();
      expect(alike).toBeGreaterThan(100);
      expect(known.size).toBeGreaterThan(0);
      return undefined;
    },
  );
});
