import { useWords } from './language.tsx'
import { commonWords } from './words/index.ts'

/** Stands on every screen (domain.md 7.5): what this system must never hold. */
export function Banner() {
  return <div className="ui-banner">{useWords(commonWords).classified}</div>
}
