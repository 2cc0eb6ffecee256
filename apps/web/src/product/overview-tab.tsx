import type { ProductDetail } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { full } from '../format/time.ts';
import { FieldTree } from '../parts/field-tree.tsx';
import { RuleList } from '../parts/rule-list.tsx';
import { Age } from '../parts/age.tsx';

const productId = /^(?:product:)?([^:]+\.[^:]+)$/;

const ProductLinks = ({ ids }: { readonly ids: readonly string[] }) =>
  ids.length === 0 ? (
    <span className="faint">none</span>
  ) : (
    <span className="links">
      {ids.map((id) => {
        const product = productId.exec(id)?.[1];
        return product === undefined ? (
          <span key={id}>{id}</span>
        ) : (
          <Link key={id} to="/products/$id" params={{ id: product }}>
            {product}
          </Link>
        );
      })}
    </span>
  );

/** The product on one page: what one fact holds, where it comes from and goes to, and how it stands with the rules. */
export const OverviewTab = ({ product }: { readonly product: ProductDetail }) => (
  <div className="columns">
    <div className="card">
      <h2 className="sect">
        One fact
        <Link to="/products/$id" params={{ id: product.id }} search={{ tab: 'schema' }}>
          Schema, version {product.schema.version}
        </Link>
      </h2>
      <FieldTree fields={product.schema.fields} />
    </div>
    <div className="stack">
      <div className="card">
        <h2 className="sect">About</h2>
        <dl className="kv">
          <dt>Topic</dt>
          <dd className="mono">{product.topic}</dd>
          {product.keyedBy === undefined ? null : (
            <>
              <dt>Keyed by</dt>
              <dd className="mono">{product.keyedBy}</dd>
            </>
          )}
          <dt>Published</dt>
          <dd>
            <span title={full(product.publishedAt)}>
              <Age of={product.publishedAt} />
            </span>{' '}
            by {product.publishedBy}, version {product.major}
          </dd>
          <dt>Comes from</dt>
          <dd>
            <ProductLinks ids={product.upstream} />
          </dd>
          <dt>Feeds</dt>
          <dd>
            <ProductLinks ids={product.downstream} />
          </dd>
        </dl>
      </div>
      <div className="card">
        <h2 className="sect">
          The gate, now
          <Link to="/govern">Policies</Link>
        </h2>
        <RuleList rules={product.rules} />
      </div>
    </div>
  </div>
);
