/** Names that say little alone: `name` of a `Product` is the name of a product. */
const generic = new Set('name id code value type number key title'.split(' '));

/** The words of a field's name in lower case, with a space on either side: `customerEMail` is ` customer e mail `. */
export function wordsOf(name: string, owner = ''): string {
  const own = split(name);
  const words = own.length === 1 && generic.has(own[0] ?? '') ? [...split(owner), ...own] : own;
  return ` ${words.join(' ')} `;
}

function split(name: string): readonly string[] {
  const spaced = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return spaced
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}
