import type { Consumer, ProductDetail } from '@millrace/mesh';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { removeConsumerAs } from '../api/as-command.ts';
import { send } from '../api/client.ts';
import { consumersQuery } from '../api/queries.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Age } from '../parts/age.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { RegisterDialog } from '../use/register-dialog.tsx';

const RemoveDialog = ({ consumer, onClose }: { readonly consumer: Consumer; readonly onClose: () => void }) => {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => send('DELETE', `/consumers/${encodeURIComponent(consumer.id)}`),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['consumers', consumer.product] });
      onClose();
    },
  });
  return (
    <Dialog title={`Remove ${consumer.name}`} onClose={onClose}>
      <div className="stack">
        <p>
          {consumer.name} will no longer be told of changes to {consumer.product}, and leaves its lineage. Its group{' '}
          <code>{consumer.group}</code> and its offsets stay on the broker.
        </p>
        {remove.error === null ? null : <Failure error={remove.error} />}
        <div className="acts">
          <button type="button" className="btn go" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Remove {consumer.name}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Keep it
          </button>
        </div>
        <details className="disclose">
          <summary>As command</summary>
          <AsCommand as={removeConsumerAs(location.origin, consumer.id)} />
        </details>
      </div>
    </Dialog>
  );
};

const Table = ({
  consumers,
  onRemove,
}: {
  readonly consumers: readonly Consumer[];
  readonly onRemove: (consumer: Consumer) => void;
}) => (
  <div className="tablewrap card flush">
    <table>
      <thead>
        <tr>
          <th>name</th>
          <th>purpose</th>
          <th>group</th>
          <th>registered</th>
          <th>
            <span className="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {consumers.map((consumer) => (
          <tr key={consumer.id}>
            <td>
              <b>{consumer.name}</b>
            </td>
            <td className="dim">{consumer.purpose}</td>
            <td className="mono">{consumer.group}</td>
            <td className="dim nowrap">
              <Age of={consumer.registeredAt} /> by {consumer.registeredBy}
            </td>
            <td className="r">
              <button type="button" className="btn small" onClick={() => onRemove(consumer)}>
                Remove
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** Who reads the product, what for, and since when. */
export const ConsumersTab = ({ product }: { readonly product: ProductDetail }) => {
  const { data, error, refetch } = useQuery(consumersQuery(product.id));
  const [registering, setRegistering] = useState(false);
  const [removing, setRemoving] = useState<Consumer>();
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} />;
  return (
    <>
      {data.items.length === 0 ? (
        <Empty
          title="Nobody has registered yet"
          action={
            <button type="button" className="btn go" onClick={() => setRegistering(true)}>
              Be the first
            </button>
          }
          command={`millrace consumer add NAME --product ${product.id} --purpose TEXT`}
        >
          Applications and people that read this product stand here, with their purpose, so that its owner knows whom a
          change would touch.
        </Empty>
      ) : (
        <Table consumers={data.items} onRemove={setRemoving} />
      )}
      {registering ? <RegisterDialog product={product.id} onClose={() => setRegistering(false)} /> : null}
      {removing === undefined ? null : <RemoveDialog consumer={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
};
