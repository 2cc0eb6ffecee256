import type { ProductDetail } from '@millrace/mesh';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ManageDialog } from '../manage/manage-dialog.tsx';
import { AlignmentSign, QualitySign, SlaSign } from '../signs/signs.tsx';
import { RulesPill } from '../signs/rules-pill.tsx';
import { RegisterDialog } from '../use/register-dialog.tsx';

export const ProductHead = ({ product }: { readonly product: ProductDetail }) => {
  const [using, setUsing] = useState(false);
  const [managing, setManaging] = useState(false);
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
        <button type="button" className="btn" onClick={() => setManaging(true)}>
          Manage
        </button>
        <button type="button" className="btn go" onClick={() => setUsing(true)}>
          Use it
        </button>
      </div>
      {managing ? <ManageDialog product={product} onClose={() => setManaging(false)} /> : null}
      {using ? <RegisterDialog product={product.id} onClose={() => setUsing(false)} /> : null}
    </header>
  );
};
