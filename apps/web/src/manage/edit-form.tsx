import type { ProductDetail } from '@millrace/mesh';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { updateAs } from '../api/as-command.ts';
import { problemOf, send } from '../api/client.ts';
import { teamsQuery } from '../api/queries.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Failure } from '../parts/states.tsx';
import { MetadataFields } from '../publish/publish-form.tsx';
import { changesOf, metadataOf } from './changes.ts';

/** Changes what is said of a product. Only the fields that differ are sent, and only if nobody changed it meanwhile. */
export const EditForm = ({ product, onDone }: { readonly product: ProductDetail; readonly onDone: () => void }) => {
  const [begun] = useState(() => ({ metadata: metadataOf(product), version: product.version }));
  const [metadata, setMetadata] = useState(begun.metadata);
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const cache = useQueryClient();
  const changes = changesOf(begun.metadata, metadata);
  const changed = Object.keys(changes).length > 0;
  const save = useMutation({
    mutationFn: () =>
      send('PATCH', `/products/${encodeURIComponent(product.id)}`, changes, { ifMatch: String(begun.version) }),
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: ['product', product.id] }),
        cache.invalidateQueries({ queryKey: ['products'] }),
      ]);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending) save.mutate();
      }}
    >
      <MetadataFields
        request={metadata}
        rules={save.error === null ? [] : (problemOf(save.error).violations ?? [])}
        teams={teams}
        change={(part) => setMetadata((old) => ({ ...old, ...part }))}
      />
      <div className="stack">
        {save.error === null ? null : <Failure error={save.error} />}
        <div className="acts">
          <button type="submit" className="btn go" disabled={!changed || save.isPending}>
            {save.isPending ? 'Saving' : 'Save changes'}
          </button>
        </div>
        {changed ? (
          <details className="disclose">
            <summary>As command</summary>
            <AsCommand as={updateAs(location.origin, product.id, changes)} />
          </details>
        ) : null}
      </div>
    </form>
  );
};
