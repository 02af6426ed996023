export { fold } from './fold.ts'
export { loadDictionary, queryTokens, tokensFor, tsquery } from './tokens.ts'
