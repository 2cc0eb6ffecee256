import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './icon.tsx';

/**
 * A modal dialog on the browser's own element: focus stays inside, Escape closes it, and what had focus gets it back.
 * `kind` says where it sits: in the middle, a drawer at the foot, a sheet at the side, the palette near the top,
 * a menu in the corner where the rail's person is.
 */
export const Dialog = ({
  title,
  kind = 'middle',
  onClose,
  children,
}: {
  readonly title: ReactNode;
  readonly kind?: 'middle' | 'drawer' | 'sheet' | 'palette' | 'corner';
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // Escape and the button close it by keyboard; a click beside it is for the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={`dialog ${kind}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="dialogbody">
        <header className="dialoghead">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="iconbtn" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
};
