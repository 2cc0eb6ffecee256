import { SQLDialect } from '@codemirror/lang-sql';

/** The words that the editor colours; what they mean is the server's to say. */
export const streamingSql = SQLDialect.define({
  keywords:
    'add advance all alter and array as asc assert between by case catalog changes connector connectors create define delete desc describe distinct drop else emit end escape exists explain extended final from full function functions grace group having hopping if in inner insert into is join key left like limit list materialized not null of on or outer partition partitions pause period primary print properties queries query rename replace resume retention right run script select session set show size source sources stream streams table tables terminate then topic topics tumbling type types undefine unset update values variables when where window with within year month day hour minute second years months days hours minutes seconds millisecond milliseconds',
  // Not date, time and timestamp: they are names of columns far more often.
  types: 'bigint boolean bytes decimal double int integer map string struct varchar',
  builtin:
    'count sum avg min max round abs floor ceil ucase lcase substring concat trim len coalesce ifnull cast timestamptostring format_timestamp parse_timestamp latest_by_offset earliest_by_offset collect_list collect_set topk topkdistinct count_distinct rowtime windowstart windowend extractjsonfield as_value explode geo_distance',
  backslashEscapes: false,
  doubleQuotedStrings: false,
  identifierQuotes: '`"',
});
