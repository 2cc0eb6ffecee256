export type { SqlKind, SqlType, StructField } from './types/sql-type.ts';
export { formatType } from './types/format-type.ts';
export { builtins } from './functions/builtins.ts';
export type { SqlFunction } from './functions/function.ts';
export type { FunctionRegistry } from './functions/registry.ts';
export { formatColumns, formatSchema } from './syntax/format-columns.ts';
export { formatExpression, formatName, formatString } from './syntax/format-expression.ts';
export { formatStatement, maskStatement } from './syntax/format-statement.ts';
export { fullMessage, isSqlError, spanOfError } from './syntax/sql-error.ts';
export type { SqlErrorDetails, SqlErrorPhase } from './syntax/sql-error.ts';
export type { Span } from './syntax/span.ts';
export { applyChange, execute } from './plan/engine.ts';
export { NO_CHANGE } from './plan/engine-types.ts';
export type { EngineChange, EngineContext, EngineState, Execution, NeededTopic } from './plan/engine-types.ts';
export type { InsertPlan } from './plan/insert-values.ts';
export type { PullPlan } from './plan/pull-plan.ts';
export { parseScript } from './syntax/parse.ts';
export type { ParsedStatement } from './syntax/parse.ts';
export type {
  AssertSchema,
  AssertTopic,
  DescribeFunction,
  DescribeSource,
  Explain,
  InsertValues,
  ListStatement,
  Statement,
} from './syntax/ast.ts';
export { compileTopology } from './operators/compile-topology.ts';
export { compilePull } from './operators/pull.ts';
export { complete } from './editor/complete.ts';
export type { Suggestion } from './editor/complete.ts';
export { diagnose } from './editor/diagnose.ts';
export type { Diagnostic, DiagnoseOptions } from './editor/diagnose.ts';
export { metastoreOf } from './editor/outline.ts';
export type { SourceOutline } from './editor/outline.ts';
export { emptyMetastore, withoutSource, withSource, withType } from './analysis/metastore.ts';
export type { DataSource, Metastore } from './analysis/metastore.ts';
export type { PhysicalPlan, RowSchema, Step, WindowInfo } from './plan/physical-plan.ts';
export type {
  InputRecord,
  ProcessingError,
  RegisteredSchema,
  ResultRow,
  ResultTable,
  SchemaLookup,
  StoreSpec,
  SubjectSpec,
  Subtopology,
  Task,
  TaskContext,
  Topology,
  TopologyEnvironment,
} from './operators/topology.ts';
export { evaluate } from './expressions/evaluate.ts';
export { registeredSchema } from './formats/schema-of.ts';
export { rowEncoder } from './formats/serde.ts';
export { subjectOf } from './formats/serde-spec.ts';
export { runCases } from './testing/run-case.ts';
export type { CaseResult } from './testing/run-case.ts';
export { testFunctions } from './testing/test-functions.ts';
