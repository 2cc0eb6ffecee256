import type { FieldInfo, SchemaInfo } from './schema-info.ts';

/** What `POST /ksql` answers with, one entity a statement, told apart by `@type` as in ksqlDB's REST API. */
export type Entity =
  | CurrentStatusEntity
  | (EntityBase<'streams'> & { readonly streams: readonly SourceListItem[] })
  | (EntityBase<'tables'> & { readonly tables: readonly SourceListItem[] })
  | (EntityBase<'queries'> & { readonly queries: readonly QueryListItem[] })
  | (EntityBase<'properties'> & {
      readonly properties: readonly PropertyItem[];
      readonly overwrittenProperties: readonly string[];
      readonly defaultProperties: readonly string[];
    })
  | (EntityBase<'sourceDescription'> & { readonly sourceDescription: SourceDescription })
  | (EntityBase<'source_descriptions'> & { readonly sourceDescriptions: readonly SourceDescription[] })
  | (EntityBase<'queryDescription'> & { readonly queryDescription: QueryDescription })
  | (EntityBase<'query_descriptions'> & { readonly queryDescriptions: readonly QueryDescription[] })
  | (EntityBase<'kafka_topics'> & { readonly topics: readonly TopicItem[] })
  | (EntityBase<'kafka_topics_extended'> & {
      readonly topics: readonly (TopicItem & { readonly consumerCount: number; readonly consumerGroupCount: number })[];
    })
  | (EntityBase<'function_names'> & { readonly functions: readonly FunctionItem[] })
  | (EntityBase<'describe_function'> & FunctionDescription)
  | (EntityBase<'type_list'> & { readonly types: Readonly<Record<string, SchemaInfo>> })
  | (EntityBase<'variables'> & { readonly variables: readonly { readonly name: string; readonly value: string }[] })
  | (EntityBase<'assert_topic'> & { readonly topicName: string; readonly exists: boolean })
  | (EntityBase<'assert_schema'> & {
      readonly subject: string | null;
      readonly id: number | null;
      readonly exists: boolean;
    })
  | (EntityBase<'executionPlan'> & { readonly executionPlan: string })
  | (EntityBase<'warning_entity'> & { readonly message: string });

interface EntityBase<Type extends string> {
  readonly '@type': Type;
  readonly statementText: string;
  readonly warnings: readonly { readonly message: string }[];
}

export interface CurrentStatusEntity extends EntityBase<'currentStatus'> {
  /** `stream/`NAME`/create`, the key of the command's record. */
  readonly commandId: string;
  readonly commandStatus: CommandStatus;
  /** Offset of the command's record, -1 for a statement that changed nothing. */
  readonly commandSequenceNumber: number;
}

export interface CommandStatus {
  readonly status: 'QUEUED' | 'PARSING' | 'EXECUTING' | 'TERMINATED' | 'SUCCESS' | 'ERROR';
  readonly message: string;
  readonly queryId: string | null;
}

export interface SourceListItem {
  readonly type: 'STREAM' | 'TABLE';
  readonly name: string;
  readonly topic: string;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly isWindowed: boolean;
}

export interface QueryListItem {
  readonly queryString: string;
  readonly sinks: readonly string[];
  readonly sinkKafkaTopics: readonly string[];
  readonly id: string;
  readonly statusCount: Readonly<Record<string, number>>;
  readonly queryType: 'PERSISTENT' | 'PUSH';
  readonly state: string;
}

export interface PropertyItem {
  readonly name: string;
  readonly scope: string;
  readonly value: string;
  readonly editable: boolean;
  readonly level: string;
}

export interface SourceDescription {
  readonly name: string;
  readonly windowType: string | null;
  readonly readQueries: readonly QueryListItem[];
  readonly writeQueries: readonly QueryListItem[];
  readonly fields: readonly FieldInfo[];
  readonly type: 'STREAM' | 'TABLE';
  readonly timestamp: string;
  readonly statistics: string;
  readonly errorStats: string;
  readonly extended: boolean;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly statement: string;
  readonly queryOffsetSummaries: readonly OffsetSummary[];
  readonly sourceConstraints: readonly string[];
  readonly clusterStatistics: readonly unknown[];
  readonly clusterErrorStats: readonly unknown[];
}

/** How far the consumer group of one query has come in one topic. */
export interface OffsetSummary {
  readonly groupId: string;
  readonly topicSummaries: readonly {
    readonly kafkaTopic: string;
    readonly offsets: readonly {
      readonly partition: number;
      readonly logStartOffset: number;
      readonly logEndOffset: number;
      readonly consumerOffset: number;
    }[];
  }[];
}

export interface QueryDescription {
  readonly id: string;
  readonly statementText: string;
  readonly windowType: string | null;
  readonly fields: readonly FieldInfo[];
  readonly sources: readonly string[];
  readonly sinks: readonly string[];
  readonly topology: string;
  readonly executionPlan: string;
  readonly overriddenProperties: Readonly<Record<string, unknown>>;
  readonly ksqlHostQueryStatus: Readonly<Record<string, string>>;
  readonly queryType: 'PERSISTENT' | 'PUSH';
  readonly queryErrors: readonly QueryError[];
  readonly tasksMetadata: readonly unknown[];
  readonly state: string | null;
}

export interface QueryError {
  readonly timestamp: number;
  readonly errorMessage: string;
  readonly type: 'USER' | 'SYSTEM' | 'UNKNOWN';
}

export interface TopicItem {
  readonly name: string;
  /** Replicas of each partition, in the order of the partitions. */
  readonly replicaInfo: readonly number[];
}

export interface FunctionItem {
  readonly name: string;
  readonly type: 'SCALAR' | 'AGGREGATE' | 'TABLE';
  readonly category: string;
}

export interface FunctionDescription {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly version: string;
  readonly path: string;
  readonly type: FunctionItem['type'];
  readonly functions: readonly {
    readonly arguments: readonly {
      readonly name: string;
      readonly type: string;
      readonly description: string;
      readonly isVariadic: boolean;
    }[];
    readonly returnType: string;
    readonly description: string;
  }[];
}
