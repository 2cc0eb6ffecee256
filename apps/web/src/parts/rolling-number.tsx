import { useEffect, useRef, useState } from 'react';
import { count } from '../format/number.ts';

const rollMs = 360;
const still = (): boolean => globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A count that rolls to its new value. Only the text node changes, so a thousand of them cost no rendering. */
export const RollingNumber = ({
  value,
  format = count,
}: {
  readonly value: number;
  readonly format?: (value: number) => string;
}) => {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);
  const [first] = useState(value);
  useEffect(() => {
    const from = shown.current;
    let frame = 0;
    const begun = performance.now();
    const draw = (now: number): void => {
      const part = still() ? 1 : Math.min(1, Math.max(0, now - begun) / rollMs);
      shown.current = from + (value - from) * (1 - (1 - part) ** 3);
      if (element.current !== null) element.current.textContent = format(part === 1 ? value : shown.current);
      if (part < 1) frame = requestAnimationFrame(draw);
    };
    draw(from === value ? begun + rollMs : begun);
    return () => cancelAnimationFrame(frame);
  }, [value, format]);
  return <span ref={element}>{format(first)}</span>;
};
