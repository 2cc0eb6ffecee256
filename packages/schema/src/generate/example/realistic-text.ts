import { momentOf, type Scene } from './scene.ts';

type Maker = (scene: Scene) => string;

/** What a text is by the words of its field; the first that fits makes it. */
const makers: readonly (readonly [words: RegExp, make: Maker])[] = [
  [/ e ?mail( address)? $/, ({ faker, person }) => faker.internet.exampleEmail(nameOf(person)).toLowerCase()],
  [/ (phone|mobile|telephone|fax|msisdn)( number)? $/, ({ faker }) => faker.phone.number({ style: 'international' })],
  [/ (first|given) ?name $/, ({ person }) => person.first],
  [/ (last ?|family ?|sur)name $/, ({ person }) => person.last],
  [/ (user ?name|login|nick ?name|handle) $/, ({ faker, person }) => faker.internet.username(nameOf(person))],
  [/ (destination|dest|arrival)( airport| iata)?( code)? $/, ({ airports }) => airports[1]],
  [/ (origin|departure|airport|iata)( airport| iata)?( code)? $/, ({ airports }) => airports[0]],
  [/ (airline|carrier)( iata)? code $| carrier $/, ({ faker }) => faker.airline.airline().iataCode],
  [/ airline( name)? $/, ({ faker }) => faker.airline.airline().name],
  [/ flight( number| no| id| code)? $/, flight],
  [/ (aircraft|plane)( type| name)? $/, ({ faker }) => faker.airline.airplane().name],
  [/ currency( code)? $/, ({ faker }) => faker.helpers.arrayElement(['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'SEK'])],
  [/ country code $/, ({ faker }) => faker.location.countryCode()],
  [/ country( name)? $/, ({ faker }) => faker.location.country()],
  [/ (city|town|municipality)( name)? $/, ({ faker }) => faker.location.city()],
  [/ (state|province|region)( name)? $/, ({ faker }) => faker.location.state()],
  [/ (zip|postal|post ?code|postcode)( code)? $/, ({ faker }) => faker.location.zipCode()],
  [/ (street|address|addr)( line)?( \d)? $/, ({ faker }) => faker.location.streetAddress()],
  [/ (time ?zone|tz) $/, ({ faker }) => faker.location.timeZone()],
  [/ (language|lang|locale)( code)? $/, ({ faker }) => faker.location.language().alpha2],
  [/ iban $/, ({ faker }) => faker.finance.iban()],
  [/ (bic|swift)( code)? $/, ({ faker }) => faker.finance.bic()],
  [/ (card|pan)( number)? $/, ({ faker }) => faker.finance.creditCardNumber({ issuer: '4###-####-####-###L' })],
  [/ (symbol|ticker) $/, ({ faker }) => faker.string.alpha({ length: 4, casing: 'upper' })],
  [
    / (company|employer|organi[sz]ation|vendor|supplier|merchant|manufacturer)( name)? $/,
    ({ faker }) => faker.company.name(),
  ],
  [/ (product|item|article)( name)? $/, ({ faker }) => faker.commerce.productName()],
  [/ (isbn|ean|gtin|barcode) $/, ({ faker }) => faker.commerce.isbn()],
  [/ (category|department) $/, ({ faker }) => faker.commerce.department()],
  [/ (job|job title|profession|occupation) $/, ({ faker }) => faker.person.jobTitle()],
  [/ colou?r $/, ({ faker }) => faker.color.human()],
  [/ (url|uri|website|homepage|link|href) $/, ({ faker }) => faker.internet.url()],
  [/ (ip|ipv4|ip address) $/, ({ faker }) => faker.internet.ipv4()],
  [/ (domain|host|host ?name|server)( name)? $/, ({ faker }) => faker.internet.domainName()],
  [/ user agent $/, () => 'Mozilla/5.0 (X11; Linux x86_64)'],
  [/ (uuid|guid|(correlation|trace|request|session|event|message) id) $/, ({ faker }) => faker.string.uuid()],
  [/ (hash|checksum|digest|fingerprint|token|signature|etag) $/, ({ faker }) => hexadecimal(faker, 32)],
  [/ version $/, ({ faker }) => faker.system.semver()],
  [/ (file ?name|file|path) $/, ({ faker }) => faker.system.fileName()],
  [/ (mime|content|media) type $/, ({ faker }) => faker.system.mimeType()],
  [/ (gender|sex) $/, ({ faker }) => faker.helpers.arrayElement(['female', 'male', 'other'])],
  [/ status $/, ({ faker }) => faker.helpers.arrayElement(['new', 'active', 'done'])],
  [/ (price|amount|total|cost|fee|balance) $/, ({ faker }) => faker.finance.amount()],
  [/ (date|day|birthday) $/, (scene) => timestampText(scene).slice(0, '2026-01-01'.length)],
  [/ (at|time|timestamp|ts|date ?time|on|since|until) $/, timestampText],
  [/ (description|comment|notes?|message|text|body|summary|reason|remark) $/, ({ faker }) => faker.lorem.sentence()],
  [/ (title|subject|headline) $/, ({ faker }) => faker.lorem.words(3)],
  [/ name $/, ({ person }) => `${person.first} ${person.last}`],
  [
    / (id|key|code|number|no|reference|ref|sku) $/,
    ({ faker }) => faker.string.alphanumeric({ length: 8, casing: 'upper' }),
  ],
];

/** A text that a field of these words (see `wordsOf`) might have. */
export function realisticText(words: string, scene: Scene): string {
  const maker = makers.find(([pattern]) => pattern.test(words));
  return maker === undefined ? scene.faker.word.noun() : maker[1](scene);
}

/** ISO 8601 in milliseconds. */
export function timestampText(scene: Scene): string {
  return new Date(momentOf(scene)).toISOString();
}

function flight({ faker }: Scene): string {
  return `${faker.airline.airline().iataCode}${faker.airline.flightNumber({ addLeadingZeros: false, length: { min: 2, max: 4 } })}`;
}

function hexadecimal(faker: Scene['faker'], length: number): string {
  return faker.string.hexadecimal({ length, casing: 'lower', prefix: '' });
}

function nameOf({ first, last }: Scene['person']): { readonly firstName: string; readonly lastName: string } {
  return { firstName: first, lastName: last };
}
