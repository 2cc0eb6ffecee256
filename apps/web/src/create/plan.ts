export interface PlanStep {
  readonly kind: string;
  readonly detail: string;
}

/** The steps of an execution plan in the order of the data. The processor writes the last step first, each below the one it feeds. */
export function planSteps(text: string): readonly PlanStep[] {
  const steps: PlanStep[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*>\s*\[\s*(\w+)\s*\]\s*(?:\|\s*(.*))?$/.exec(line);
    if (match === null) continue;
    steps.unshift({ kind: (match[1] ?? '').toLowerCase().replaceAll('_', ' '), detail: detailOf(match[2] ?? '') });
  }
  return steps;
}

/** The columns of a step as a short list; the types are in the full text. */
function detailOf(rest: string): string {
  const schema = /Schema:\s*([^|]*)/.exec(rest)?.[1]?.trim() ?? rest.split('|')[0]?.trim() ?? '';
  const names = [...schema.matchAll(/`?([\w$]+)`?\s+[A-Z]+/g)].map((match) => match[1] ?? '');
  if (names.length === 0) return schema;
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
