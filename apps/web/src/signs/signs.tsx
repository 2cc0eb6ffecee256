import type { Alignment, Quality, Sla } from '@millrace/mesh';

const ring = <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />;
const marks: Readonly<Record<Quality, React.ReactNode>> = {
  authoritative: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  curated: (
    <>
      {ring}
      <path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
    </>
  ),
  raw: ring,
};

/** Solid, half or outline, always with its word. */
export const QualitySign = ({ quality }: { readonly quality: Quality }) => (
  <span className="q">
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {marks[quality]}
    </svg>
    {quality}
  </span>
);

const bars: Readonly<Record<Sla, number>> = { 'tier-1': 3, 'tier-2': 2, 'tier-3': 1 };
export const slaWord = (sla: string): string => sla.replace('-', ' ');

/** Three, two or one full bar, always with its word. */
export const SlaSign = ({ sla }: { readonly sla: Sla }) => (
  <span className="sla">
    <span className="bars" aria-hidden="true">
      {[1, 2, 3].map((bar) => (
        <i key={bar} className={bar <= bars[sla] ? 'f' : ''} />
      ))}
    </span>
    {slaWord(sla)}
  </span>
);

const aligned: Readonly<Record<Alignment, { readonly shape: string; readonly words: string }>> = {
  source: { shape: '→▪', words: 'source-aligned' },
  aggregate: { shape: '⋈', words: 'aggregate' },
  consumer: { shape: '▪→', words: 'consumer-aligned' },
};

export const AlignmentSign = ({ alignment }: { readonly alignment: Alignment }) => (
  <span className="al">
    <span aria-hidden="true">{aligned[alignment].shape}</span> {aligned[alignment].words}
  </span>
);
