import { Icon } from '../parts/icon.tsx';
import { themes, useTheme } from './use-theme.ts';

/** Goes round system, light and dark. */
export const ThemeButton = () => {
  const [theme, setTheme] = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className="iconbtn"
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${next}`}
      onClick={() => setTheme(next)}
    >
      <Icon name={theme} />
    </button>
  );
};
