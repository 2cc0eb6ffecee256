import { plain } from './compare.ts';
import type { Answer } from './player.ts';
import type { SchemaType } from './schemas.ts';
import type { Step } from './step.ts';

/** One step on which the two registries did not answer alike. */
export interface Disagreement {
  /** The steps of the walk before it. */
  readonly before: readonly Step[];
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

const describedOrNot: ReadonlySet<string> = new Set([
  'AVRO one field',
  'AVRO another spelling',
  'AVRO a described record',
]);

/** We take what they refuse, for a reason of theirs that their refusal of a registration tells; a check tells none. */
function laxerThan(type: SchemaType, reason: RegExp): KnownDifference['matches'] {
  return ({ step, ours, theirs }) => {
    if (!('schema' in step) || step.schema.type !== type || text(ours) !== '200') return false;
    if (step.kind === 'register') return text(theirs) === '409 409' && reason.test(JSON.stringify(theirs.body));
    return step.kind === 'check' && isCompatible(ours) === true && isCompatible(theirs) === false;
  };
}

/** Whether the subject had a level of its own when that step came. */
function hadLevel(before: readonly Step[], step: Step & { readonly subject: number }): boolean {
  const earlier = before.slice(0, before.indexOf(step));
  return earlier.some((each) => each.kind === 'setLevel' && each.subject === step.subject);
}

const holdsAll = (list: unknown, part: unknown): boolean =>
  Array.isArray(list) && Array.isArray(part) && part.every((item) => list.includes(item));
const isCompatible = ({ body }: Answer): unknown => (body as { is_compatible?: unknown }).is_compatible;

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
    name: 'a check against all versions follows the level',
    why: 'The reference asks what registering would ask: a level that is not transitive looks at the last version; Apicurio at each.',
    parts: false,
    matches: at(
      ['check'],
      ({ step, ours, theirs }) =>
        'version' in step && step.version === 'all' && isCompatible(ours) === true && isCompatible(theirs) === false,
    ),
  },
  {
    name: 'a deleted subject tells the versions that went with it',
    why: 'Apicurio names those too that were deleted before.',
    parts: false,
    matches: at(
      ['deleteSubject'],
      ({ step, ours, theirs }) =>
        'permanent' in step && !step.permanent && holdsAll(theirs.body, ours.body) && text(theirs) === '200',
    ),
  },
  {
    name: 'where a level was taken away, that of the registry holds',
    why: 'So it is for the reference; with Apicurio nothing holds from then on.',
    parts: true,
    matches: at(
      ['register', 'check'],
      (met) =>
        met.before.some(
          (each) => each.kind === 'removeLevel' && 'subject' in met.step && each.subject === met.step.subject,
        ) &&
        (said('409 40901', '200')(met) || (isCompatible(met.ours) === false && isCompatible(met.theirs) === true)),
    ),
  },
  {
    name: 'what is no schema is told so',
    why: 'The reference reads what was sent first and answers 42201; Apicurio looks for what it could be compared with, or calls it compatible with nothing.',
    parts: false,
    matches: at(
      ['check', 'lookUp'],
      either(said('422 42201', '200'), said('422 42201', '404 40401'), said('422 42201', '404 40403')),
    ),
  },
  {
    name: 'a deleted version is not compared with',
    why: 'The reference does not find it; Apicurio compares.',
    parts: false,
    matches: at(['check'], said('404 40402', '200')),
  },
  {
    name: 'a look-up tells the type of the schema',
    why: 'Apicurio leaves it out, so that a client takes it for Avro.',
    parts: false,
    matches: at(['lookUp'], ({ step, ours, theirs }) => {
      const type = 'schema' in step ? step.schema.type : undefined;
      const completed = { ...(theirs.body as object), schemaType: type, id: (ours.body as { id: number }).id };
      return text(theirs) === '200' && JSON.stringify(plain(ours.body)) === JSON.stringify(plain(completed));
    }),
  },
  {
    name: 'documentation makes another schema',
    why: 'The reference gives an id to a text; Apicurio the same id to records that differ in "doc" only.',
    parts: true,
    matches: at(
      ['register', 'lookUp'],
      (met) =>
        'schema' in met.step &&
        describedOrNot.has(met.step.schema.name) &&
        met.before.some((each) => each.kind === 'register' && describedOrNot.has(each.schema.name)) &&
        either(said('200', '200'), said('404 40403', '200'), said('409 40901', '200'))(met),
    ),
  },
  {
    name: 'JSON Schema: a type may become one of several',
    why: 'The reference calls a sum type that holds the old type an extension, and ajv finds no value that the wider schema refuses; Apicurio compares the subschema with the whole.',
    parts: true,
    matches: laxerThan('JSON', /Subschema type changed|Combined type criterion narrowed/),
  },
  {
    name: 'Protobuf: a field may go, or change its name, or its type to one of the same bytes',
    why: 'The wire carries numbers alone, unknown ones are skipped, and int32 and int64 look alike: the reference and the WIRE rules of buf agree; Apicurio refuses.',
    parts: true,
    matches: laxerThan('PROTOBUF', /field (id|name|type|label) changed|field.* removed|reserved/i),
  },
  {
    name: 'a deleted subject is not found',
    why: 'The reference answers 40401 to a look-up there; Apicurio 40403.',
    parts: false,
    matches: at(['lookUp'], said('404 40401', '404 40403')),
  },
  {
    name: 'deleting what is deleted already, or for good what is not, is not found',
    why: 'The codes are of the family of 404 for the reference; Apicurio answers them with 409.',
    parts: false,
    matches: at(
      ['deleteVersion', 'deleteSubject'],
      either(said('404 40406', '409 40406'), said('404 40407', '409 40407'), said('404 40405', '409 40405')),
    ),
  },
  {
    name: 'the settings of a subject go with it',
    why: 'The reference deletes them with the subject; Apicurio keeps them for the next of that name.',
    parts: true,
    matches: at(['level', 'removeLevel', 'register', 'check'], ({ before, step }) =>
      before.some(
        (each) =>
          each.kind === 'deleteSubject' && 'subject' in step && each.subject === step.subject && hadLevel(before, each),
      ),
    ),
  },
];
