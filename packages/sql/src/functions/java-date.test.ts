import { describe, expect, it } from 'vitest';
import { dateFormatter, dateParser, localToInstant, zoneOffset } from './java-date.ts';

const TIME = Date.UTC(2021, 2, 4, 15, 6, 7, 89);

describe("Java's date patterns", () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', '2021-03-04 15:06:07.089'],
    ["yyyy-MM-dd'T'HH:mm:ssX", '2021-03-04T15:06:07Z'],
    ['EEE, d MMM yy h:mm a', 'Thu, 4 Mar 21 3:06 PM'],
    ["''yyyy'' 'o''clock'", "'2021' o'clock"],
    ['DDD', '063'],
  ])('%s prints %s', (pattern, text) => {
    expect(dateFormatter(pattern)(TIME, 'UTC')).toBe(text);
  });

  it('reads what it printed', () => {
    for (const pattern of ['yyyy-MM-dd HH:mm:ss.SSS', "yyyyMMdd'x'HHmmssSSS", 'dd MMMM yyyy hh:mm:ss.SSS a']) {
      expect(dateParser(pattern)(dateFormatter(pattern)(TIME, 'UTC'), 'UTC')).toBe(TIME);
    }
  });

  it('prints and reads in a time zone, by the rules of that day', () => {
    expect(dateFormatter('HH:mm')(Date.UTC(2021, 0, 1, 12), 'America/New_York')).toBe('07:00');
    expect(dateFormatter('HH:mm')(Date.UTC(2021, 6, 1, 12), 'America/New_York')).toBe('08:00');
    expect(dateParser('yyyy-MM-dd HH:mm')('2021-07-01 08:00', 'America/New_York')).toBe(Date.UTC(2021, 6, 1, 12));
  });

  it('takes the zone of the text before its own', () => {
    expect(dateParser("yyyy-MM-dd'T'HH:mmXXX")('2021-07-01T08:00+02:00', 'UTC')).toBe(Date.UTC(2021, 6, 1, 6));
  });

  it('refuses a text that does not fit, a day that is none, and an unknown letter', () => {
    expect(() => dateParser('yyyy-MM-dd')('2021-3-4', 'UTC')).toThrow('could not be parsed');
    expect(() => dateParser('yyyy-MM-dd')('2021-02-30', 'UTC')).toThrow('out of range');
    expect(() => dateFormatter('yyyy-bb')).toThrow('Unknown pattern letter: b');
    expect(() => zoneOffset('Mars/Olympus', 0)).toThrow('Unknown time-zone ID');
  });

  it('takes a time within the gap of summer time as if the clocks had not moved', () => {
    expect(localToInstant(Date.UTC(2021, 2, 14, 2, 30), 'America/New_York')).toBe(Date.UTC(2021, 2, 14, 7, 30));
  });
});
