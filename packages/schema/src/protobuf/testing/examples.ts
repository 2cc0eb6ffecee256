/** A file of everything that proto3 can say. */
export const proto3Example = `// Of the shop.

syntax = "proto3"; // the third
package shop.orders;

import "google/protobuf/timestamp.proto";
import "google/protobuf/descriptor.proto";
import "confluent/meta.proto";

option java_package = "com.example." 'shop';
option optimize_for = CODE_SIZE;
option (owner) = "a\\n\\377";

extend google.protobuf.FileOptions { bytes owner = 50000; }
extend google.protobuf.FieldOptions {
  repeated int32 marks = 50001;
  Note note = 50002;
  double weight = 50003;
}

message Note {
  string text = 1;
  repeated Note inner = 2;
  map<string, int32> counts = 3;
  Status status = 4;
}

/*
 * What a customer bought.
 *   On one day.
 */
message Order { // an order
  reserved 1, 40 to 60, 2000 to max;
  reserved "old", 'older';
  option (confluent.message_meta) = { tags: "Sales" };

  string message = 2 [(confluent.field_meta) = { doc: "Its text", tags: ["PII", "NOTE"], params: [{ key: "a", value: "b" }] }];
  // How often.
  optional sint32 option = 3 [
    deprecated = true, json_name = "times", (marks) = 1, (marks) = -0x10,
    (note) = { text: "x" inner { text: "y"; status: PAID } counts { key: "k" value: 3 } }, (note).status = PAID,
    (weight) = -1.5e3
  ]; // or never
  map<string, .shop.orders.Note> notes = 7;
  map<int64, Status> reserved = 9;
  oneof kind {
    option (unknown.extension).part = { a: 1 };
    bytes raw = 8;
    Order parent = 10;
    google.protobuf.Timestamp at = 11; /* a moment */
    // no more
  }
  enum Side { LEFT = 0; RIGHT = 1; }
  message Empty {}
  repeated Side sides = 12 [packed = false];
  repeated Empty empties = 13;
  // the end of Order
}

enum Status {
  option allow_alias = true;
  NEW = 0; PAID = 1; SETTLED = 1; LOST = -5 [deprecated = true];
  reserved 7 to 9, 100 to max;
  reserved "GONE";
}

service Orders {
  option deprecated = true;
  rpc Add (stream Order) returns (Order.Empty) { option idempotency_level = IDEMPOTENT; }
  rpc Watch (Order) returns (stream .shop.orders.Order);
}
// The end.
`;

/** What proto2 alone can say. */
export const proto2Example = `syntax = "proto2";
package old;
message A {
  required int32 a = 1 [default = -0x10];
  optional string s = 2 [default = "q\\"x"];
  optional bytes b = 3 [default = "\\001\\377'\\"\\\\\\n"];
  optional double d = 4 [default = inf];
  optional float f = 5 [default = 1.5e10];
  optional E e = 6 [default = TWO];
  repeated group Grp = 7 { optional int32 x = 1; repeated group Inner = 2 { optional bool t = 1 [default = true]; } }
  extensions 100 to 199, 500 to max;
  oneof o { string os = 8; group OG = 9 { optional int32 q = 1; } }
  optional Grp other = 10;
  repeated int32 pk = 11 [packed = true];
  extend A { optional int32 nested_ext = 101; }
  map<string, int32> mm = 12;
}
enum E { ONE = 1; TWO = 2; }
extend A { optional string ext = 100; repeated A many = 102; }
`;

/** What editions say by features. */
export const editionExample = `edition = "2023";
package ed;
option features.field_presence = IMPLICIT;
message M {
  reserved old, older;
  string a = 1;
  string b = 2 [features.field_presence = EXPLICIT];
  M c = 3 [features.message_encoding = DELIMITED];
  repeated int32 d = 4 [features.repeated_field_encoding = EXPANDED];
  E e = 5 [features.field_presence = LEGACY_REQUIRED];
}
enum E { option features.enum_type = CLOSED; ZERO = 0; }
`;

/** What edition 2024 says of what other files may use. */
export const edition2024Example = `edition = "2024";
package ed;
import option "confluent/meta.proto";
import "google/protobuf/any.proto";
option features.default_symbol_visibility = LOCAL_ALL;
export message Shown {
  string export = 1 [(confluent.field_meta).doc = "d"];
  google.protobuf.Any local = 2;
  local enum Side { LEFT = 0; }
}
local message Hidden { Shown.Side side = 1; }
`;
