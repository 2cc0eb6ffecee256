import type { Consumer, RegisterConsumerRequest } from '@millrace/mesh';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client.ts';

/** Registers a consumer of a product; lists that show it are asked anew. */
export function useRegister(product: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: RegisterConsumerRequest) =>
      post<Consumer>(`/products/${encodeURIComponent(product)}/consumers`, request),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['consumers', product] }),
        cache.invalidateQueries({ queryKey: ['lineage', product] }),
      ]),
  });
}
