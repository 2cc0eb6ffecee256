import type { ProductSummary } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { productQuery } from '../api/queries.ts';
import { bytes, plural } from '../format/number.ts';
import { kept, stamp } from '../format/time.ts';
import { Age } from '../parts/age.tsx';
import { FieldTree } from '../parts/field-tree.tsx';
import { RollingNumber } from '../parts/rolling-number.tsx';
import { Failure, Skeleton } from '../parts/states.tsx';
import { RulesPill } from '../signs/rules-pill.tsx';
import { QualitySign, SlaSign } from '../signs/signs.tsx';
import { RegisterDialog } from '../use/register-dialog.tsx';

const fieldsShown = 8;

/** The product without leaving the list. What the row knows shows at once; the rest follows. */
export const Side = ({ product }: { readonly product: ProductSummary }) => {
  const [using, setUsing] = useState(false);
  const { data: detail, error, refetch } = useQuery(productQuery(product.id));
  const { live } = product;
  return (
    <aside className="side" aria-label={`About ${product.id}`}>
      <div>
        <div className="crumb">{product.domain}</div>
        <h2>{product.name}</h2>
        <p className="dim">{product.description}</p>
        <div className="signs">
          <QualitySign quality={product.quality} />
          <SlaSign sla={product.sla} />
          {detail === undefined ? null : <RulesPill rules={detail.rules} />}
        </div>
      </div>
      <div className="acts">
        <button type="button" className="btn go" onClick={() => setUsing(true)}>
          Use it
        </button>
        <Link to="/products/$id" params={{ id: product.id }} className="btn">
          Open
        </Link>
      </div>
      <dl className="facts num">
        <div>
          <dt>last event</dt>
          <dd>
            <Age
              of={live.lastAppendAt ?? live.lastEventAt}
              {...(live.lastEventAt === undefined ? {} : { note: `newest event time ${stamp(live.lastEventAt)} UTC` })}
            />
          </dd>
        </div>
        <div>
          <dt>events</dt>
          <dd>
            <RollingNumber value={live.events} />
          </dd>
        </div>
        <div>
          <dt>size</dt>
          <dd>
            <RollingNumber value={live.sizeBytes} format={bytes} />
          </dd>
        </div>
      </dl>
      <dl className="kv">
        <dt>Owner</dt>
        <dd>{product.owner}</dd>
        {detail?.keyedBy === undefined ? null : (
          <>
            <dt>Keyed by</dt>
            <dd className="mono">{detail.keyedBy}</dd>
          </>
        )}
        <dt>Topic</dt>
        <dd className="mono">{product.topic}</dd>
        <dt>Kept</dt>
        <dd>
          {kept(live.retentionMs, live.compacted)}, {plural(live.partitions, 'partition')}
        </dd>
        <dt>Feeds</dt>
        <dd>
          {detail === undefined ? '' : `${plural(detail.downstream.length, 'product')}, `}
          {plural(product.consumers, 'consumer')}
        </dd>
      </dl>
      {error === null ? null : <Failure error={error} again={() => void refetch()} />}
      {detail === undefined ? (
        error === null ? (
          <Skeleton lines={6} />
        ) : null
      ) : (
        <section>
          <h3 className="sect">
            Schema, version {detail.schema.version}
            <Link to="/products/$id" params={{ id: product.id }} search={{ tab: 'schema' }}>
              All fields
            </Link>
          </h3>
          <FieldTree fields={detail.schema.fields.slice(0, fieldsShown)} />
        </section>
      )}
      {using ? <RegisterDialog product={product.id} onClose={() => setUsing(false)} /> : null}
    </aside>
  );
};
