/** One or two capital letters for a name or handle: `@flights-team` is `FT`. */
export const initials = (name: string): string =>
  name
    .replace(/^@/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
