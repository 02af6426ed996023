import type { FigureWords } from './words.ts'

/** The same in English; complete by type. */
export const en: FigureWords = {
  rates: {
    response: 'Response rate',
    solution: 'Solution rate',
    satisfaction: 'Satisfaction rate',
    score: 'Overall score',
    signed: 'Signed for in time',
    closedInTime: 'Closed in time',
    reached: 'Reached by callback',
    returned: 'Returned',
    repeated: 'Repeated',
  },
  counts: {
    received: 'Received',
    assigned: 'Dispatched',
    closed: 'Closed',
    running: 'Running',
    suspended: 'Suspended',
    overdue: 'Overdue',
  },
  unrated: 'Not rated',
  unreached: 'Not reached',
  excluded: 'Not counted',
  reasons: {
    not_due: 'Not due yet',
    no_contact_left: 'No contact left',
    withdrawn: 'Withdrawn before it was due',
    'state:suspended': 'Suspended',
    'state:joined': 'Joined into another',
    'state:withdrawn': 'Withdrawn',
  },
  scopes: {
    county: 'Whole county',
    township: 'By township',
    place: 'By village',
    field: 'By field',
    handler: 'By handler',
  },
  steps: {
    contact: 'Registered to first contact',
    answer: 'Registered to answer',
    closing: 'Registered to closing',
  },
  periods: { before: 'Before', during: 'During', after: 'After' },
  none: 'County bodies',
  noField: 'Not classified',
  noHandler: 'Not dispatched',
  frozen: 'Frozen',
  underWay: 'Not frozen',
}
