export { fold } from './fold.ts'
export { inCounty, placeOf, volumeMarks } from './marks.ts'
export { type Searched, type SearchTerms, sealVolumes, searchPage, searchTerms } from './search-page.ts'
export { loadDictionary, queryTokens, tokensFor, tsquery } from './tokens.ts'
