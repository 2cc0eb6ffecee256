import { MillraceError } from '@millrace/base';
import type { Faker } from '@faker-js/faker';

/** How many values one example may have: types that hold two of the next grow exponentially. */
const valuesMax = 5_000;
/** From here on whatever may be null or empty is, so that recursive types end. */
const depthBare = 5;
/** A type that holds itself in every value has no finite one. Guards the stack. */
const depthMax = 100;
const day = 86_400_000;

/** What one example is made of: its values speak of the same person and the same journey. */
export interface Scene {
  readonly faker: Faker;
  /** Milliseconds since the epoch that moments lie shortly before. */
  readonly near: number;
  readonly person: { readonly first: string; readonly last: string };
  readonly airports: readonly [origin: string, destination: string];
  readonly budget: { left: number };
}

export function newScene(faker: Faker, near: number): Scene {
  const origin = faker.airline.airport().iataCode;
  return {
    faker,
    near,
    person: { first: faker.person.firstName(), last: faker.person.lastName() },
    airports: [origin, differentFrom(origin, () => faker.airline.airport().iataCode)],
    budget: { left: valuesMax },
  };
}

/** The same scene for another attempt. */
export function again(scene: Scene): Scene {
  return { ...scene, budget: { left: valuesMax } };
}

/** Milliseconds since the epoch, within the thirty days before the scene's moment. */
export function momentOf({ faker, near }: Scene): number {
  return near - faker.number.int({ min: 0, max: 30 * day });
}

/** One of several. @throws MillraceError SCHEMA_INVALID when there is none: an enum without symbols */
export function chosen<T>({ faker }: Scene, from: readonly T[]): T {
  if (from.length === 0) throw noExample('an enum or a union of the schema has nothing to choose from');
  return faker.helpers.arrayElement(from);
}

/** Counts one more value. @throws MillraceError SCHEMA_INVALID when a value of the schema would be too large or has no end */
export function spend({ budget }: Scene, depth: number): void {
  if (--budget.left < 0) throw tooLarge(`more than ${valuesMax} values`);
  if (depth > depthMax) throw tooLarge(`more than ${depthMax} levels`);
}

/** Whether what may be left out shall be. */
export function isBare({ budget }: Scene, depth: number): boolean {
  return depth > depthBare || budget.left < valuesMax / 2;
}

function differentFrom(other: string, make: () => string): string {
  for (let attempt = 0; attempt < 5; attempt++) {
    const made = make();
    if (made !== other) return made;
  }
  return other;
}

function tooLarge(what: string): MillraceError {
  return noExample(`a value of the schema would have ${what}`);
}

export function noExample(why: string): MillraceError {
  return new MillraceError('SCHEMA_INVALID', `No example can be made: ${why}.`);
}
