import type { DescribeFunction, DescribeSource, ConnectorStatement, ListedThing, ListStatement } from './ast.ts';
import type { TokenCursor } from './token-cursor.ts';

const LISTED: Readonly<Record<string, ListedThing>> = {
  STREAMS: 'streams',
  TABLES: 'tables',
  QUERIES: 'queries',
  TOPICS: 'topics',
  FUNCTIONS: 'functions',
  PROPERTIES: 'properties',
  TYPES: 'types',
  VARIABLES: 'variables',
  CONNECTORS: 'connectors',
};

/** SHOW | LIST …, from that word on. */
export function parseList(cursor: TokenCursor): ListStatement {
  const first = cursor.next().at;
  const all = cursor.acceptWord('ALL');
  if (cursor.acceptWord('CONNECTOR', 'PLUGINS')) {
    return { kind: 'list', at: cursor.spanFrom(first), what: 'connectorPlugins', extended: false, all };
  }
  if (cursor.isWord('SOURCE', 'CONNECTORS') || cursor.isWord('SINK', 'CONNECTORS')) cursor.next();
  const what = cursor.token.kind === 'word' ? LISTED[cursor.token.value] : undefined;
  if (what === undefined)
    throw cursor.unexpected(
      Object.keys(LISTED)
        .map((word) => `'${word}'`)
        .join(', '),
    );
  cursor.next();
  const extended = cursor.acceptWord('EXTENDED');
  return { kind: 'list', at: cursor.spanFrom(first), what, extended, all };
}

/** DESCRIBE …, from that word on. */
export function parseDescribe(cursor: TokenCursor): DescribeSource | DescribeFunction | ConnectorStatement {
  const first = cursor.next().at;
  if (cursor.isWord('FUNCTION') && cursor.isName(1)) {
    cursor.next();
    const name = cursor.expectName();
    return { kind: 'describeFunction', at: cursor.spanFrom(first), name };
  }
  if (cursor.isWord('CONNECTOR') && cursor.isName(1)) {
    cursor.next();
    const name = cursor.expectName();
    return {
      kind: 'connector',
      at: cursor.spanFrom(first),
      action: 'describe',
      name,
      properties: [],
      conditional: false,
    };
  }
  const plural = (['STREAMS', 'TABLES'] as const).find((word) => cursor.acceptWord(word));
  if (plural !== undefined) {
    const extended = cursor.acceptWord('EXTENDED');
    const sourceKind = plural === 'STREAMS' ? 'stream' : 'table';
    return { kind: 'describe', at: cursor.spanFrom(first), name: null, sourceKind, extended };
  }
  const before = cursor.isWord('EXTENDED') && cursor.isName(1) ? cursor.acceptWord('EXTENDED') : false;
  const name = cursor.expectName();
  const extended = before || cursor.acceptWord('EXTENDED');
  return { kind: 'describe', at: cursor.spanFrom(first), name, sourceKind: null, extended };
}
