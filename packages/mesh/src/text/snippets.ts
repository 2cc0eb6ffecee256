import type { Snippet } from '../api.ts';
import type { SnippetInput } from './snippets/input.ts';
import { java } from './snippets/java.ts';
import { kcat } from './snippets/kcat.ts';
import { python } from './snippets/python.ts';
import { typescript } from './snippets/typescript.ts';

/** Programs that read the product's events from the first one as the consumer's group, complete and ready to run. */
export function snippets(input: SnippetInput): readonly Snippet[] {
  return [
    { language: 'kcat', title: 'kcat', code: kcat(input) },
    { language: 'typescript', title: 'TypeScript', code: typescript(input) },
    { language: 'python', title: 'Python', code: python(input) },
    { language: 'java', title: 'Java', code: java(input) },
  ];
}
