import type { ProductDetail, SampleEvent } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { samplesQuery } from '../api/queries.ts';
import { maskedValue } from '../format/mask.ts';
import { columnsOf, isRecord, shownText, valueText } from '../format/value.ts';
import { bytes } from '../format/number.ts';
import { full, stamp } from '../format/time.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';

const limit = 25;
const columnsMax = 7;
const place = (sample: SampleEvent): string => `${sample.partition}@${sample.offset}`;

const isNumeric = (samples: readonly SampleEvent[], column: string): boolean =>
  samples.every(({ value }) => !isRecord(value) || value[column] === null || typeof value[column] === 'number');

const Cells = ({ sample, columns }: { readonly sample: SampleEvent; readonly columns: readonly string[] }) =>
  columns.length === 0 ? (
    <td className="mono clip" title={valueText(sample.value)}>
      {shownText(sample.value)}
    </td>
  ) : (
    columns.map((column) => {
      const value = isRecord(sample.value) ? sample.value[column] : undefined;
      return (
        <td key={column} className={`mono clip${typeof value === 'number' ? ' r' : ''}`} title={valueText(value)}>
          {shownText(value)}
        </td>
      );
    })
  );

const LockedName = ({ name }: { readonly name: string }) => (
  <span className="lockedname">
    <span className="warnmark">
      <Icon name="lock" size={12} />
    </span>
    {name}
  </span>
);

const Rows = ({
  samples,
  columns,
}: {
  readonly samples: readonly SampleEvent[];
  readonly columns: readonly string[];
}) => {
  const [open, setOpen] = useState<string>();
  return samples.map((sample) => {
    const at = place(sample);
    const isOpen = open === at;
    return (
      <Fragment key={at}>
        <tr className={isOpen ? 'open' : ''}>
          <td>
            <button
              type="button"
              className="expand"
              aria-expanded={isOpen}
              aria-label={`Event ${at}`}
              onClick={() => setOpen(isOpen ? undefined : at)}
            >
              <Icon name="chevron" size={13} />
              <span className="num">{at}</span>
            </button>
          </td>
          <td className="num dim" title={full(sample.timestamp)}>
            {stamp(sample.timestamp)}
          </td>
          <td className="mono clip" title={valueText(sample.key)}>
            {shownText(sample.key)}
          </td>
          <Cells sample={sample} columns={columns} />
        </tr>
        {isOpen ? (
          <tr className="detail">
            <td colSpan={columns.length + 4}>
              <p className="faint num">
                partition {sample.partition}, offset {sample.offset}, {bytes(sample.sizeBytes)}
              </p>
              <CodeBlock
                text={JSON.stringify({ key: sample.key, value: sample.value }, null, 2)}
                label={`event ${at}`}
                language="json"
              />
            </td>
          </tr>
        ) : null}
      </Fragment>
    );
  });
};

/** The newest events as they were decoded; a row opens to the whole event. */
export const SamplesTab = ({ product }: { readonly product: ProductDetail }) => {
  const { data, error, refetch, isFetching } = useQuery(samplesQuery(product.id, limit));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} />;
  if (data.items.length === 0) {
    return (
      <Empty title="No events" command={`kcat -C -t ${product.topic}`}>
        The topic holds no event now. The next one will show here.
      </Empty>
    );
  }
  const { fields } = product.schema;
  const samples = data.items.map((sample) => ({ ...sample, value: maskedValue(sample.value, fields) }));
  const columns = columnsOf(
    samples.map((sample) => sample.value),
    fields.map(({ name }) => name),
  ).slice(0, columnsMax);
  const locked = new Set(fields.filter((field) => field.sensitivity !== undefined).map(({ name }) => name));
  return (
    <>
      <div className="tabhead">
        <span className="dim">The newest {data.items.length} events, newest first</span>
        <button type="button" className="btn small" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Reading' : 'Read again'}
        </button>
      </div>
      <div className="tablewrap card flush">
        <table>
          <thead>
            <tr>
              <th>partition@offset</th>
              <th>event time, UTC</th>
              <th>key</th>
              {columns.length === 0 ? (
                <th>value</th>
              ) : (
                columns.map((column) => (
                  <th key={column} className={isNumeric(samples, column) ? 'r' : undefined}>
                    {locked.has(column) ? <LockedName name={column} /> : column}
                  </th>
                ))
              )}
            </tr>
          </thead>
          <tbody>
            <Rows samples={samples} columns={columns} />
          </tbody>
        </table>
      </div>
    </>
  );
};
