import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegistryError } from '../errors.ts';
import type { JsonObject } from '../state/json.ts';
import { checkRuleSet } from './check-rule-set.ts';

const rule = (more: JsonObject = {}): JsonObject => ({
  name: 'r',
  kind: 'CONDITION',
  mode: 'WRITE',
  type: 'CEL',
  ...more,
});
const migration = (more: JsonObject = {}): JsonObject =>
  rule({ kind: 'TRANSFORM', mode: 'UPGRADE', type: 'JSONATA', ...more });

async function problemOf(ruleSet: JsonObject): Promise<string | undefined> {
  try {
    await checkRuleSet(ruleSet);
    return undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    expect(error.code).toBe(42210);
    return error.message;
  }
}

describe('a rule set', () => {
  it('takes rules of every type that there is, and of those that are the clients own', async () => {
    for (const type of ['ENCRYPT', 'ENCRYPT_PAYLOAD', 'OUR_OWN']) {
      expect(
        await problemOf({
          domainRules: [rule({ kind: 'TRANSFORM', mode: 'WRITEREAD', type, tags: ['PII'], params: { a: 'b' } })],
        }),
      ).toBe(undefined);
    }
    expect(await problemOf({ migrationRules: null, encodingRules: [rule({ mode: 'READ' })] })).toBe(undefined);
  });

  it('refuses a rule that clients could not run, and says which and why', async () => {
    const refused: readonly (readonly [JsonObject, string])[] = [
      [{ domainRules: [rule({ name: undefined })] }, 'domainRules[0]: Missing rule name'],
      [{ domainRules: [rule({ name: '' })] }, 'Empty rule name'],
      [{ domainRules: [rule({ name: 'x'.repeat(65) })] }, 'Rule name too long'],
      [{ domainRules: [rule({ name: '1st' })] }, 'domainRules[0] "1st": Illegal initial character'],
      [{ domainRules: [rule({ name: 'a b' })] }, 'Illegal character in rule name'],
      [{ domainRules: [rule(), rule()] }, "Found rule with duplicate name 'r'"],
      [{ domainRules: [rule({ kind: undefined })] }, 'Missing rule kind'],
      [{ domainRules: [rule({ kind: 'WISH' })] }, 'Invalid rule kind WISH; it must be one of TRANSFORM, CONDITION'],
      [
        { domainRules: [rule({ mode: 'UPGRADE' })] },
        'Invalid rule mode UPGRADE; here it must be one of WRITE, READ, WRITEREAD',
      ],
      [{ migrationRules: [rule()] }, 'Invalid rule mode WRITE; here it must be one of UPGRADE, DOWNGRADE, UPDOWN'],
      [{ domainRules: [rule({ type: '' })] }, 'Missing rule type'],
      [{ domainRules: [rule({ tags: 'PII' })] }, 'tags is not a list of texts'],
      [{ domainRules: [rule({ params: [] })] }, 'params is not an object of texts'],
      [{ domainRules: [rule({ disabled: 'no' })] }, 'disabled is not true or false'],
      [{ domainRules: ['rule'] }, 'domainRules[0] is not a rule'],
      [{ domainRules: {} }, 'domainRules must be a list of rules'],
    ];
    for (const [ruleSet, problem] of refused) expect(await problemOf(ruleSet)).toContain(problem);
  });
});

describe('an expression', () => {
  it('in CEL may use what the parser does not know of the language, and functions of the client', async () => {
    for (const expr of [
      "message.ssn.matches('[0-9]{3}') && size(message.name) > 0",
      "typeName == 'STRING' ; value + '-suffix'",
      "com.acme.Order{id: 1, note: 'a { b'}",
      'message.`the-name`.?inner.orValue(1)',
      'isEmail(message.mail)',
      '',
    ]) {
      expect(await problemOf({ domainRules: [rule({ expr })] })).toBe(undefined);
    }
  });

  it('in CEL that cannot be parsed is refused with its place', async () => {
    expect(await problemOf({ domainRules: [rule({ expr: 'message.a ==' })] })).toBe(
      'domainRules[0] "r": the CEL expression cannot be parsed: Unexpected token: EOF at 1:13',
    );
    expect(
      await problemOf({ domainRules: [rule({ type: 'CEL_FIELD', expr: "typeName == 'STRING';\nvalue + )" })] }),
    ).toContain('at 2:9');
  });

  it('in JSONata is parsed as well', async () => {
    const renamed = "$merge([$sift($, function($v, $k) {$k != 'size'}), {'height': $.'size'}])";
    expect(await problemOf({ migrationRules: [migration({ expr: renamed })] })).toBe(undefined);
    expect(await problemOf({ migrationRules: [migration({ expr: 'a.b[' })] })).toBe(
      'migrationRules[0] "r": the JSONATA expression cannot be parsed: Expected "]" before end of expression at 1:5',
    );
  });

  it('of any text is taken or refused, never an end', async () => {
    const expr = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom('a', '.', '(', ')', '[', '{', '}', "'", '"', '`', ';', '\n', '$', '==', ' ', '?', ':', '1'),
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(expr, fc.constantFrom('CEL', 'CEL_FIELD', 'JSONATA'), async (text, type) => {
        await problemOf({ domainRules: [rule({ type, expr: text })] });
      }),
    );
  });

  it('of any form of rules is refused or taken, never an end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('domainRules', 'migrationRules'), fc.jsonValue()),
        async (ruleSet) => {
          await problemOf(ruleSet);
        },
      ),
    );
  });
});
