/** Says what is wrong with a value, or nothing. `path` names the place. */
export type Shape = (value: unknown, path: string) => string | undefined;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape = (value, path) => (typeof value === 'string' ? undefined : `${path} must be text`);

export const flag: Shape = (value, path) => (typeof value === 'boolean' ? undefined : `${path} must be true or false`);

export const count: Shape = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : `${path} must be a whole number from 0`;

export const oneOf =
  (values: readonly string[]): Shape =>
  (value, path) =>
    typeof value === 'string' && values.includes(value) ? undefined : `${path} must be one of ${values.join(', ')}`;

export const optional =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : shape(value, path);

export const list =
  (item: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} must be a list`;
    for (const [index, each] of value.entries()) {
      const wrong = item(each, `${path}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** An object with at least these members; others are let through. */
export const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} must be an object`;
    for (const [name, shape] of Object.entries(members)) {
      const wrong = shape(value[name], path === '' ? name : `${path}.${name}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
