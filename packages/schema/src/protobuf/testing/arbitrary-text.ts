import * as fc from 'fast-check';
import { printProto } from '../text/print.ts';
import { arbitraryProto } from './arbitrary-proto.ts';

/** What the parser treats in its own way, to be strewn into texts. */
const fragments = [
  ...'{}[]()<>;=.,-"\'\\/'.split(''),
  ...'/* */ // \n 0x 1 max to inf option reserved repeated map< message enum oneof extend extensions group stream'.split(
    ' ',
  ),
  ' ',
  '\n',
  '\u0000',
  '\u{1F600}',
];

/** A schema's text with up to three places where something was cut out, and something else put in. */
export function arbitraryMutatedText(examples: readonly string[]): fc.Arbitrary<string> {
  const text = fc.oneof(fc.constantFrom(...examples), arbitraryProto().map(printProto));
  const change = fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', ...fragments));
  return fc.tuple(text, fc.array(change, { maxLength: 3 })).map(([original, changes]) =>
    changes.reduce((mutated, [place, cut, put]) => {
      const at = place % (mutated.length + 1);
      return mutated.slice(0, at) + put + mutated.slice(at + cut);
    }, original),
  );
}
