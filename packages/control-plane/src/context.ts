import type { Clock, Logger } from '@millrace/base';
import type { SqlExample } from '@millrace/mesh';
import type { GateService } from './catalog/gate-service.ts';
import type { LineageService } from './catalog/lineage-service.ts';
import type { ProductCatalog } from './catalog/product-catalog.ts';
import type { SchemaCatalog } from './catalog/schema-catalog.ts';
import type { LiveBoard } from './live/live-board.ts';
import type { Cluster } from './ports/cluster.ts';
import type { KsqlClient } from './ports/ksql-client.ts';
import type { RegistryClient } from '@millrace/registry-client';
import type { StatusBoard } from './status/status-board.ts';
import type { MeshStore } from './store/mesh-store.ts';

/** Everything that the operations of the API work with. */
export interface MeshContext {
  readonly store: MeshStore;
  readonly cluster: Cluster;
  readonly registry: RegistryClient;
  readonly ksql: KsqlClient;
  readonly live: LiveBoard;
  readonly schemas: SchemaCatalog;
  readonly catalog: ProductCatalog;
  readonly gate: GateService;
  readonly lineage: LineageService;
  readonly status: StatusBoard;
  readonly examples: readonly SqlExample[];
  /** Address of the cluster as clients use it. */
  readonly bootstrap: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Address of this API; known once the server listens. */
  readonly url: () => string;
}
