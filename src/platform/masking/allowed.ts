import { fold } from '../search/fold.ts'
import type { Place } from './hit.ts'

/** Finds what may stay as written; digits of a published phone count however they are grouped. */
export function placesOf(allow: Iterable<string>): (folded: string) => Place[] {
  const patterns = [...allow].map((entry) => fold(entry.trim())).filter((entry) => entry !== '')
  if (patterns.length === 0) return () => []
  const longestFirst = patterns.sort((a, b) => b.length - a.length).map(patternOf)
  const all = new RegExp(longestFirst.join('|'), 'g')
  return (folded) =>
    [...folded.matchAll(all)].map(({ 0: hit, index }) => ({ from: index, to: index + hit.length }))
}

const PHONE = /^[\d() -]{7,20}$/

function patternOf(entry: string): string {
  if (PHONE.test(entry))
    return `(?<!\\d)\\(?${entry.replaceAll(/\D/g, '').split('').join('[() -]{0,2}')}(?!\\d)`
  return entry.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
