import { ConnectionView } from '../use/connection-view.tsx';

/** How to read the product: addresses, subject, and programs that run as they stand. */
export const ConnectionTab = ({ product }: { readonly product: string }) => (
  <div className="card usecard">
    <ConnectionView product={product} />
  </div>
);
