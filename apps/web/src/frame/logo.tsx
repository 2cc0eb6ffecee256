/** The wheel over the water. */
export const Logo = () => (
  <svg
    width="22"
    height="22"
    viewBox="0 0 24 24"
    fill="none"
    stroke="var(--accent)"
    strokeWidth="2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <circle cx="12" cy="9.5" r="6.5" />
    <circle cx="12" cy="9.5" r="1.6" fill="var(--accent)" stroke="none" />
    <path d="M12 3v4M12 12v4M5.5 9.5h4M14.5 9.5h4" />
    <path d="M2 20.5c2.2 0 2.2-1.6 4.4-1.6s2.2 1.6 4.4 1.6 2.2-1.6 4.4-1.6 2.2 1.6 4.4 1.6H22" strokeWidth="1.8" />
  </svg>
);
