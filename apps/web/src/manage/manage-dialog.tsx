import type { ProductDetail } from '@millrace/mesh';
import { useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { EditForm } from './edit-form.tsx';
import { Unpublish } from './unpublish.tsx';
import '../styles/publish.css';

const acts = [
  { value: 'edit', label: 'Edit' },
  { value: 'unpublish', label: 'Unpublish' },
] as const;

/** What an owner does with a product: change what is said of it, or take it back. */
export const ManageDialog = ({
  product,
  onClose,
}: {
  readonly product: ProductDetail;
  readonly onClose: () => void;
}) => {
  const [act, setAct] = useState<'edit' | 'unpublish'>('edit');
  return (
    <Dialog title={`Manage ${product.id}`} onClose={onClose}>
      <div className="manage">
        <Segmented legend="What to do" choices={acts} value={act} onChange={setAct} />
        {act === 'edit' ? <EditForm product={product} onDone={onClose} /> : <Unpublish product={product} />}
      </div>
    </Dialog>
  );
};
