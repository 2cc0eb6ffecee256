import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { count } from '../format/number.ts';
import { valueText } from '../format/value.ts';
import type { Column, Result, ResultRow } from './result.ts';

const rowHeight = 35;
const markedMax = 4;
const numeric = /^(?:INTEGER|INT|BIGINT|DOUBLE|DECIMAL)/i;
const isWindow = (name: string): boolean => /^WINDOW(?:START|END)$/i.test(name);

/** Numbers with their thousands apart, window bounds as moments, everything else as one line. */
function cell(column: Column, value: unknown): string {
  if (typeof value === 'number') {
    if (isWindow(column.name)) return new Date(value).toISOString().slice(0, 16).replace('T', ' ');
    return Number.isInteger(value) ? count(value) : value.toLocaleString('en-US', { maximumFractionDigits: 3 });
  }
  return valueText(value);
}
const isRight = (column: Column): boolean => numeric.test(column.type) && !isWindow(column.name);

const Row = ({
  row,
  columns,
  fresh,
}: {
  readonly row: ResultRow;
  readonly columns: readonly Column[];
  readonly fresh: boolean;
}) => (
  <tr className={fresh ? 'new' : undefined} style={{ height: rowHeight }}>
    {columns.map((column, at) => (
      <td key={column.name} className={isRight(column) ? 'r' : undefined} title={valueText(row.values[at])}>
        {row.values[at] === null ? <span className="faint">null</span> : cell(column, row.values[at])}
      </td>
    ))}
  </tr>
);

/** The rows of a result, newest first; only those in view exist. */
export const ResultTable = ({ result, running }: { readonly result: Result; readonly running: boolean }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: result.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => result.rows[index]?.number ?? index,
    overscan: 12,
  });
  // A few new rows are pointed out; a flood of them would flash.
  const marked = running && result.received - result.receivedBefore <= markedMax;
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // A scrolling region must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="results" ref={scroller} tabIndex={0} role="region" aria-label="Rows">
      <table className="num">
        <thead>
          <tr>
            {result.columns.map((column) => (
              <th key={column.name} className={isRight(column) ? 'r' : undefined} title={column.type}>
                {column.name.toLowerCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr aria-hidden="true" style={{ height: above }} /> : null}
          {items.map((item) => {
            const row = result.rows[item.index];
            return row === undefined ? null : (
              <Row
                key={row.number}
                row={row}
                columns={result.columns}
                fresh={marked && row.number > result.receivedBefore}
              />
            );
          })}
          {below > 0 ? <tr aria-hidden="true" style={{ height: below }} /> : null}
        </tbody>
      </table>
    </div>
  );
};
