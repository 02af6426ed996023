import type { ReactNode } from 'react'

/** Line icons of one hand: 24 units, one stroke width, coloured by the text beside them. */
const shapes = {
  work: <path d="M4 6h2m-2 6h2m-2 6h2M9 6h11M9 12h11M9 18h11" />,
  ledger: <path d="M4 5h16v14H4zM4 10h16M10 10v9" />,
  overview: <path d="M5 20V11m5 9V5m5 15v-7m5 7V8" />,
  publicity: <path d="M4 10v4h3l7 4V6L7 10H4Zm13-1a4 4 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11" />,
  evaluations: (
    <path d="M5 4h14v16H5zM8.500 9l1.500 1.500L12.500 8M15 9.500h1.500M8.500 15l1.500 1.500 2.500-2.500M15 15.500h1.500" />
  ),
  appeals: <path d="M4 5h16v11H11l-4 4v-4H4zM8 9h8M8 12.5h5" />,
  import: <path d="M12 4v10m-4-4 4 4 4-4M5 16v4h14v-4" />,
  organizations: <path d="M9 4h6v5H9zM3 15h6v5H3zM15 15h6v5h-6zM12 9v3M6 15v-3h12v3" />,
  people: (
    <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 8c.5-3.2 3-4.5 6-4.5s5.5 1.3 6 4.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.8c1.7.7 2.700 2 3 4.200" />
  ),
  grants: <path d="M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6zM9 12l2.2 2.2L15.5 10" />,
  log: <path d="M6 3h12v18H6zM9 8h6M9 12h6M9 16h4" />,
  add: <path d="M12 5v14M5 12h14" />,
  search: <path d="m20 20-4.5-4.5M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z" />,
  me: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.6-3.6 3.5-5 7-5s6.4 1.4 7 5" />,
  bell: <path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2.2 2.2 0 0 0 4 0" />,
  columns: <path d="M4 5h16v14H4zM9.3 5v14M14.7 5v14" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  down: <path d="m6 9 6 6 6-6" />,
  right: <path d="m9 6 6 6-6 6" />,
  up: <path d="m6 15 6-6 6 6" />,
  print: <path d="M7 8V4h10v4M7 16H4V8h16v8h-3M7 13h10v7H7z" />,
  download: <path d="M12 4v11m-4-4 4 4 4-4M5 20h14" />,
  save: <path d="M6 4h12v16l-6-4-6 4z" />,
  file: <path d="M6 3h8l4 4v14H6zM14 3v4h4" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** Decoration beside a word: hidden from screen readers, so the word must be there. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="ui-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}
