import type { Consumer } from '@millrace/mesh';
import { useId, useState } from 'react';
import { registerAs } from '../api/as-command.ts';
import { AsCommand } from '../parts/as-command.tsx';
import { Failure } from '../parts/states.tsx';
import { useRegister } from './use-register.ts';

/** A name and a purpose; the same as a command on demand. */
export const RegisterForm = ({
  product,
  onRegistered,
}: {
  readonly product: string;
  readonly onRegistered: (consumer: Consumer) => void;
}) => {
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const id = useId();
  const register = useRegister(product);
  const ready = name.trim() !== '' && purpose.trim() !== '';
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (!ready || register.isPending) return;
    register.mutate({ name: name.trim(), purpose: purpose.trim() }, { onSuccess: onRegistered });
  };
  return (
    <form onSubmit={submit} className="stack">
      <p className="dim">
        Register who reads {product} and why. The owner sees it, and you are told before anything breaks.
      </p>
      <div className="labelled">
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="in"
          autoComplete="off"
          required
          placeholder="delay-board"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <small>The application or person. It becomes the consumer group.</small>
      </div>
      <div className="labelled">
        <label htmlFor={`${id}-purpose`}>Purpose</label>
        <input
          id={`${id}-purpose`}
          className="in"
          autoComplete="off"
          required
          placeholder="Shows late departures in the terminal"
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <small>What the data is for, in one sentence.</small>
      </div>
      {register.error === null ? null : <Failure error={register.error} />}
      <div className="acts">
        <button type="submit" className="btn go" disabled={!ready || register.isPending}>
          {register.isPending ? 'Registering' : 'Register'}
        </button>
      </div>
      <details className="disclose">
        <summary>As command</summary>
        <AsCommand as={registerAs(location.origin, product, name.trim(), purpose.trim())} />
      </details>
    </form>
  );
};
