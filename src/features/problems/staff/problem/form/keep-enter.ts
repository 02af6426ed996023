import type { KeyboardEvent } from 'react'

/**
 * Enter in a field accepts what was typed and does not submit: an act cannot be taken back, so only its own button
 * carries it out.
 */
export function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
