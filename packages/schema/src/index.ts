export { branchName, isNamed } from './avro/schema.ts';
export type {
  Attributes,
  AvroArray,
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroMap,
  AvroNamed,
  AvroPrimitive,
  AvroRecord,
  AvroSchema,
  AvroUnion,
  LogicalType,
  PrimitiveKind,
} from './avro/schema.ts';
export { parseAvro, parseAvroJson } from './avro/parse.ts';
export { printAvro } from './avro/print.ts';
export { canonicalAvro } from './avro/canonical.ts';
export { prettyJson } from './pretty-json.ts';
export { guessType } from './guess-type.ts';
export { checkDefaults } from './avro/check-defaults.ts';
export { avroDifferences, canReadAvro } from './avro/compatibility.ts';
export { avroKind, collectNamed } from './avro/avro-kind.ts';
export type { ParsedAvro } from './avro/avro-kind.ts';
export { describeFields } from './avro/describe.ts';
export { compileColumnDecoder, compileDecoder } from './avro/codec/decoder.ts';
export type { AvroDecoder, ColumnDecoder, ColumnDecoderOptions, DecoderOptions } from './avro/codec/decoder.ts';
export { compileColumnEncoder, compileEncoder, compileWriter } from './avro/codec/encoder.ts';
export type { AvroEncoder, AvroWriter, ColumnEncoderOptions } from './avro/codec/encoder.ts';
export { ByteWriter } from './codec/byte-writer.ts';
export type { DecimalFactory } from './avro/codec/shape.ts';
export { protobufKind } from './protobuf/protobuf-kind.ts';
export { fromFileDescriptor, parseProtobuf } from './protobuf/parse.ts';
export { messageOf } from './protobuf/parsed.ts';
export type { MessageName, ParsedProtobuf } from './protobuf/parsed.ts';
export type {
  ProtobufEnum,
  ProtobufField,
  ProtobufMap,
  ProtobufMessage,
  ProtobufScalar,
  ProtobufType,
} from './protobuf/types.ts';
export { toFileDescriptor } from './protobuf/descriptor/to-descriptor.ts';
export { compileProtobufColumnDecoder, compileProtobufDecoder } from './protobuf/codec/decoder.ts';
export type { ProtobufColumnDecoder, ProtobufDecoder, ProtobufDecoderOptions } from './protobuf/codec/decoder.ts';
export { compileProtobufEncoder } from './protobuf/codec/encoder.ts';
export type { ProtobufEncoder, ProtobufEncoderOptions } from './protobuf/codec/encoder.ts';
export { messageIndexBytes, messageIndexesOf, readMessageIndexes } from './protobuf/message-indexes.ts';
export type { IndexedPayload } from './protobuf/message-indexes.ts';
export {
  checkCompatibility,
  compatibilityLevels,
  explainCompatibility,
  isCompatibilityLevel,
} from './compatibility.ts';
export type {
  CompatibilityLevel,
  CompatibilityOptions,
  CompatibilityResult,
  JudgedDifference,
} from './compatibility.ts';
export { jsonKind } from './json-schema/json-kind.ts';
export type { ParsedJson } from './json-schema/json-kind.ts';
export { loadJsonValidator } from './json-schema/validator.ts';
export type { JsonValidator, Violation } from './json-schema/validator.ts';
export { runCompatibilityCases } from './compatibility-cases.ts';
export type { CaseResult } from './case-result.ts';
export type { Difference } from './difference.ts';
export type { SchemaField } from './fields.ts';
export { frame, framedId, frameSize, unframe, writeFrame } from './framing.ts';
export type { PayloadCheck } from './payload-check.ts';
export type {
  CompatibilityPolicy,
  ParsedSchema,
  PayloadDecoder,
  ReferencedSchema,
  SchemaKind,
  SchemaMetadata,
  SchemaType,
} from './schema-kind.ts';
export { schemaKind, schemaTypes } from './schema-kinds.ts';
export { guidHeader, identify, schemaIdHeaders } from './schema-identity.ts';
export type { IdentifiedData, RecordHeaders, SchemaIdentity } from './schema-identity.ts';
export { subjectBy, subjectStrategies, subjectStrategy, topicOfSubject, topicSubject } from './subjects.ts';
export type { SubjectOf, SubjectStrategy } from './subjects.ts';
export { tagClass, taggedFields } from './tags.ts';
export type { FieldTag, TagClass, TaggedField, TagMetadata } from './tags.ts';
export { retag, withTagsOf } from './tagging/retag.ts';
export type { TagChange } from './tagging/retag.ts';
export { taggedEntities } from './tagging/tagged-entities.ts';
export type { SchemaEntity } from './tagging/tagged-entities.ts';
