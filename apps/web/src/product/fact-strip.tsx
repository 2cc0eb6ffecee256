import type { ProductDetail } from '@millrace/mesh';
import type { ReactNode } from 'react';
import { bytes, compact, count, plural } from '../format/number.ts';
import { kept, stamp } from '../format/time.ts';
import { Age } from '../parts/age.tsx';
import { RollingNumber } from '../parts/rolling-number.tsx';
import { Sparkline } from '../parts/sparkline.tsx';

const Fact = ({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note: ReactNode;
  readonly children: ReactNode;
}) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <strong>{children}</strong>
      <em>{note}</em>
    </dd>
  </div>
);

/** What the cluster says of the product now. */
export const FactStrip = ({ product }: { readonly product: ProductDetail }) => {
  const { live } = product;
  return (
    <dl className="strip num">
      <Fact
        name="last event"
        note={live.lastEventAt === undefined ? 'no event yet' : `of ${stamp(live.lastEventAt).slice(0, 16)}`}
      >
        <Age of={live.lastAppendAt ?? live.lastEventAt} />
      </Fact>
      <Fact name="events" note={plural(live.partitions, 'partition')}>
        <RollingNumber value={live.events} />
      </Fact>
      <Fact name="rate" note={<Sparkline samples={live.rateHistory} />}>
        <RollingNumber value={live.ratePerSecond} format={compact} /> /s
      </Fact>
      <Fact name="size" note={`kept ${kept(live.retentionMs, live.compacted)}`}>
        <span title={`${count(live.sizeBytes)} bytes`}>
          <RollingNumber value={live.sizeBytes} format={bytes} />
        </span>
      </Fact>
      <Fact name="feeds" note={plural(product.upstream.length, 'source')}>
        {plural(product.downstream.length, 'product')}
      </Fact>
      <Fact name="consumers" note="registered">
        <RollingNumber value={product.consumers} />
      </Fact>
    </dl>
  );
};
