import type { PublishRequest } from '../api.ts';
import type { Command, DecisionContext } from '../decide/command.ts';
import { decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import type { Fact } from '../facts/fact.ts';
import { parseMeshFile } from '../people/parse-mesh-file.ts';
import { apply } from '../state/apply.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { initialState } from '../state/mesh-state.ts';

export const { directory } = parseMeshFile(
  {
    domains: [{ name: 'operations', description: 'Flights.' }, { name: 'analytics' }],
    teams: [
      { handle: '@flights-team', domain: 'operations', contact: 'flights@example.org' },
      { handle: '@analytics-team', domain: 'analytics' },
    ],
    people: [
      { name: 'ada', team: '@flights-team' },
      { name: 'bea', teams: ['@analytics-team'] },
    ],
  },
  'mesh.yaml',
);

export const withPeople: MeshState = { ...initialState, directory, directoryOrigin: 'file' };

export const flights: PublishRequest = {
  topic: 'operations.flights',
  domain: 'operations',
  owner: '@flights-team',
  description: 'Every flight.',
  quality: 'authoritative',
  sla: 'tier-1',
  tags: ['aviation'],
  slaAcknowledged: true,
};

export const publishFlights: Command = { kind: 'publish-product', request: flights, rules: [] };

let ids = 0;
export const by = (actor: string, version?: number): DecisionContext => ({
  id: `fact-${ids++}`,
  time: '2026-01-02T03:04:05.000Z',
  source: 'urn:test',
  actor,
  ...(version === undefined ? {} : { version }),
});

export function factsOf(decision: Decision): readonly Fact[] {
  if (decision.kind === 'rejected') throw new Error(`${decision.code}: ${decision.message}`);
  return decision.facts;
}

/** Decides the commands one after the other and folds their facts. */
export const after = (state: MeshState, actor: string, ...commands: readonly Command[]): MeshState =>
  commands.reduce(
    (folded, command) => factsOf(decide(folded, command, by(actor))).reduce<MeshState>(apply, folded),
    state,
  );
