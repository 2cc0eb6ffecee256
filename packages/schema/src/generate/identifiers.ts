/** Words of any name as one: `shop.order-line` is `ShopOrderLine`. What begins with a digit or has no letters gets a `T` before it. */
export function typeName(text: string): string {
  const words = text.split(/[^\p{L}\p{Nd}_$]+/u).filter((word) => word !== '');
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return /^[\p{L}_$]/u.test(name) ? name : `T${name}`;
}

/** Names that are given once each: a second `Order` is `Order2`. */
export class Names {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  take(text: string): string {
    const wanted = typeName(text);
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}${count}`;
    this.#taken.add(name);
    return name;
  }
}

/** The member of an object type: quoted where it is no identifier. */
export function memberName(name: string): string {
  return /^[\p{L}_$][\p{L}\p{Nd}_$]*$/u.test(name) ? name : JSON.stringify(name);
}
