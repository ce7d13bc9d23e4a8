/** The mark: a breakwater before calm water. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden focusable="false">
      <rect x="1" y="1" width="22" height="22" rx="5" fill="var(--mantine-color-tide-7)" />
      <path d="M5 14.5 9 8l3 4 2-2.5 5 5Z" fill="#fff" />
      <path d="M5 17.5c1.6 0 1.6 1 3.2 1s1.6-1 3.2-1 1.6 1 3.2 1 1.6-1 3.4-1" stroke="#9bd5df" strokeWidth="1.4" />
    </svg>
  )
}
