import type { JoinType } from '../plan/physical-plan.ts';
import type { AstExpression, AstType } from './ast-expression.ts';
import type { Span } from './span.ts';

/** A statement as it was written. `at` spans the statement without its semicolon. */
export type Statement =
  | CreateSource
  | CreateAsSelect
  | InsertSelect
  | InsertValues
  | QueryStatement
  | DropSource
  | AlterSource
  | CreateType
  | DropType
  | QueryControl
  | ListStatement
  | DescribeSource
  | DescribeFunction
  | Explain
  | Print
  | SetProperty
  | UnsetProperty
  | Define
  | Undefine
  | AssertTopic
  | AssertSchema
  | ConnectorStatement;

export type SourceKind = 'stream' | 'table';

export interface WithProperty {
  readonly at: Span;
  /** Upper-cased unless quoted. */
  readonly name: string;
  readonly value: AstExpression;
}

/** `headers`: HEADERS, or HEADER('key'). */
export interface ColumnDefinition {
  readonly at: Span;
  readonly name: string;
  readonly type: AstType;
  readonly role: 'key' | 'primaryKey' | 'value' | 'headers';
  readonly headerKey: string | null;
}

export interface CreateSource {
  readonly kind: 'createSource';
  readonly at: Span;
  readonly sourceKind: SourceKind;
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly properties: readonly WithProperty[];
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  /** CREATE SOURCE …: read only, a table is materialised by a query of its own. */
  readonly readOnly: boolean;
}

export interface CreateAsSelect {
  readonly kind: 'createAsSelect';
  readonly at: Span;
  readonly sourceKind: SourceKind;
  readonly name: string;
  readonly properties: readonly WithProperty[];
  readonly query: Query;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
}

export interface InsertSelect {
  readonly kind: 'insertSelect';
  readonly at: Span;
  readonly target: string;
  readonly targetAt: Span;
  readonly properties: readonly WithProperty[];
  readonly query: Query;
}

/** `columns` null: those of the source in order. */
export interface InsertValues {
  readonly kind: 'insertValues';
  readonly at: Span;
  readonly target: string;
  readonly targetAt: Span;
  readonly columns: readonly string[] | null;
  readonly values: readonly AstExpression[];
}

/** SELECT …: a push query with EMIT, else a pull query. */
export interface QueryStatement {
  readonly kind: 'query';
  readonly at: Span;
  readonly query: Query;
}

export interface Query {
  readonly at: Span;
  readonly items: readonly SelectItem[];
  readonly from: FromSource;
  readonly joins: readonly Join[];
  readonly window: WindowClause | null;
  readonly where: AstExpression | null;
  readonly groupBy: readonly AstExpression[] | null;
  readonly partitionBy: readonly AstExpression[] | null;
  readonly having: AstExpression | null;
  readonly emit: 'changes' | 'final' | null;
  readonly limit: number | null;
}

export type SelectItem =
  | { readonly kind: 'expression'; readonly at: Span; readonly value: AstExpression; readonly alias: string | null }
  /** `*` or `source.*` */
  | { readonly kind: 'star'; readonly at: Span; readonly source: string | null }
  /** `struct->*` */
  | { readonly kind: 'structStar'; readonly at: Span; readonly value: AstExpression };

export interface FromSource {
  readonly at: Span;
  readonly name: string;
  /** The name itself when none was given. */
  readonly alias: string;
}

export interface Join {
  readonly at: Span;
  readonly type: JoinType;
  readonly source: FromSource;
  readonly within: Within | null;
  readonly on: AstExpression;
}

export interface Within {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number | null;
}

/** SESSION: `sizeMs` is the gap; TUMBLING: `advanceMs` is `sizeMs`. */
export interface WindowClause {
  readonly at: Span;
  readonly name: string | null;
  readonly type: 'TUMBLING' | 'HOPPING' | 'SESSION';
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly retentionMs: number | null;
  readonly graceMs: number | null;
}

export interface DropSource {
  readonly kind: 'dropSource';
  readonly at: Span;
  readonly sourceKind: SourceKind;
  readonly name: string;
  readonly ifExists: boolean;
  readonly deleteTopic: boolean;
}

export interface AlterSource {
  readonly kind: 'alterSource';
  readonly at: Span;
  readonly sourceKind: SourceKind;
  readonly name: string;
  readonly added: readonly { readonly name: string; readonly type: AstType }[];
}

export interface CreateType {
  readonly kind: 'createType';
  readonly at: Span;
  readonly name: string;
  readonly type: AstType;
  readonly ifNotExists: boolean;
}

export interface DropType {
  readonly kind: 'dropType';
  readonly at: Span;
  readonly name: string;
  readonly ifExists: boolean;
}

/** `queryId` null: ALL. */
export interface QueryControl {
  readonly kind: 'terminate' | 'pause' | 'resume';
  readonly at: Span;
  readonly queryId: string | null;
}

export type ListedThing =
  | 'streams'
  | 'tables'
  | 'queries'
  | 'topics'
  | 'functions'
  | 'properties'
  | 'types'
  | 'variables'
  | 'connectors'
  | 'connectorPlugins';

export interface ListStatement {
  readonly kind: 'list';
  readonly at: Span;
  readonly what: ListedThing;
  readonly extended: boolean;
  /** SHOW ALL TOPICS: internal ones too. */
  readonly all: boolean;
}

/** `name` null: DESCRIBE STREAMS or TABLES, every one of `sourceKind`. */
export interface DescribeSource {
  readonly kind: 'describe';
  readonly at: Span;
  readonly name: string | null;
  readonly sourceKind: SourceKind | null;
  readonly extended: boolean;
}

export interface DescribeFunction {
  readonly kind: 'describeFunction';
  readonly at: Span;
  readonly name: string;
}

/** Of a statement, or of a running query by its id. */
export interface Explain {
  readonly kind: 'explain';
  readonly at: Span;
  readonly statement: Statement | null;
  readonly queryId: string | null;
}

export interface Print {
  readonly kind: 'print';
  readonly at: Span;
  readonly topic: string;
  readonly fromBeginning: boolean;
  readonly interval: number | null;
  readonly limit: number | null;
}

export interface SetProperty {
  readonly kind: 'set';
  readonly at: Span;
  readonly name: string;
  readonly value: string;
}

export interface UnsetProperty {
  readonly kind: 'unset';
  readonly at: Span;
  readonly name: string;
}

export interface Define {
  readonly kind: 'define';
  readonly at: Span;
  readonly name: string;
  readonly value: string;
}

export interface Undefine {
  readonly kind: 'undefine';
  readonly at: Span;
  readonly name: string;
}

export interface AssertTopic {
  readonly kind: 'assertTopic';
  readonly at: Span;
  readonly topic: string;
  readonly properties: readonly WithProperty[];
  readonly exists: boolean;
  readonly timeoutMs: number | null;
}

export interface AssertSchema {
  readonly kind: 'assertSchema';
  readonly at: Span;
  readonly subject: string | null;
  readonly schemaId: number | null;
  readonly exists: boolean;
  readonly timeoutMs: number | null;
}

/** Connectors are run by the Connect server; the statement is passed on to it. */
export interface ConnectorStatement {
  readonly kind: 'connector';
  readonly at: Span;
  readonly action: 'createSource' | 'createSink' | 'drop' | 'describe';
  readonly name: string;
  readonly properties: readonly WithProperty[];
  /** IF [NOT] EXISTS. */
  readonly conditional: boolean;
}
