import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutContextPath } from './context-url.ts';

describe('a URL with a context before its path', () => {
  it.each([
    ['/contexts/.a/subjects', '/subjects?subjectPrefix=%3A.a%3A'],
    ['/contexts/.a/subjects?subjectPrefix=o&deleted=true', '/subjects?subjectPrefix=%3A.a%3Ao&deleted=true'],
    ['/contexts/:.a:/subjects/orders/versions/1', '/subjects/%3A.a%3Aorders/versions/1'],
    ['/contexts/%3A.a%3A/subjects/a%2Fb', '/subjects/%3A.a%3Aa%2Fb'],
    ['/contexts/.a/subjects/:.b:orders', '/subjects/%3A.b%3Aorders'],
    ['/contexts/.a/compatibility/subjects/o/versions', '/compatibility/subjects/%3A.a%3Ao/versions'],
    ['/contexts/.a/config', '/config/:.a:'],
    ['/contexts/.a/mode/o?force=true', '/mode/%3A.a%3Ao?force=true'],
    ['/contexts/.a/schemas/ids/1', '/schemas/ids/1?subject=%3A.a%3A'],
    ['/contexts/.a/schemas/ids/1?subject=o', '/schemas/ids/1?subject=%3A.a%3Ao'],
    ['/contexts/.a/schemas', '/schemas?subjectPrefix=%3A.a%3A'],
    ['/contexts/.a/schemas/types', '/schemas/types'],
    ['/contexts/.a/associations', '/associations?context=.a'],
    ['/contexts/.a/dek-registry/v1/keks/k/deks/o/versions/1', '/dek-registry/v1/keks/k/deks/%3A.a%3Ao/versions/1'],
    ['/contexts/:.:/subjects/o', '/subjects/%3A.%3Ao'],
  ])('%s is %s', (url, expected) => {
    expect(withoutContextPath(url)).toBe(expected);
  });

  it.each(['/contexts', '/contexts/.a', '/contexts/.a/', '/subjects/contexts/versions', '/?a=b', '/'])(
    'is not %s',
    (url) => {
      expect(withoutContextPath(url)).toBe(url);
    },
  );

  it('keeps one slash of several at the start', () => {
    expect(withoutContextPath('//subjects//versions')).toBe('/subjects//versions');
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), fc.string(), (path, query, name) => {
        for (const each of [`/${path}`, `/contexts/${name}${path}`])
          expect(withoutContextPath(`${each}?${query}`)).toMatch(/^\//);
      }),
    );
  });
});
