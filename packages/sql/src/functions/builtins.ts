import { earliestByOffset, latestByOffset } from './aggregates/by-offset.ts';
import {
  attr,
  collectList,
  collectSet,
  countDistinct,
  histogram,
  topK,
  topKDistinct,
} from './aggregates/collecting.ts';
import { avg, correlation, count, max, min, stddevSamp, stddevSample, sum, sumList } from './aggregates/numeric.ts';
import { type FunctionRegistry, functionRegistry } from './registry.ts';
import { bytesFunctions } from './scalars/bytes.ts';
import { collectionFunctions } from './scalars/collections.ts';
import { conditionalFunctions } from './scalars/conditional.ts';
import { jsonFunctions } from './scalars/json.ts';
import { mathFunctions } from './scalars/math.ts';
import { regexpFunctions } from './scalars/regexp.ts';
import { stringFunctions } from './scalars/string.ts';
import { timeFunctions } from './scalars/time.ts';
import { urlFunctions } from './scalars/url.ts';
import { tableFunctions } from './table-functions.ts';

/** ksqlDB's functions. */
export const builtins: FunctionRegistry = functionRegistry([
  attr,
  avg,
  collectList,
  collectSet,
  correlation,
  count,
  countDistinct,
  earliestByOffset,
  histogram,
  latestByOffset,
  max,
  min,
  stddevSamp,
  stddevSample,
  sum,
  sumList,
  topK,
  topKDistinct,
  ...bytesFunctions,
  ...collectionFunctions,
  ...conditionalFunctions,
  ...jsonFunctions,
  ...mathFunctions,
  ...regexpFunctions,
  ...stringFunctions,
  ...tableFunctions,
  ...timeFunctions,
  ...urlFunctions,
]);
