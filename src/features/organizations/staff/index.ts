export {
  dictionariesQuery,
  organizationsQuery,
  useProblemDictionary,
  useProblemLabel,
} from './queries.ts'
