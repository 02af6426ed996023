/** The pure part. What reads and writes table `rules` is imported from './store.ts' and './rule-books.ts'. */
export {
  buildRuleBook,
  findRule,
  MissingRule,
  type RuleBook,
  type RuleRow,
  rule,
  rulesInForce,
} from './rule-book.ts'
export {
  DeadlineValue,
  DictionaryValue,
  deadlineRule,
  dictionary,
  InvalidRule,
  ruleValue,
  ruleValueIssues,
} from './values.ts'
