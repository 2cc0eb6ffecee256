import type { Enforcement } from '@millrace/mesh';
import { Icon } from '../parts/icon.tsx';

export const enforcementWord: Readonly<Record<Enforcement, string>> = {
  none: 'not checked',
  id: 'ids checked',
  full: 'fully checked',
};

/** A door that is open or closed to what does not fit, always with its word. */
export const EnforcementSign = ({ level }: { readonly level: Enforcement }) => (
  <span className={level === 'none' ? 'pill' : 'pill good'}>
    {level === 'none' ? null : <Icon name={level === 'full' ? 'govern' : 'tick'} size={12} />}
    {enforcementWord[level]}
  </span>
);
