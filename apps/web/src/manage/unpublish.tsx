import type { ProductDetail } from '@millrace/mesh';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unpublishAs } from '../api/as-command.ts';
import { send } from '../api/client.ts';
import { consumersQuery } from '../api/queries.ts';
import { plural } from '../format/number.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Failure } from '../parts/states.tsx';

/** Takes a product out of the mesh, after naming everyone whom that touches. */
export const Unpublish = ({ product }: { readonly product: ProductDetail }) => {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const consumers = useQuery(consumersQuery(product.id)).data?.items ?? [];
  const force = consumers.length > 0;
  const remove = useMutation({
    mutationFn: () => send('DELETE', `/products/${encodeURIComponent(product.id)}${force ? '?force=true' : ''}`),
    onSuccess: async () => {
      await navigate({ to: '/' });
      cache.removeQueries({ queryKey: ['product', product.id] });
      await cache.invalidateQueries({ queryKey: ['products'] });
    },
  });
  return (
    <div className="stack">
      <p>
        {product.id} leaves Explore, and nobody can register for it. Its topic <code>{product.topic}</code> and its
        events stay.{' '}
        {force
          ? `${plural(consumers.length, 'consumer')} will lose the registration: ${consumers.map((each) => each.name).join(', ')}.`
          : 'No consumer is registered.'}
        {product.downstream.length > 0 ? ` It feeds ${product.downstream.join(', ')}.` : ''}
      </p>
      {remove.error === null ? null : <Failure error={remove.error} />}
      <div className="acts">
        <button type="button" className="btn danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {force ? `Unpublish and remove ${plural(consumers.length, 'consumer')}` : `Unpublish ${product.name}`}
        </button>
      </div>
      <details className="disclose">
        <summary>As command</summary>
        <AsCommand as={unpublishAs(location.origin, product.id, force)} />
      </details>
    </div>
  );
};
