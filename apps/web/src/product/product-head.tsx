import type { ProductDetail } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AlignmentSign, QualitySign, SlaSign } from '../signs/signs.tsx';
import { RulesPill } from '../signs/rules-pill.tsx';
import { RegisterDialog } from '../use/register-dialog.tsx';

export const ProductHead = ({ product }: { readonly product: ProductDetail }) => {
  const [using, setUsing] = useState(false);
  return (
    <header className="head">
      <div>
        <nav className="crumb" aria-label="Breadcrumb">
          <Link to="/">Explore</Link> /{' '}
          <Link to="/" search={{ domain: [product.domain] }}>
            {product.domain}
          </Link>
        </nav>
        <h1>{product.name}</h1>
        <p>{product.description}</p>
        <div className="signs">
          <QualitySign quality={product.quality} />
          <SlaSign sla={product.sla} />
          <RulesPill rules={product.rules} />
          <Link to="/" search={{ owner: [product.owner] }} className="owner">
            {product.owner}
          </Link>
          <AlignmentSign alignment={product.alignment} />
          {product.tags.map((tag) => (
            <Link key={tag} to="/" search={{ tag: [tag] }} className="pill">
              {tag}
            </Link>
          ))}
        </div>
      </div>
      <div className="act">
        <button type="button" className="btn go" onClick={() => setUsing(true)}>
          Use it
        </button>
      </div>
      {using ? <RegisterDialog product={product.id} onClose={() => setUsing(false)} /> : null}
    </header>
  );
};
