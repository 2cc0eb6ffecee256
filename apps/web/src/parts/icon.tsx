const paths = {
  explore: 'M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2m3.5 8.1 3.6 3.6',
  create: 'm5.2 4.6-3.4 3.5 3.4 3.5M10.8 4.6l3.4 3.5-3.4 3.5',
  publish: 'M8 10.6V2.6M4.8 5.4 8 2.4l3.2 3M2.4 10v2.6c0 .6.4 1 1 1h9.2c.6 0 1-.4 1-1V10',
  govern: 'M8 1.8 2.8 3.9v3.6c0 3.2 2.2 5.5 5.2 6.7 3-1.2 5.2-3.5 5.2-6.7V3.9zM5.8 7.9l1.6 1.6 2.9-3.1',
  product:
    'M2.2 5.2c1.9 0 1.9-1.4 3.9-1.4S8 5.2 10 5.2s1.9-1.4 3.8-1.4M2.2 8.8c1.9 0 1.9-1.4 3.9-1.4S8 8.8 10 8.8s1.9-1.4 3.8-1.4M2.2 12.4c1.9 0 1.9-1.4 3.9-1.4S8 12.4 10 12.4s1.9-1.4 3.8-1.4',
  check: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M5.4 8.2l1.8 1.8 3.5-3.8',
  alert: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 4.8v3.8M8 11v.1',
  tick: 'm3.4 8.4 3 3 6.2-6.6',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.6 5.6h7.8v7.8H5.6zM10.4 5.6V3.4c0-.4-.4-.8-.8-.8H3.4c-.4 0-.8.4-.8.8v6.2c0 .4.4.8.8.8h2.2',
  lock: 'M4 7.2h8v6H4zM5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
  chevron: 'm6 4 4 4-4 4',
  filter: 'M2.4 4.2h11.2M4.6 8h6.8M6.8 11.8h2.4',
  command: 'M3 4.2 6.4 8 3 11.8M8 12h5',
  light:
    'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.4v1.2M8 13.4v1.2M1.4 8h1.2M13.4 8h1.2M3.3 3.3l.9.9M11.8 11.8l.9.9M12.7 3.3l-.9.9M4.2 11.8l-.9.9',
  dark: 'M13.4 9.8A5.8 5.8 0 0 1 6.2 2.6a5.8 5.8 0 1 0 7.2 7.2',
  system: 'M2.2 3.2h11.6v7.6H2.2zM5.6 13.4h4.8M8 10.8v2.6',
  stop: 'M3.4 3.4h9.2v9.2H3.4z',
  audit: 'M3.4 2.4h9.2v11.2H3.4zM5.8 5.6h4.4M5.8 8h4.4M5.8 10.4h2.4',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text; never read aloud, so there is always a word beside it or a label on its button. */
export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) => (
  <svg
    className="icon"
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={paths[name]} />
  </svg>
);
