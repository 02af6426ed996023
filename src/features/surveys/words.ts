import type { Catalogue } from '#ui/language.tsx'
import type { Purpose } from './questions.ts'

/** What questionnaires are for: all that the log tells of one, too. */
export const purposeWords: Catalogue<Record<Purpose, string>> = {
  zh: { evaluation: '群众评价', inspection: '巡察问卷', follow_up: '后评估', service: '服务满意度' },
  en: {
    evaluation: 'Evaluation',
    inspection: 'Inspection',
    follow_up: 'Post-evaluation',
    service: 'Service satisfaction',
  },
}
