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
]);
