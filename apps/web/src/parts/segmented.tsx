import { type ReactNode, useId } from 'react';

interface Choice<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
}

/** One of a few, as radio buttons that look like one control: arrow keys move, Tab leaves. */
export function Segmented<T extends string>({
  legend,
  choices,
  value,
  onChange,
}: {
  readonly legend: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="seg">
      <legend className="unseen">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
