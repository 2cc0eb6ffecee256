const width = 88;
const height = 26;
const inset = 3;

/** The path through the samples, oldest left; a history of nothing is a flat line near the foot. */
export function sparkPath(samples: readonly number[]): string {
  const top = Math.max(...samples, 0);
  const step = width / Math.max(1, samples.length - 1);
  const y = (value: number): number =>
    top === 0 ? height - inset : height - inset - (value / top) * (height - 2 * inset);
  return samples.map((value, at) => `${at === 0 ? 'M' : 'L'}${(at * step).toFixed(1)} ${y(value).toFixed(1)}`).join('');
}

/** Events a second of the last samples. The number beside it says the same, so it is not read aloud. */
export const Sparkline = ({ samples }: { readonly samples: readonly number[] }) => {
  const line = sparkPath(samples.length < 2 ? [0, 0] : samples);
  return (
    <svg
      className="spark"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`${line}L${width} ${height}L0 ${height}z`} fill="var(--accent-soft)" />
      <path d={line} fill="none" stroke="var(--accent)" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
};
