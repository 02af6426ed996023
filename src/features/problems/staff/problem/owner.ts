import type { Party } from '../../lifecycle.ts'
import type { ProblemDetail } from '../../views.ts'
import { useProblemWords } from './kit.tsx'

/** A party as it is called for this problem: who judges an application first depends on whose problem it is. */
export function usePartyName(): (party: Party, of: Belonging | null | undefined) => string {
  const { parties } = useProblemWords()
  return (party, of) => {
    if (party !== 'first_reviewer' || !of) return parties[party]
    const isVillage = of.townshipId !== null && of.townshipId !== of.organizationId
    return parties[isVillage ? 'township' : 'office']
  }
}

type Belonging = Pick<ProblemDetail, 'organizationId' | 'townshipId'>
