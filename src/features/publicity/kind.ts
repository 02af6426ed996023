import type { CaseKind } from '#platform/lifecycle/case-kind.ts'
import {
  type ClockKind,
  type Need,
  type Party,
  type PublicationAct,
  type PublicationState,
  publicationLifecycle,
} from './lifecycle.ts'

export const publicationKind: CaseKind<PublicationState, PublicationAct, Party, Need, ClockKind> = {
  lifecycle: publicationLifecycle,
  table: 'publications',
  belongs: 'publication_id',
}
