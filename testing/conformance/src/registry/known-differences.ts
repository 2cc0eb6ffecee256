import type { Answer } from './player.ts';
import type { Step } from './step.ts';

/** One step on which the two registries did not answer alike. */
export interface Disagreement {
  readonly step: Step;
  readonly ours: Answer;
  readonly theirs: Answer;
}

/** A known difference from Apicurio, and why ours is the answer to give. */
export interface KnownDifference {
  readonly name: string;
  readonly why: string;
  /** Whether what the two hold differs from here on, which ends the walk. */
  readonly parts: boolean;
  readonly matches: (disagreement: Disagreement) => boolean;
}

const codeOf = ({ body }: Answer): number | undefined =>
  typeof body === 'object' && body !== null && 'error_code' in body ? Number(body.error_code) : undefined;

/** Ours and theirs as `status code`, the code left out where there is none. */
const said = (ours: string, theirs: string) => (disagreement: Disagreement) =>
  text(disagreement.ours) === ours && text(disagreement.theirs) === theirs;
const text = (answer: Answer): string => `${answer.status} ${codeOf(answer) ?? ''}`.trim();
const at = (kinds: readonly Step['kind'][], matches: KnownDifference['matches']) => (disagreement: Disagreement) =>
  kinds.includes(disagreement.step.kind) && matches(disagreement);
const either =
  (...all: readonly KnownDifference['matches'][]) =>
  (disagreement: Disagreement) =>
    all.some((matches) => matches(disagreement));

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'a break is 40901',
    why: 'The registry of the protocol answers so since version 8; 409 before.',
    parts: false,
    matches: at(['register'], said('409 40901', '409 409')),
  },
  {
    name: 'a change of the level answers with what was sent',
    why: 'Apicurio adds "normalize".',
    parts: false,
    matches: at(['setLevel'], said('200', '200')),
  },
  {
    name: 'a subject without a level of its own has none to show',
    why: 'The reference answers 40408, or with the level that holds when defaultToGlobal asks for it; Apicurio with NONE, though its own BACKWARD holds, and with 40401 where nothing is registered yet.',
    parts: false,
    matches: at(['level'], either(said('404 40408', '200'), said('404 40408', '404 40401'), said('200', '404 40401'))),
  },
  {
    name: 'a level that is not set cannot be taken away',
    why: 'The reference answers 40401; Apicurio 200 with NONE.',
    parts: false,
    matches: at(['removeLevel'], said('404 40401', '200')),
  },
  {
    name: 'a subject without versions takes any schema',
    why: 'The reference finds nothing that could break; Apicurio answers 40401.',
    parts: false,
    matches: at(['check'], said('200', '404 40401')),
  },
  {
    name: 'what is no schema cannot be compatible',
    why: 'The reference reads the new schema first; Apicurio says that it is compatible with nothing.',
    parts: false,
    matches: at(['check'], said('422 42201', '200')),
  },
  {
    name: 'a deleted subject is not found',
    why: 'The reference answers 40401 to a look-up there; Apicurio 40403.',
    parts: false,
    matches: at(['lookUp'], said('404 40401', '404 40403')),
  },
  {
    name: 'deleting for good what was not deleted before is not found',
    why: 'The code is in the family of 404 for the reference; Apicurio answers it with 409.',
    parts: false,
    matches: at(
      ['deleteVersion', 'deleteSubject'],
      either(said('404 40407', '409 40407'), said('404 40405', '409 40405')),
    ),
  },
];
