import type { Comment, Declared } from '../tree.ts';

export type Lines = readonly string[];

export function indented(lines: Lines): Lines {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

/** The declaration's head with its comments. A head of many lines is one text. */
export function declared({ comments }: Declared, head: string): Lines {
  const after = comments?.after === undefined ? '' : ` //${comments.after}`;
  return [...commentsBefore(comments?.before ?? []), ...`${head}${after}`.split('\n')];
}

/** `head {`, the sections with blank lines between, and the closing brace. */
export function block(of: Declared, head: string, sections: readonly Lines[]): Lines {
  const body = joined([...sections, lastComments(of.comments?.end ?? [])]);
  if (body.length === 0 && of.comments?.after === undefined) return declared(of, `${head} {}`);
  return [...declared(of, `${head} {`), ...indented(body), '}'];
}

/** The sections that are not empty, a blank line before each but the first. */
export function joined(sections: readonly Lines[]): Lines {
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : ['', ...section]));
}

/** Declarations of several lines below each other: a blank line before those that begin with a comment. */
export function stacked(declarations: readonly Lines[]): Lines {
  return declarations.flatMap((lines, index) =>
    index > 0 && lines[0]?.startsWith('//') === true ? ['', ...lines] : lines,
  );
}

export function lastComments(comments: readonly Comment[]): Lines {
  const lines = commentsBefore(comments);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function commentsBefore(comments: readonly Comment[]): Lines {
  return comments.flatMap(({ lines, detached }) => [...lines.map((line) => `//${line}`), ...(detached ? [''] : [])]);
}
