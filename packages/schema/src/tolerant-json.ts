/** The text without comments and without commas after the last item or member, which people write and JSON does not have. */
export function tolerantJson(text: string): string {
  const withoutComments = outsideStrings(text, /\/\/[^\n]*|\/\*[^]*?\*\//);
  return outsideStrings(withoutComments, /,(?=\s*[}\]])/);
}

function outsideStrings(text: string, dropped: RegExp): string {
  const piece = new RegExp(`(?<kept>"[^"\\\\]*(?:\\\\.[^"\\\\]*)*")|${dropped.source}`, 'g');
  return text.replaceAll(piece, (_, kept: string | undefined) => kept ?? '');
}
