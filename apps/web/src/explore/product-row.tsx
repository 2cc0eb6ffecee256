import type { ProductSummary } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { compact, count, plural } from '../format/number.ts';
import { stamp } from '../format/time.ts';
import { Age } from '../parts/age.tsx';
import { Marked } from '../parts/marked.tsx';
import { RollingNumber } from '../parts/rolling-number.tsx';
import { Sparkline } from '../parts/sparkline.tsx';
import { QualitySign, SlaSign } from '../signs/signs.tsx';

const termsOf = (product: ProductSummary, field: 'name' | 'description'): readonly string[] =>
  product.matches?.filter((match) => match.field === field).flatMap((match) => match.terms) ?? [];
const fieldsOf = (product: ProductSummary): readonly string[] =>
  product.matches?.filter((match) => match.field === 'schema').flatMap((match) => match.terms) ?? [];

/** One product in the list. On a wide screen a click shows it at the side, and a second one opens its page. */
export const ProductRow = memo(
  ({
    product,
    chosen,
    onChoose,
  }: {
    readonly product: ProductSummary;
    readonly chosen: boolean;
    readonly onChoose: (id: string) => boolean;
  }) => {
    const { live } = product;
    const fields = fieldsOf(product);
    return (
      <Link
        to="/products/$id"
        params={{ id: product.id }}
        className={`row${chosen ? ' on' : ''}${product.status === 'deprecated' ? ' dep' : ''}`}
        aria-current={chosen ? 'true' : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          if (!chosen && onChoose(product.id)) event.preventDefault();
        }}
      >
        <span className="name">
          <span>
            <i>{product.domain}.</i>
            <Marked text={product.name} terms={termsOf(product, 'name')} />
          </span>
          {product.status === 'deprecated' ? <span className="pill warn">deprecated</span> : null}
        </span>
        <span className="desc">
          <Marked text={product.description} terms={termsOf(product, 'description')} />
        </span>
        <span className="meta">
          <QualitySign quality={product.quality} />
          <SlaSign sla={product.sla} />
          <span className="num" title={`${count(live.events)} events`}>
            <RollingNumber value={live.events} /> {live.events === 1 ? 'event' : 'events'}
          </span>
          <span className="num">{plural(product.consumers, 'consumer')}</span>
          {fields.length > 0 ? (
            <span className="mono">
              <Marked text={fields.join(', ')} terms={fields} />
            </span>
          ) : null}
        </span>
        <Sparkline samples={live.rateHistory} />
        <span className="rate num">
          <strong>
            <RollingNumber value={live.ratePerSecond} format={compact} />
            <span className="faint"> /s</span>
          </strong>
          <Age
            of={live.lastAppendAt ?? live.lastEventAt}
            {...(live.lastEventAt === undefined ? {} : { note: `newest event time ${stamp(live.lastEventAt)} UTC` })}
          />
        </span>
      </Link>
    );
  },
);
ProductRow.displayName = 'ProductRow';
