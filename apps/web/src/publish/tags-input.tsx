import { useState } from 'react';

/** Words as removable pills; Enter or a comma adds, Backspace in an empty field takes the last away. */
export const TagsInput = ({
  id,
  tags,
  onChange,
}: {
  readonly id: string;
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}) => {
  const [typed, setTyped] = useState('');
  const add = (): void => {
    const tag = typed.trim();
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag]);
    setTyped('');
  };
  return (
    <div className="in tagsin">
      {tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className="pill"
          aria-label={`Remove tag ${tag}`}
          onClick={() => onChange(tags.filter((each) => each !== tag))}
        >
          {tag} <span aria-hidden="true">×</span>
        </button>
      ))}
      <input
        id={id}
        autoComplete="off"
        aria-describedby="why-tags"
        placeholder={tags.length === 0 ? 'delays, hourly' : ''}
        value={typed}
        onChange={(event) => setTyped(event.target.value.replace(',', ''))}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault();
            add();
          } else if (event.key === 'Backspace' && typed === '') onChange(tags.slice(0, -1));
        }}
      />
    </div>
  );
};
