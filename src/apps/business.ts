import { appealSuccession } from '#features/appeals/index.ts'
import { campaignSuccession } from '#features/evaluations/index.ts'
import { together } from '#features/organizations/index.ts'
import { succession } from '#features/problems/index.ts'
import { publicationSuccession } from '#features/publicity/index.ts'

/** All that organisations answer for. Publications and evaluations of a problem follow it, so they come after. */
export const business = together([succession, publicationSuccession, appealSuccession, campaignSuccession])
