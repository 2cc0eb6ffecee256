import type { Consumer } from '@millrace/mesh';
import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { ConnectionView } from './connection-view.tsx';
import { RegisterForm } from './register-form.tsx';

/** From wanting a product to reading it: register, then everything a client needs. */
export const RegisterDialog = ({ product, onClose }: { readonly product: string; readonly onClose: () => void }) => {
  const [consumer, setConsumer] = useState<Consumer>();
  return (
    <Dialog
      title={consumer === undefined ? `Use ${product}` : `${consumer.name} can read ${product}`}
      onClose={onClose}
    >
      {consumer === undefined ? (
        <RegisterForm product={product} onRegistered={setConsumer} />
      ) : (
        <div className="stack">
          <p className="dim">
            It is registered, and stands in the product’s lineage. These are real addresses: copy one and run it.
          </p>
          <ConnectionView product={product} consumer={consumer.id} />
        </div>
      )}
    </Dialog>
  );
};
