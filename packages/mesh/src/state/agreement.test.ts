import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../decide/command.ts';
import { decide } from '../decide/decide.ts';
import type { Fact, ForeignFact } from '../facts/fact.ts';
import { parseFact, slas } from '../facts/parse-fact.ts';
import { by, flights, withPeople } from '../testing/mesh.ts';
import { apply } from './apply.ts';
import type { MeshState } from './mesh-state.ts';
import { versionOf } from './mesh-state.ts';

/** A control plane that has read the log up to `read`. */
interface Plane {
  state: MeshState;
  read: number;
}

const topics = ['operations.a', 'operations.b'];
const product = fc.constantFrom(...topics);
const consumer = fc.constantFrom('one', 'two');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ topic: product, name: fc.constantFrom('a', 'b', 'c') }).map(({ topic, name }): Command => ({
    kind: 'publish-product',
    request: { ...flights, topic, name },
    rules: [],
  })),
  fc.record({ product, sla: fc.constantFrom(...slas) }).map(({ product, sla }): Command => ({
    kind: 'update-product',
    product,
    changes: { sla },
  })),
  fc.record({ product, force: fc.boolean() }).map((given): Command => ({ kind: 'unpublish-product', ...given })),
  fc.record({ product, name: consumer }).map(({ product, name }): Command => ({
    kind: 'register-consumer',
    product,
    request: { name, purpose: 'x' },
  })),
  fc.record({ product, name: consumer }).map(({ product, name }): Command => ({
    kind: 'remove-consumer',
    consumer: `${name}.${product}`,
  })),
  fc.constantFrom('Q1', 'Q2').map((queryId): Command => ({ kind: 'record-termination', queryId })),
);

const step = fc.record({
  plane: fc.nat(2),
  action: fc.oneof(
    fc.record({ kind: fc.constant('decide' as const), command }),
    fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 1, max: 3 }) }),
  ),
});

/** Takes records through JSON, as the log does. */
function readOne(plane: Plane, log: readonly string[]): Fact | ForeignFact | undefined {
  const record = log[plane.read];
  if (record === undefined) return undefined;
  plane.read++;
  const parsed = parseFact(record);
  if (!parsed.ok) throw new Error(parsed.reason);
  const before = plane.state;
  plane.state = apply(before, parsed.fact);
  return plane.state === before ? undefined : parsed.fact;
}

const content = (state: MeshState) => ({
  products: Object.fromEntries(state.products.entries()),
  topics: Object.fromEntries(state.productByTopic.entries()),
  versions: Object.fromEntries(state.versions.entries()),
});

test('control planes that read and decide in any interleaving agree on one log', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const log: string[] = [];
      const planes = [0, 1, 2].map((): Plane => ({ state: withPeople, read: 0 }));
      for (const { plane: index, action } of steps) {
        const plane = planes[index];
        if (plane === undefined) continue;
        if (action.kind === 'read') for (let each = 0; each < action.count; each++) readOne(plane, log);
        else {
          // Decided on what this plane has read, which others may have overtaken.
          const decision = decide(plane.state, action.command, by('ada'));
          if (decision.kind === 'decided') for (const fact of decision.facts) log.push(JSON.stringify(fact));
        }
      }
      const accepted = planes.map((plane) => {
        const facts: (Fact | ForeignFact)[] = [];
        while (plane.read < log.length) {
          const fact = readOne(plane, log);
          if (fact !== undefined) facts.push(fact);
        }
        return content(plane.state);
      });
      expect(accepted[1]).toEqual(accepted[0]);
      expect(accepted[2]).toEqual(accepted[0]);
      const late: Plane = { state: withPeople, read: 0 };
      while (late.read < log.length) {
        const before = late.state;
        const fact = readOne(late, log);
        // What holds was decided on exactly what it changes: nothing that came between is lost.
        if (fact !== undefined) expect(fact.expectedversion).toBe(versionOf(before, fact.subject));
      }
      expect(content(late.state)).toEqual(accepted[0]);
      // A topic is the port of one product at most, and every consumer is of a product that is there.
      for (const [topic, id] of late.state.productByTopic.entries())
        expect(late.state.products.get(id)?.topic).toBe(topic);
      expect(late.state.productByTopic.size).toBe(late.state.products.size);
    }),
    { numRuns: 300 },
  );
});

test('a fact of a type from a later release counts as a version, so that releases agree', () => {
  const foreign = { ...JSON.parse(publishedJson()), type: 'io.millrace.product.blessed', data: { by: 'a bishop' } };
  const parsed = parseFact(JSON.stringify(foreign));
  expect(parsed.ok).toBe(true);
  if (parsed.ok) expect(versionOf(apply(withPeople, parsed.fact), 'product:operations.flights')).toBe(1);
});

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['no CloudEvent', '{"type":"io.millrace.product.published"}'],
  ['wrong data', publishedJson().replace('"tier-1"', '"tier-9"')],
])('%s is refused with a reason', (_, text) => {
  expect(parseFact(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/./) });
});

function publishedJson(): string {
  const decision = decide(withPeople, { kind: 'publish-product', request: flights, rules: [] }, by('ada'));
  return JSON.stringify(decision.kind === 'decided' ? decision.facts[0] : undefined);
}
