export type Language = 'json' | 'protobuf';

/** A part of a text and what it is; `plain` needs no colour. */
export interface Token {
  readonly text: string;
  readonly kind: 'plain' | 'comment' | 'string' | 'number' | 'name' | 'word';
}

type Kind = Exclude<Token['kind'], 'plain'>;

/** In the order in which they are tried. The name of a member of JSON is told from a string by its colon. */
const forms: Readonly<Record<Language, readonly (readonly [Kind, string])[]>> = {
  json: [
    ['name', String.raw`"(?:[^"\\]|\\.)*"(?=\s*:)`],
    ['string', String.raw`"(?:[^"\\]|\\.)*"`],
    ['number', String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`],
    ['word', String.raw`\b(?:true|false|null)\b`],
  ],
  protobuf: [
    ['comment', String.raw`//[^\n]*|/\*[\s\S]*?\*/`],
    ['string', String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`],
    [
      'word',
      String.raw`\b(?:syntax|edition|package|import|public|weak|option|message|enum|oneof|map|repeated|optional|required|reserved|extensions|extend|service|rpc|returns|stream|to|max|true|false)\b`,
    ],
    ['name', String.raw`\b(?:double|float|u?int(?:32|64)|sint(?:32|64)|s?fixed(?:32|64)|bool|string|bytes)\b`],
    ['number', String.raw`\b\d[\w.]*`],
  ],
};

/** Cuts a text into tokens, which together are the text. What is not of the language is plain. */
export function tokens(text: string, language: Language): readonly Token[] {
  const kinds = forms[language];
  const pattern = new RegExp(kinds.map(([, form]) => `(${form})`).join('|'), 'g');
  const found: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), kind: 'plain' });
    const group = match.slice(1).findIndex((each) => each !== undefined);
    found.push({ text: match[0], kind: kinds[group]?.[0] ?? 'plain' });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), kind: 'plain' });
  return found;
}
