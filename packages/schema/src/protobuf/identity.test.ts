import { describe, expect, it } from 'vitest';
import { protobufIdentity } from './identity.ts';
import { protobufKind } from './protobuf-kind.ts';

const commented = `// The head.
syntax = "proto3";
/* Of the
   shop. */
package shop;

import "google/protobuf/timestamp.proto"; // when

// An order.

message Order { // of somebody
  // Its number.
  int64 id = 1; // never 0
  reserved 5; // was something
  oneof who { // orders it
    string name = 2 [deprecated = true]; /* once */
  }
  // nothing more
}
// the end`;
const bare = `syntax = "proto3"; package shop; import "google/protobuf/timestamp.proto";
message Order { int64 id = 1; reserved 5; oneof who { string name = 2 [deprecated = true]; } }`;

describe('the identity of a Protobuf schema', () => {
  it('is its text without comments', () => {
    const { text } = protobufKind.parse(commented);
    expect(text).toContain('// never 0');
    expect(protobufIdentity(text)).toBe(protobufKind.parse(bare).text);
    expect(protobufIdentity(protobufKind.parse(bare).text)).toBe(protobufKind.parse(bare).text);
  });

  it('keeps slashes that are no comment, and a text that is no schema', () => {
    const { text } = protobufKind.parse(
      'syntax = "proto3"; option go_package = "https://shop.example//x"; message A {}',
    );
    expect(protobufIdentity(text)).toBe(text);
    expect(protobufIdentity('message { // what')).toBe('message { // what');
  });
});
