import type { Page, PublishRequest, RuleResult } from '@millrace/mesh';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { post } from '../api/client.ts';

const pauseMs = 200;

function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

/** The gate's answer to the form as it stands, asked anew when the typing pauses. */
export function useGate(request: PublishRequest | undefined) {
  const paused = usePaused(request);
  return useQuery({
    queryKey: ['gate', paused],
    queryFn: ({ signal }) => post<Page<RuleResult>>('/products:check', paused, signal),
    select: (page) => page.items,
    enabled: paused !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
